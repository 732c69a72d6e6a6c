"""Parked steps, accounts, live e-services and the log of openings: each for its own role."""

from datetime import timedelta

import pytest

from tests.builders.backoffice import Backoffice
from workflows import outbox
from workflows.actors import Role


class MailServerGone(Exception):
    """A step's error; its message quotes a citizen, its type does not."""


def park_a_step(office: Backoffice) -> int:
    """Let a step fail until it is set aside."""
    office.a_waiting_case()
    with office.engine.begin() as connection:
        (held,) = outbox.claim(connection, "case.lodged", limit=1, lease=timedelta(minutes=1))
        tired = outbox.Held(
            id=held.id,
            event=held.event,
            job=held.job,
            case_id=held.case_id,
            data=held.data,
            attempts=outbox.MAX_ATTEMPTS,
            fence=held.fence,
        )
        outbox.fail(connection, tired, MailServerGone("afi@example.org"))
    return held.id


def test_a_step_on_hold_is_listed_with_its_error_and_nobodys_data(office: Backoffice) -> None:
    park_a_step(office)

    page = office.browser(office.hire(Role.SUPERVISOR)).read("/parked-steps")

    assert "MailServerGone" in page.text("tbody .code")
    assert "afi@example.org" not in page.html


def test_trying_again_puts_the_step_back_to_work(office: Backoffice) -> None:
    step = park_a_step(office)
    browser = office.browser(office.hire(Role.SUPERVISOR))

    answers = [browser.post(f"/parked-steps/{step}/retry") for _click in range(2)]

    assert [answer.location for answer in answers] == ["/parked-steps"] * 2
    with office.engine.begin() as connection:
        assert outbox.parked(connection) == ()
        assert "case.lodged" in outbox.jobs_due(connection)
    assert "No step is on hold." in browser.read("/parked-steps").words


def test_the_accounts_stand_with_their_roles_office_and_pools(office: Backoffice) -> None:
    agent, administrator = office.hire(Role.AGENT), office.hire(Role.ADMINISTRATOR)

    page = office.browser(administrator).read("/accounts")

    cells = page.texts("tbody tr th, tbody tr td")
    rows = {cells[at]: cells[at + 1 : at + 5] for at in range(0, len(cells), 5)}
    assert rows[agent.login] == [agent.name, "Agent", "CNCJ, Cotonou", "records"]
    assert rows[administrator.login] == [administrator.name, "Administrator", "CNCJ, Cotonou", "–"]
    assert "argon2" not in page.html


def test_the_live_e_services_stand_with_version_and_checksum(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.ADMINISTRATOR)).read("/e-services")

    assert page.text("tbody th") == "Criminal record criminal-record"
    assert page.text("tbody .n") == "1"
    assert page.text("tbody .sum") == office.definition


def test_the_log_says_who_looked_when_and_at_what(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    piece = office.attach(case)
    browser = office.browser(agent)
    browser.read(f"/cases/{case.reference}")
    browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")
    inspector = office.browser(office.hire(Role.INSPECTOR))

    page = inspector.read(f"/openings?reference=%20{case.reference.lower()}%20")

    assert page.texts("tbody th") == [agent.login] * 2
    assert page.texts("tbody td:nth-child(4)") == ["Case screen", "Attachment"]
    assert page.texts("tbody td:nth-child(5)") == ["–", piece.id]
    assert "2 openings" in page.text("caption")


@pytest.mark.parametrize(
    ("reference", "told"),
    [("CJ-26-9999999-X", "No case has this reference."), ("", "Reference of the case")],
)
def test_a_log_that_is_not_there_is_said_to_be_missing(
    office: Backoffice, reference: str, told: str
) -> None:
    page = office.browser(office.hire(Role.INSPECTOR)).read(f"/openings?reference={reference}")

    assert told in page.words
    assert not page.has("table")


def test_a_file_that_nobody_opened_says_so(office: Backoffice) -> None:
    case = office.a_waiting_case()

    page = office.browser(office.hire(Role.INSPECTOR)).read(f"/openings?reference={case.reference}")

    assert "Nobody has opened this file." in page.words
