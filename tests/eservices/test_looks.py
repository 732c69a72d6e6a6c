"""Looks into a file: told to its applicant by role, office and purpose, never by name."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backoffice.openings import Purpose
from eservices.counter.filing import PURPOSE as AT_A_COUNTER
from eservices.looks import OTHER_PURPOSE, PURPOSES, ROLES, tell_looks
from workflows.actors import Role
from workflows.openings import Opening

ZONE = ZoneInfo("Africa/Porto-Novo")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICES = {"cncj": "Service du casier judiciaire"}


def a_look(account: int, *, after: timedelta = timedelta(), purpose: str = "treatment") -> Opening:
    return Opening(
        at=MORNING + after,
        account_id=account,
        login=f"login{account}",
        office="cncj" if account < 9 else None,
        purpose=purpose,
        attachment_id=None,
        roles=("agent",) if account < 9 else ("inspector",),
    )


def test_the_looks_of_one_person_on_one_day_are_one_with_all_their_purposes() -> None:
    looks = [
        a_look(1),
        a_look(1, after=timedelta(minutes=2), purpose="attachment"),
        a_look(2, after=timedelta(minutes=5)),
        a_look(1, after=timedelta(minutes=9)),
        a_look(1, after=timedelta(days=1)),
    ]

    told = tell_looks(looks, offices=OFFICES, language="fr", zone=ZONE)

    assert [(look.who, look.times) for look in told] == [
        ("un agent", 1),
        ("un agent", 1),
        ("un agent", 3),
    ]
    assert told[2].why == ("pour traiter votre demande", "pour lire une pièce")
    assert told[2].first == MORNING
    assert told[2].office == "Service du casier judiciaire"


def test_nothing_told_names_a_person() -> None:
    told = tell_looks([a_look(1), a_look(9)], offices=OFFICES, language="en", zone=ZONE)

    assert "login" not in repr(told)
    assert {look.who for look in told} == {"an agent", "an inspector"}


def test_a_purpose_without_words_of_its_own_is_told_as_a_check() -> None:
    told = tell_looks([a_look(1, purpose="audit")], offices={}, language="en", zone=ZONE)

    assert told[0].why == (OTHER_PURPOSE,)


def test_a_day_is_the_day_in_the_country() -> None:
    late = [a_look(1, after=timedelta(hours=13)), a_look(1, after=timedelta(hours=14, minutes=30))]

    assert len(tell_looks(late, offices={}, language="fr", zone=ZONE)) == 2


def test_every_role_and_purpose_of_the_back_office_has_its_words() -> None:
    assert {*ROLES} == {*Role} - {Role.APPLICANT, Role.SYSTEM}
    assert PURPOSES.keys() <= {*Purpose, AT_A_COUNTER}
