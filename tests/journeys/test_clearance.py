"""A backlog: a supervisor looks what help would do, and tells citizens until when it is cleared."""

from datetime import timedelta

from sqlalchemy import insert

from tests.journeys.beforehand import paid
from tests.journeys.people import People
from tests.journeys.staff import Staff
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town
from workflows.tables import history_cases

SHEET = "/services/criminal-record"
WAITING = "Beaucoup de demandes attendent"
DAYS, BY_DAY = 120, 4


def has_a_past(town: Town) -> None:
    """Give the e-service what a former system knew of it, and have the forecast made."""
    installation = town.installation
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        rows = [
            {
                "source": "old",
                "eservice": "criminal-record",
                "key": f"{day}-{number}",
                "lodged_at": now - timedelta(days=day, hours=number),
                "last_at": now,
            }
            for day in range(1, DAYS)
            for number in range(BY_DAY + day % 3)
        ]
        connection.execute(insert(history_cases), rows)


def asks_what_help_would_do(town: Town, boss: Staff) -> None:
    """Ask what happens with colleagues of other offices, and read the answer."""
    boss.opens("/demand?eservice=criminal-record")
    boss.presses("Recalculer")
    town.does_its_jobs()
    boss.opens("/demand?eservice=criminal-record")
    for field in boss.page.get_by_label("Agents d’autres bureaux en renfort").all():
        field.fill("3")
    boss.page.get_by_label("Ils prennent ce qui attend depuis tant de jours").fill("1")
    boss.presses("Simuler")
    town.does_its_jobs()
    # The page looks again by itself until the answer is there.
    boss.page.get_by_text("Informer les usagers").first.wait_for()


def test_citizens_read_until_when_a_backlog_is_cleared(town: Town, people: People) -> None:
    paid(town)
    agent = people.agent("records1")
    agent.takes_next_case()
    agent.decides("Proposer à la signature")
    town.does_its_jobs()
    paid(town)
    has_a_past(town)
    boss = people.supervisor()
    asks_what_help_would_do(town, boss)
    boss.sees("en renfort : 6, jours d’attente auparavant : 1", "Informer les usagers")
    boss.sees("Avec ces effectifs, ", "Tout ce qui est ouvert aujourd’hui est terminé")
    citizen = people.citizen()
    citizen.page.goto(f"{town.portal}{SHEET}")
    assert WAITING not in citizen.page.locator("main").inner_text()

    boss.presses("Publier cette date")
    boss.sees("Sur la fiche en ce moment")
    is_accessible(boss)
    citizen.page.reload()
    citizen.sees(WAITING, "devraient être traitées au plus tard le")
    is_accessible(citizen)

    boss.presses("Le retirer de la fiche")
    boss.does_not_see("Sur la fiche en ce moment")
    boss.sees("Retiré")
    citizen.page.reload()
    assert WAITING not in citizen.page.locator("main").inner_text()
