"""Databases of one's own for the tests of faults, whose defects must reach no other test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import URL, Engine

from config.schema import migrate
from tests.bench.installation import folder_for_data
from tests.faults.live import Live, living
from workflows.database import open_engine

Databases = Callable[[str], AbstractContextManager[URL]]
Migrated = Callable[[str], AbstractContextManager[Engine]]


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> Migrated:
    """Give what lends a migrated database for a while."""

    @contextmanager
    def lend(suffix: str) -> Iterator[Engine]:
        with databases(suffix) as url:
            engine = open_engine(url.render_as_string(hide_password=False))
            migrate(engine)
            yield engine
            engine.dispose()

    return lend


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """Run a whole installation of one's own, started once for all the tests that kill in it."""
    with folder_for_data() as folder, living(folder) as running:
        yield running
