"""A backlog: a supervisor looks what help would do, and tells citizens until when it is cleared."""

from tests.journeys.beforehand import paid
from tests.journeys.looking_ahead import asks_what_help_would_do, works_since_months
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town

SHEET = "/services/criminal-record"
WAITING = "Beaucoup de demandes attendent"


def test_citizens_read_until_when_a_backlog_is_cleared(town: Town, people: People) -> None:
    works_since_months(town, people)
    paid(town)
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
