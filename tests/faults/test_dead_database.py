"""The real portal over a database that is not there: a clear page, and what was typed is kept."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import httpx
import psutil
import pytest
from lxml import html

from config.demo.answers import Citizen, typed
from config.demo.browser import Browser, Page
from config.demo.story import today
from tests.faults.live import SOON, Live
from tests.faults.public import SERVICE, service

AFI = Citizen("D’Ossou Ɔ̀lá", "Afi Sènan", "afi.dossou@example.org", "Cotonou")


@contextmanager
def without_its_database(live: Live) -> Iterator[None]:
    """Kill PostgreSQL, and keep the supervisor from starting it again for a while."""
    supervisor = psutil.Process(live.installation.pid)
    database = live.process("postgresql").pid
    supervisor.suspend()
    try:
        os.kill(database, signal.SIGKILL)
        yield
    finally:
        supervisor.resume()


@pytest.fixture
def browser(live: Live) -> Iterator[Browser]:
    with Browser(live.portal) as browser:
        browser.client.headers["X-Forwarded-For"] = "203.0.113.7"
        yield browser


def first_page(browser: Browser) -> Page:
    """Begin an application."""
    sheet = browser.open(f"/services/{SERVICE}")
    return browser.send(sheet, sheet.form_to("/start"))


def filled_in(page: Page) -> dict[str, str]:
    """Fill in the boxes of a page, the surname with signs that pages must not swallow."""
    form = page.form_to(page.path)
    values = dict(form.form_values())
    for field in service().form.fields():
        if field.type != "file":
            said = typed(field, AFI, today())
            values |= {name: text for name, text in said.items() if name in form.inputs}
    return values


def posted(browser: Browser, page: Page, values: dict[str, str]) -> Page:
    """Send a form once, whatever the answer; a killed server may take a moment to be missed."""
    url = urljoin(page.url, page.form_to(page.path).action or page.url)
    limit = time.monotonic() + SOON
    while True:
        answer = browser.client.post(url, data=values, headers={"Referer": page.url})
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE or time.monotonic() > limit:
            return Page(str(answer.url), html.fromstring(answer.content), answer.status_code)
        time.sleep(0.1)


def test_what_was_typed_while_the_database_was_dead_is_sent_again(
    live: Live, browser: Browser
) -> None:
    page = first_page(browser)
    values = filled_in(page)

    with without_its_database(live):
        answer = posted(browser, page, values)
        assert (
            browser.client.get(urljoin(live.portal, "/health")).status_code
            == httpx.codes.SERVICE_UNAVAILABLE
        )
    kept = answer.form_to(page.path)

    assert answer.status == httpx.codes.SERVICE_UNAVAILABLE
    assert "rien n’est perdu" in answer.text("main")
    assert {name: kept.fields[name].lstrip("\n") for name in values if name != "csrf_token"} == {
        name: text for name, text in values.items() if name != "csrf_token"
    }
    after = browser.send(answer, kept)
    assert after.status == httpx.codes.OK
    assert (after.find(".problems"), after.url != page.url) == ([], True)


def test_every_page_says_so_and_nothing_else_while_the_database_is_dead(
    live: Live, browser: Browser
) -> None:
    page = first_page(browser)
    addresses = ("/", f"/services/{SERVICE}", page.url, "/track/BJ-26-0000001-X/secret")

    with without_its_database(live):
        posted(browser, page, filled_in(page))
        answers = [browser.client.get(urljoin(live.portal, it)) for it in addresses]

    assert {answer.status_code for answer in answers} <= {200, 503}
    assert answers[-1].status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert not [answer.url for answer in answers if "Traceback" in answer.text]
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code != 200)
