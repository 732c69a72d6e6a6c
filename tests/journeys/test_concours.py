"""A concours comes: a supervisor is warned before the promise breaks, and acts in time."""

from datetime import date, timedelta

from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.test_clearance import has_a_past
from tests.journeys.test_overflow import CENTRE, POOL, reference_of
from tests.journeys.town import Town

DEMAND = "/demand?eservice=criminal-record"
BREAKS = "la charge attendue dépasse ce que les agents peuvent traiter"
CANDIDATES = "9000"


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


def makes_the_forecast(town: Town, boss: Staff) -> None:
    boss.opens(DEMAND)
    boss.presses("Recalculer")
    town.does_its_jobs()
    boss.opens(DEMAND)


def lends_the_relief(boss: Staff) -> None:
    """Lend the agents of the national pool for as long as the form proposes first."""
    boss.opens("/levers")
    page = boss.page
    page.get_by_label("Quoi").select_option("reinforce")
    page.get_by_label("De quelle équipe").select_option(
        label=f"{POOL} – Renfort du casier judiciaire"
    )
    page.get_by_label("Vers quelle équipe").select_option(
        label=f"{CENTRE} – Traitements et enregistrement"
    )
    until = page.get_by_label("Jusqu’à la fin du")
    until.fill(until.get_attribute("min") or "")
    page.get_by_label("Motif").select_option("peak")
    page.get_by_label("En quelques mots").fill("Concours de la douane.")
    boss.presses("Agir")
    boss.sees("Concours de la douane.")


def test_a_supervisor_sees_a_concours_coming_and_reinforces_the_queue(
    town: Town, people: People
) -> None:
    # Given an office that keeps up with what comes
    paid(town)
    agent = people.agent("records1")
    agent.treats_next("Proposer à la signature")
    town.does_its_jobs()
    has_a_past(town)
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
    lends_the_relief(boss)
    link = paid(town)
    assert people.agent("reinforcement").takes_next_case() == reference_of(link)
