"""One town for the session, one browser for each file of stories, a clean slate for each story.

The browser does not outlive its file: Playwright keeps an event loop in the main thread, under
which other tests' seals could not be prepared.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import make_url

from config.servers import Addresses, Servers
from tests.conftest import Databases
from tests.journeys.people import PATIENCE, People
from tests.journeys.town import Town, a_town
from tests.tools import system_tool

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def _town(
    servers: Servers, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("town")
    given = servers.addresses
    with databases("_town") as database:
        sealer = make_url(given.sealer_database_url).set(database=database.database)
        addresses = Addresses(
            database_url=database.render_as_string(hide_password=False),
            sealer_database_url=sealer.render_as_string(hide_password=False),
            redis_url=given.redis_url,
        )
        with a_town(addresses, folder) as town:
            yield town


@pytest.fixture
def town(_town: Town) -> Town:
    """Give the town, without anybody's cases."""
    _town.forgets()
    return _town


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium: where it is missing, a visible skip, or a failure where it is required."""
    path = system_tool("chromium", "chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE)
        yield started
        started.close()


@pytest.fixture
def people(browser: Browser, town: Town) -> Iterator[People]:
    """Give people browsers; none of these may have found anything to complain of."""
    everybody = People(browser, town)
    yield everybody
    everybody.go_home()
    assert everybody.complaints == []
