"""What every answer tells the browser, errors included."""

import gzip
import re

import pytest

from tests.builders.backoffice import Backoffice, page_of
from workflows.actors import Role

PLACES = ["/sign-in", "/", "/board", "/nowhere"]


@pytest.mark.parametrize("place", PLACES)
def test_every_page_forbids_scripts_frames_sniffing_and_keeping(
    office: Backoffice, place: str
) -> None:
    headers = office.browser().get(place).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_holds_a_script_a_style_or_a_foreign_address(office: Backoffice) -> None:
    agent = office.hire(Role.AGENT)
    case = office.case_in_hands_of(agent)
    office.attach(case)
    browser = office.browser(agent)

    for place in ("/", f"/cases/{case.reference}", f"/cases/{case.reference}/act"):
        html = browser.read(place).html
        assert "<script" not in html
        assert not re.search(r"\sstyle=|\son\w+=", html)
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html)


def test_static_files_are_kept_for_ever_under_an_address_of_their_content(
    office: Backoffice,
) -> None:
    browser = office.browser()
    addresses = browser.read("/sign-in").attributes("link", "href")

    assert len(addresses) == 3
    for address in addresses:
        answer = browser.get(address)
        assert re.search(r"\?v=[0-9a-f]{12}$", address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_missing_static_file_is_not_kept(office: Backoffice) -> None:
    answer = office.browser().get("/static/nothing.css")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")


def test_texts_are_packed_for_who_can_unpack_them(office: Backoffice) -> None:
    browser = office.browser()
    packed = browser.get("/sign-in", headers={"Accept-Encoding": "gzip"})
    plain = browser.get("/sign-in", headers={"Accept-Encoding": "identity"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert b"</html>" in gzip.decompress(packed.data)
    assert b"</html>" in plain.data


def test_the_first_page_of_an_old_machine_is_light(office: Backoffice) -> None:
    browser, packed = office.browser(), {"Accept-Encoding": "gzip"}
    addresses = ["/sign-in", *browser.read("/sign-in").attributes("link", "href")]

    weights = [len(browser.get(address, headers=packed).data) for address in addresses]

    assert sum(weights) < 60_000


def test_a_form_that_is_too_long_is_refused_plainly(office: Backoffice) -> None:
    answer = office.browser().client.post("/sign-in", data={"login": "x" * 200_000})

    assert answer.status_code == 413
    assert page_of(answer).text("h1") == "C’était trop long"
