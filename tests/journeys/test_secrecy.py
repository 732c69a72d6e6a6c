"""What is not yours does not exist: the same answer as for what never was."""

import pytest

from tests.journeys.applications import MAIL
from tests.journeys.beforehand import lodged, paid
from tests.journeys.citizen import Citizen
from tests.journeys.people import People
from tests.journeys.town import Town

UNKNOWN = "BJ-26-9999999-X"


@pytest.fixture
def afi(town: Town, people: People) -> Citizen:
    """Give a citizen who has applied and paid."""
    return people.holder_of(paid(town))


def test_a_reference_without_its_secret_is_answered_as_one_that_never_was(
    town: Town, people: People, afi: Citizen
) -> None:
    thief = people.holder_of(lodged(town))
    own_secret = thief.link.rsplit("/", 1)[1]

    answers = []
    for reference in (afi.reference, UNKNOWN):
        status = thief.opens(f"/track/{reference}/{own_secret}")
        answers.append((status, thief.page.title(), thief.reads()))

    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    thief.sees("Cette page n’existe pas")


def test_an_agent_sees_no_case_that_was_not_given_to_them(people: People, afi: Citizen) -> None:
    holder, other = people.agent("records1"), people.agent("records2")
    holder.takes_next_case()

    answers = [
        (other.opens(f"/cases/{reference}"), other.reads())
        for reference in (afi.reference, UNKNOWN)
    ]

    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    supervisor = people.supervisor()
    assert supervisor.opens(f"/cases/{afi.reference}") == 404


def test_a_lost_link_is_sent_again_to_the_mail_of_the_case_and_nowhere_else(
    town: Town, people: People, afi: Citizen
) -> None:
    before = len(town.letters_to(MAIL))
    somebody = people.citizen()

    for reference in (afi.reference.lower(), UNKNOWN):
        somebody.opens("/track")
        somebody.fills_in({"Référence": reference})
        somebody.presses("Envoyez-moi le lien")
        somebody.sees("Regardez vos messages")
        somebody.does_not_see(afi.link)
        town.does_its_jobs()

    letters = town.letters_to(MAIL)
    assert len(letters) == before + 1
    assert afi.link in letters[0].body
    assert afi.reference in letters[0].subject
