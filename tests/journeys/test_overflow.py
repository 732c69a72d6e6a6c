"""A case that nobody takes at the Centre: another office treats it, and the citizen reads so."""

from datetime import timedelta

from sqlalchemy import text

from config.spilling import Overflows
from tests.journeys.beforehand import paid
from tests.journeys.looking_ahead import CENTRE, POOL, RELIEF, THEIRS, Lever, pulls
from tests.journeys.people import People
from tests.journeys.town import Town

#: As if the opening hours that a case may wait had passed; a minute ago, for a process may be a
#: little behind the database's clock.
WAITED = (
    "UPDATE deadlines SET due_at = clock_timestamp() - interval '1 minute'"
    " WHERE kind = 'overflow' AND span <> ''"
)
BOARD_HEADING = "Pris en charge par d’autres services"
OPENED = Lever(what="overflow", former=THEIRS, other=RELIEF, keep="0", words="Concours de l’armée.")


def nobody_takes_it_in_time(town: Town) -> int:
    """Let the time pass that a case may wait, and the clock process look."""
    installation = town.installation
    with installation.database.begin() as connection:
        connection.execute(text(WAITED))
    moved = Overflows(installation.database, installation.workflow).sweep()
    town.does_its_jobs()
    return moved


def reference_of(link: str) -> str:
    """Read a case's reference from its link."""
    return link.rstrip("/").split("/")[-2]


def test_a_case_overflows_and_the_other_office_treats_it(town: Town, people: People) -> None:
    link = paid(town)
    promised = people.holder_of(link).page.locator("main").inner_text()
    assert POOL not in promised

    assert nobody_takes_it_in_time(town) == 1
    assert nobody_takes_it_in_time(town) == 0

    assert people.agent("records1").has_nothing_to_do()
    relief = people.agent("reinforcement")
    assert relief.takes_next_case() == reference_of(link)
    relief.sees(f"à la place de : {CENTRE}", "Personne ne l’y avait pris pendant 2 heures ouvrées")
    citizen = people.holder_of(link)
    citizen.sees("Un autre service a pris votre demande en charge", POOL, "Le délai promis reste")
    supervisor = people.supervisor()
    supervisor.opens("/board")
    supervisor.sees(BOARD_HEADING, POOL, "Personne ne les avait pris à temps")

    relief.decides("Proposer à la signature")
    town.does_its_jobs()
    magistrate = people.signatory("magistrate")
    assert magistrate.takes_next_case() == reference_of(link)
    magistrate.decides("Signer le bulletin")
    town.does_its_jobs()
    citizen.looks_again()
    citizen.sees("Un autre service a pris votre demande en charge", "Bulletin délivré")


def test_the_two_hours_count_from_when_the_case_was_complete(town: Town, people: People) -> None:
    link = paid(town)
    installation = town.installation
    assert Overflows(installation.database, installation.workflow).sweep() == 0

    with installation.database.begin() as connection:
        found = text("SELECT due_at - started_at FROM deadlines WHERE kind = 'overflow'")
        waits = sorted(connection.execute(found).scalars())

    assert waits[0] == timedelta()
    assert waits[1] >= timedelta(hours=2)
    assert people.agent("records1").takes_next_case() == reference_of(link)


def test_a_supervisor_opens_an_overflow_for_a_time_and_ends_it(town: Town, people: People) -> None:
    link = paid(town)
    boss = people.supervisor()
    boss.opens("/board")
    boss.follows("Agir sur les files")
    pulls(boss, OPENED)
    assert "Dossiers déjà partis" in boss.page.locator(".said").inner_text()
    boss.sees("Superviseur de démonstration")

    assert people.agent("records1").has_nothing_to_do()
    relief = people.agent("reinforcement")
    assert relief.takes_next_case() == reference_of(link)
    relief.sees("Un superviseur a laissé partir le surplus ailleurs")
    people.holder_of(link).sees("Un autre service a pris votre demande en charge")
    boss.presses("Y mettre fin")
    boss.sees("Terminé par Superviseur de démonstration")
    later = paid(town)
    assert people.agent("records2").takes_next_case() == reference_of(later)
