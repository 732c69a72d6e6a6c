"""Tracking links: the secret opens one case, and nothing tells a wrong one from an unknown case."""

import secrets

import pytest
from sqlalchemy import Engine, update

from eservices.tracking import TrackingLinks
from tests.builders.kernel import a_case, a_definition, a_workflow, an_office
from workflows.actors import APPLICANT
from workflows.cases import Case, applicant_of
from workflows.errors import UnknownCase
from workflows.tables import applicants

LINKS = TrackingLinks("https://portal.example", b"k" * 32)


@pytest.fixture
def case(engine: Engine) -> Case:
    with engine.begin() as connection:
        an_office(connection)
        return a_case(connection, a_workflow(), a_definition(connection))


def secret_of(engine: Engine, case: Case) -> str:
    with engine.begin() as connection:
        return LINKS.link(case, applicant_of(connection, case.id)).rsplit("/", 1)[1]


def test_the_link_opens_its_case(engine: Engine, case: Case) -> None:
    with engine.begin() as connection:
        opened, holder = LINKS.open(
            connection, reference=case.reference, secret=secret_of(engine, case)
        )

    assert opened == case
    assert holder.person.tracking_nonce
    assert holder.actor == APPLICANT


@pytest.mark.parametrize("change", ["", "x", "é", "a" * 32])
def test_a_wrong_secret_and_an_unknown_case_are_refused_alike(
    engine: Engine, case: Case, change: str
) -> None:
    told = set()
    for reference in (case.reference, "BJ-26-9999999-X"):
        with engine.begin() as connection, pytest.raises(UnknownCase) as refused:
            LINKS.open(connection, reference=reference, secret=change)
        told.add(str(refused.value).replace(reference, ""))

    assert len(told) == 1


def test_a_new_nonce_cuts_a_link_that_leaked(engine: Engine, case: Case) -> None:
    leaked = secret_of(engine, case)
    with engine.begin() as connection:
        connection.execute(update(applicants).values(tracking_nonce=secrets.token_bytes(16)))

    with engine.begin() as connection, pytest.raises(UnknownCase):
        LINKS.open(connection, reference=case.reference, secret=leaked)


def test_a_secret_is_of_this_installation_and_this_case() -> None:
    nonce = bytes(16)
    other = TrackingLinks("https://portal.example", b"o" * 32)

    assert LINKS.secret("BJ-1", nonce) != LINKS.secret("BJ-2", nonce)
    assert LINKS.secret("BJ-1", nonce) != other.secret("BJ-1", nonce)
    assert len(LINKS.secret("BJ-1", nonce)) == 32
    assert "k" * 32 not in repr(LINKS)
