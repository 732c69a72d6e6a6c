"""An open back office, and in it an agent with a case in hand and a browser."""

from pathlib import Path

import pytest
import sqlalchemy

from tests.builders.backoffice import Backoffice, Browser
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case


@pytest.fixture
def office(engine: sqlalchemy.Engine, tmp_path: Path) -> Backoffice:
    """Open a back office on a clean database."""
    return Backoffice.open(engine, tmp_path)


@pytest.fixture
def agent(office: Backoffice) -> Account:
    """Hire an agent."""
    return office.hire(Role.AGENT)


@pytest.fixture
def case(office: Backoffice, agent: Account) -> Case:
    """Put a case in the agent's hands."""
    return office.case_in_hands_of(agent)


@pytest.fixture
def browser(office: Backoffice, agent: Account) -> Browser:
    """Give the agent's browser, signed in."""
    return office.browser(agent)
