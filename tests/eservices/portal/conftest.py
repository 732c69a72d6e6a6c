"""A portal with one e-service live, and a citizen in front of it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders.portal import Site, a_stocked_site
from tests.builders.visitor import Visitor


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Site:
    return a_stocked_site(engine, tmp_path)


@pytest.fixture
def visitor(site: Site) -> Visitor:
    return Visitor(site.app)
