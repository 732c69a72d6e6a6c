"""An open back office for each test that asks for one."""

from pathlib import Path

import pytest
import sqlalchemy

from tests.builders.backoffice import Backoffice


@pytest.fixture
def office(engine: sqlalchemy.Engine, tmp_path: Path) -> Backoffice:
    """Open a back office on a clean database."""
    return Backoffice.open(engine, tmp_path)
