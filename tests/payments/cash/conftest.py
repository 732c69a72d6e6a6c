"""An office that takes cash, on a clean database."""

import pytest
from sqlalchemy import Engine

from tests.builders.cash import CashOffice, a_cash_office


@pytest.fixture
def office(engine: Engine) -> CashOffice:
    """Open the office."""
    return a_cash_office(engine)
