"""A concours comes: a supervisor is warned before the promise breaks, and acts in time."""

from datetime import date, timedelta

from tests.journeys.beforehand import paid
from tests.journeys.looking_ahead import (
    DEMAND,
    RELIEF,
    THEIRS,
    Lever,
    makes_the_forecast,
    pulls,
    works_since_months,
)
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_overflow import reference_of
from tests.journeys.town import Town

BREAKS = "la charge attendue dépasse ce que les agents peuvent traiter"
CANDIDATES = "9000"
LENT = Lever(what="reinforce", former=RELIEF, other=THEIRS, words="Concours de la douane.")


def enters_the_concours(town: Town, boss: Staff) -> None:
    """Tell of a concours that opens in two weeks, and have the forecast made with it."""
    installation = town.installation
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
    first: date = (now + timedelta(weeks=2)).date()
    boss.opens(DEMAND)
    form = boss.page.locator("#event-form")
    form.get_by_label("Événement").fill("Concours de la douane")
    form.get_by_label("Premier jour").fill(first.isoformat())
    form.get_by_label("Dernier jour").fill((first + timedelta(days=4)).isoformat())
    form.get_by_label("Demandes attendues").fill(CANDIDATES)
    boss.presses("Inscrire l’événement")
    makes_the_forecast(town, boss)


def test_a_supervisor_sees_a_concours_coming_and_reinforces_the_queue(
    town: Town, people: People
) -> None:
    # Given an office that keeps up with what comes
    works_since_months(town, people)
    boss = people.supervisor()
    makes_the_forecast(town, boss)
    boss.does_not_see(BREAKS)

    # When thousands of candidates are announced, the week in which the promise breaks is told
    enters_the_concours(town, boss)
    boss.sees(BREAKS, "Concours de la douane")
    is_accessible(boss)

    # Then the supervisor asks what agents it takes, and lends them at once
    for agents in boss.page.get_by_label("Agents :").all():
        agents.fill("20")
    boss.presses("Simuler")
    town.does_its_jobs()
    boss.page.get_by_text("Demandes à venir").first.wait_for()
    boss.sees("En retard")
    is_accessible(boss)
    boss.opens("/levers")
    pulls(boss, LENT)
    link = paid(town)
    assert people.agent("reinforcement").takes_next_case() == reference_of(link)
