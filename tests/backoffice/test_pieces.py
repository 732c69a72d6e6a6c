"""Attachments beside the answers: shown by the browser, and able to do nothing else."""

import pytest

from tests.builders.backoffice import PDF, Backoffice, Browser
from workflows.attachments import mark_replaced
from workflows.cases import Case

HOSTILE = 'a"b\r\nSet-Cookie: x=1; é<script>.pdf'


def test_the_bytes_are_those_that_were_lodged(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    piece = office.attach(case)

    answer = browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")

    assert answer.data == PDF


@pytest.mark.parametrize(
    ("media_type", "served", "disposition"),
    [
        ("application/pdf", "application/pdf", "inline"),
        ("image/jpeg", "image/jpeg", "inline"),
        ("image/png", "image/png", "inline"),
        ("text/html", "application/octet-stream", "attachment"),
        ("image/svg+xml", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_cannot_run_is_shown_in_place(
    office: Backoffice,
    browser: Browser,
    case: Case,
    *,
    media_type: str,
    served: str,
    disposition: str,
) -> None:
    piece = office.attach(case, media_type=media_type)

    answer = browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")

    assert answer.headers["Content-Type"] == served
    assert answer.headers["Content-Disposition"].split(";")[0] == disposition


def test_a_file_is_sandboxed_unsniffed_unframed_elsewhere_and_never_kept(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    piece = office.attach(case)

    headers = browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content").headers

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'self'"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_hostile_file_name_stays_a_file_name(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    piece = office.attach(case, filename=HOSTILE)
    address = f"/cases/{case.reference}/pieces/{piece.id}"

    answer = browser.get(f"{address}/content")

    assert "\n" not in answer.headers["Content-Disposition"]
    assert "x" not in {c.split("=")[0] for c in answer.headers.getlist("Set-Cookie")}
    assert "<script>" not in browser.get(address).get_data(as_text=True)


def test_the_viewer_shows_one_document_with_the_others_a_click_away(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    first = office.attach(case)
    second = office.attach(case, filename="photo.jpg", media_type="image/jpeg")
    address = f"/cases/{case.reference}/pieces"

    page = browser.read(f"{address}/{second.id}")

    assert page.attributes(".tabs a", "href") == [
        f"/cases/{case.reference}/act",
        f"{address}/{first.id}",
        f"{address}/{second.id}",
    ]
    assert page.attribute(".tabs [aria-current]", "title") == "photo.jpg"
    assert page.attribute("img", "src") == f"{address}/{second.id}/content"


def test_a_pdf_is_left_to_the_browsers_own_viewer(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    piece = office.attach(case)

    page = browser.read(f"/cases/{case.reference}/pieces/{piece.id}")

    assert page.attribute("iframe", "src").startswith(
        f"/cases/{case.reference}/pieces/{piece.id}/content"
    )


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("zoom=200&turn=90", "zoom-200 turn-90"),
        ("zoom=7&turn=45", "zoom-100 turn-0"),
        ("zoom=x&turn=", "zoom-100 turn-0"),
    ],
)
def test_an_image_can_be_enlarged_and_turned(
    office: Backoffice, browser: Browser, case: Case, *, asked: str, shown: str
) -> None:
    piece = office.attach(case, media_type="image/png")

    page = browser.read(f"/cases/{case.reference}/pieces/{piece.id}?{asked}")

    assert page.has("img." + shown.replace(" ", "."))


def test_a_replaced_file_is_no_longer_shown(
    office: Backoffice, browser: Browser, case: Case
) -> None:
    piece = office.attach(case)
    with office.engine.begin() as connection:
        mark_replaced(connection, [piece.id], at=office.clock.now(connection))

    answer = browser.get(f"/cases/{case.reference}/pieces/{piece.id}/content")

    assert answer.status_code == 404


def test_a_pdf_is_enlarged_and_shows_its_pages_side_by_side_without_a_script(
    office: Backoffice, case: Case, browser: Browser
) -> None:
    piece = office.attach(case).id
    address = f"/cases/{case.reference}/pieces/{piece}"

    plain = browser.read(address)
    wide = browser.read(f"{address}?zoom=200&leafs=yes")

    assert plain.attribute("iframe", "src").endswith("#navpanes=0&view=FitH")
    assert wide.attribute("iframe", "src").endswith("#navpanes=1&pagemode=thumbs&zoom=200")
    ways = wide.attributes(".tools a", "href")
    assert f"{address}?zoom=150&leafs=yes" in ways
    assert f"{address}?zoom=200" in ways
