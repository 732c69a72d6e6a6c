"""Tills around each provider, so that the same story is told to both."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.builders.payments import Till, a_sandbox, a_till
from tests.payments.other_side import OtherSide, SandboxSide, StripeSide, stripe_side
from tests.payments.stripe_server import StripeAccountServer, stripe_server
from workflows.clock import ShiftedClock


@pytest.fixture
def clock() -> ShiftedClock:
    """Give a clock that can be turned."""
    return ShiftedClock()


@pytest.fixture
def stripe_account() -> Iterator[StripeAccountServer]:
    """Run a local Stripe."""
    with stripe_server() as server:
        yield server


@pytest.fixture
def sandbox(engine: Engine, clock: ShiftedClock) -> SandboxSide:
    """Open the sandbox."""
    return SandboxSide(a_sandbox(engine, clock))


@pytest.fixture
def stripe(stripe_account: StripeAccountServer) -> StripeSide:
    """Open Stripe."""
    return stripe_side(stripe_account)


@pytest.fixture(params=["sandbox", "stripe"])
def other_side(request: pytest.FixtureRequest) -> OtherSide:
    """Open each provider in turn."""
    side: OtherSide = request.getfixturevalue(request.param)
    return side


@pytest.fixture
def till(engine: Engine, clock: ShiftedClock, sandbox: SandboxSide, stripe: StripeSide) -> Till:
    """Open a till that takes both providers."""
    return a_till(engine, sandbox.gateway, stripe.gateway, clock=clock)
