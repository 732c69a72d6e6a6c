"""An open back office with two inspectors and something to look at."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy

from backoffice.openings import Purpose
from backoffice.watch.finding import Kind
from backoffice.watch.rounds import look
from tests.builders.backoffice import Backoffice, Browser
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.openings import record_opening


@dataclass(frozen=True, slots=True)
class Inspectorate:
    """An agent who looked where they should not, the case, and two inspectors' browsers."""

    office: Backoffice
    agent: Account
    case: Case
    first: Browser
    second: Browser


@pytest.fixture
def inspectorate(engine: sqlalchemy.Engine, tmp_path: Path) -> Inspectorate:
    """Open an office in which a file was opened without having been given."""
    office = Backoffice.open(engine, tmp_path)
    agent, case = office.hire(Role.AGENT), office.a_waiting_case()
    with engine.begin() as connection:
        now = office.clock.now(connection)
        record_opening(
            connection,
            case_id=case.id,
            account_id=agent.id,
            purpose=Purpose.TREATMENT,
            at=now,
        )
        look(connection, Kind.VIEW, now=now + timedelta(minutes=5), zone=ZoneInfo("UTC"))
    browsers = [office.browser(office.hire(Role.INSPECTOR)) for _ in range(2)]
    return Inspectorate(office, agent, case, *browsers)
