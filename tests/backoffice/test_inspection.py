"""The log of openings: who looked, when, and at what."""

import pytest

from tests.builders.backoffice import Backoffice
from workflows.actors import Role


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
