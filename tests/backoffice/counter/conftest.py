"""Somebody at the counter of the office that treats the cases."""

import pytest

from tests.builders.backoffice import Backoffice
from tests.builders.counter_desk import AtWork, somebody_at_the_counter


@pytest.fixture
def at_work(office: Backoffice) -> AtWork:
    """Seat them."""
    return somebody_at_the_counter(office)
