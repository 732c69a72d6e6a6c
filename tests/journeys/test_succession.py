"""An authority that passes to another office: looked at, transferred, and seen by everybody."""

from collections.abc import Iterator

import pytest

from tests.journeys.administrators import Administrator
from tests.journeys.applications import FOR_A_PERMIT, PERMIT
from tests.journeys.citizen import Citizen
from tests.journeys.navigator import plain
from tests.journeys.people import People
from tests.journeys.test_accessibility import is_accessible
from tests.journeys.town import Town
from workflows.organisations import save_succession

FROM = ("mairie-porto-novo-commission", "mairie-porto-novo-permits")
TO = ("mairie-cotonou-commission", "mairie-cotonou-permits")


def succeed(town: Town, *, ended: bool) -> None:
    """Let the city hall of Cotonou take over from that of Porto-Novo, or end that."""
    with town.installation.database.begin() as connection:
        today = town.installation.clock.now(connection).date()
        for former, successor in zip(FROM, TO, strict=True):
            by, on = (None, None) if ended else (successor, today)
            save_succession(connection, slug=former, by=by, on=on)


@pytest.fixture
def taken_over(town: Town) -> Iterator[Town]:
    """Give the town, and give Porto-Novo its authority back afterwards."""
    yield town
    succeed(town, ended=True)


def administrator(people: People) -> Administrator:
    found = people.newcomer()
    person = Administrator(found.page, found.home, found.words)
    person.signs_in("administrator")
    return person


def said_to(person: Administrator) -> str:
    """Read the whole page, with what was said about the step just taken."""
    return plain(person.page.locator("body").inner_text())


def transfers(person: Administrator, pool: str, seen: str) -> str:
    """Look at what a pool would transfer, and transfer it; gives the address of the preview."""
    person.opens("/successions")
    row = person.page.get_by_role("row").filter(has_text=pool)
    row.get_by_role("link", name="Voir ce que").click()
    is_accessible(person)
    person.sees(seen, "Entre les mains de quelqu’un")
    looked_at = person.page.url
    person.page.locator("#reason").fill("Décret n° 12")
    person.presses("Tout transférer")
    person.sees("Décret n° 12")
    return looked_at


def apply_twice(town: Town, people: People) -> tuple[Citizen, Citizen]:
    """Let two apply for a permit: the services advise on one, the other waits at the desk."""
    builder, neighbour = people.citizen(), people.citizen()
    for one in (builder, neighbour):
        one.applies_for(PERMIT, FOR_A_PERMIT)
        one.pays()
        town.does_its_jobs()
        if one is builder:
            people.agent("permits-porto-novo").treats_next("Déclarer le dossier complet")
            town.does_its_jobs()
        one.looks_again()
    return builder, neighbour


def test_a_pending_opinion_and_a_waiting_case_follow_the_authority(
    taken_over: Town, people: People
) -> None:
    town = taken_over
    # Given a permit on which Porto-Novo’s commission is asked, and another that waits at its desk
    builder, neighbour = apply_twice(town, people)
    builder.looks_again()
    builder.sees("Urbanisme et construction", "Mairie de Porto-Novo", "réponse attendue")
    former = people.agent("commission-porto-novo")
    former.takes_next_case()

    # When the authority passes to Cotonou and the administrator lets everything follow
    succeed(town, ended=False)
    person = administrator(people)
    person.opens("/successions")
    person.sees("Mairie de Porto-Novo", "Mairie de Cotonou")
    is_accessible(person)
    transfers(person, "Commission communale", "Avis : Urbanisme et construction")
    assert "Transféré : 0 dossier et 1 avis." in said_to(person)
    looked_at = transfers(person, "Guichet des permis de Porto-Novo", "Contrôle du dossier")
    assert "Transféré : 1 dossier et 0 avis." in said_to(person)
    person.opens(looked_at)
    person.sees("Il ne reste rien à transférer.")
    town.does_its_jobs()

    # Then who held the opinion cannot give it, and the other office does
    former.page.get_by_label("Favorable", exact=True).check()
    former.page.locator("textarea[name=opinion]").fill("Trop tard.")
    former.presses("Rendre cet avis")
    assert former.has_nothing_to_do()
    builder.looks_again()
    builder.sees("Urbanisme et construction", "Mairie de Cotonou")
    people.agent("commission-cotonou").gives_opinion("Favorable", "Conforme au plan.")
    people.agent("permits-cotonou").treats_next("Déclarer le dossier complet")
    neighbour.looks_again()
    neighbour.sees("Votre dossier a été transféré", "Mairie de Cotonou")
