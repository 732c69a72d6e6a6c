"""An office works longer for a time: known while it lasts, and refused where it says nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.kernel import OFFICE, a_workflow, an_account, an_office
from workflows import levers, longer_hours
from workflows.actors import Role
from workflows.levers import Kind, LeverRefused, Obstacle, Pull, Reason
from workflows.longer_hours import LongerHours

ELSEWHERE = "mairie-parakou"
DAYS = timedelta(days=3)


def pulled(connection: Connection, pool: int, **changes: Any) -> int:
    now = a_workflow().clock.now(connection)
    values: dict[str, Any] = {
        "kind": Kind.HOURS,
        "from_pool": pool,
        "to_pool": pool,
        "keep": None,
        "reason": Reason.PEAK,
        "note": "Concours of the customs.",
        "by": an_account(connection, roles=(Role.SUPERVISOR,)).id,
        "until": now + DAYS,
        "longer": 90,
        "saturdays": True,
    }
    return levers.pull(connection, Pull(**values | changes), at=now)


def test_longer_hours_are_known_in_their_office_until_they_end(engine: Engine) -> None:
    with engine.connect() as connection:
        pools = an_office(connection)
        an_account(connection, pools["records"])
        now = a_workflow().clock.now(connection)
        lever = pulled(connection, pools["records"], until=now + DAYS)

        known = LongerHours(90, saturdays=True, until=now + DAYS, reason=Reason.PEAK)
        assert longer_hours.of_office(connection, OFFICE, at=now) == known
        # All of an office work together: whoever is in another pool of it reads the same.
        assert longer_hours.of_pools(connection, [pools["signatories"]], at=now) == known
        assert longer_hours.of_office(connection, ELSEWHERE, at=now) is None
        assert longer_hours.of_pools(connection, [], at=now) is None
        assert longer_hours.of_office(connection, OFFICE, at=now + DAYS) is None
        assert levers.due(connection, at=now, limit=9) == ()

        levers.end(connection, lever, by=None, at=now)
        assert longer_hours.of_office(connection, OFFICE, at=now) is None


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({"longer": 0, "saturdays": False}, Obstacle.NO_LONGER),
        ({"longer": 361}, Obstacle.NO_LONGER),
        ({"longer": -30}, Obstacle.NO_LONGER),
        ({"from_pool": 987654, "to_pool": 987654}, Obstacle.NOBODY),
    ],
)
def test_hours_that_are_no_longer_or_nobodys_are_refused(
    engine: Engine, changes: dict[str, Any], obstacle: Obstacle
) -> None:
    with engine.connect() as connection:
        pools = an_office(connection)
        an_account(connection, pools["records"])

        with pytest.raises(LeverRefused) as refused:
            pulled(connection, pools["records"], **changes)

        assert refused.value.obstacle is obstacle
