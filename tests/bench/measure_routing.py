"""How long a lodged case takes to be visible in its agent queue, at half of what can be borne."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import select

from config.reactions import Job
from tests.bench.crews import share
from tests.bench.figures import Figure, percentile
from tests.bench.installation import Installation
from tests.bench.people import Citizen, Pages
from tests.bench.settling import settle
from tests.bench.sizes import FEWEST
from tests.bench.stage import Stage
from workflows.clock import DatabaseClock
from workflows.tables import outbox_events


def routing_delay_p99_ms(stage: Stage) -> list[Figure]:
    """Find the knee: what is lodged and routed at most; then lodge evenly at half of it."""
    citizens = stage.citizens(Pages.NONE)
    knee = _knee(stage, citizens)
    before = _now(stage.installation)
    _lodge_evenly(citizens, rate=knee / 2, seconds=stage.size.routing_seconds)
    settle(stage.installation)
    delays = _delays(stage.installation, since=before)
    return [
        Figure("routing_delay_p99_ms", percentile(delays, 99), "ms", note=HOW),
        Figure("routing_delay_p50_ms", percentile(delays, 50), "ms"),
        Figure(
            "routing_knee_per_second", knee, "1/s", note="lodged, from form to queue, and routed"
        ),
    ]


#: Both instants are the database's; the span is a little longer than from commit to commit.
HOW = "from the event written by lodging to the completion of its routing"


def _knee(stage: Stage, citizens: Sequence[Citizen]) -> float:
    few = min(stage.size.lodgings, FEWEST)
    rate = few / share([one.apply for one in citizens], few)
    settle(stage.installation)
    times = stage.size.planned(stage.size.lodgings, rate=rate)
    started = time.monotonic()
    share([one.apply for one in citizens], times)
    settle(stage.installation)
    return times / (time.monotonic() - started)


def _lodge_evenly(citizens: Sequence[Citizen], *, rate: float, seconds: float) -> None:
    """Lodge at even intervals, whether or not the one before is answered."""
    started = time.monotonic()
    times = max(int(rate * seconds), 1)

    def turn(first: int) -> None:
        citizen = citizens[first]
        for number in range(first, times, len(citizens)):
            time.sleep(max(started + number / rate - time.monotonic(), 0))
            citizen.apply()

    with ThreadPoolExecutor(len(citizens)) as pool:
        for done in [pool.submit(turn, first) for first in range(len(citizens))]:
            done.result()


def _now(installation: Installation) -> datetime:
    with installation.database() as engine, engine.begin() as connection:
        return DatabaseClock().now(connection)


def _delays(installation: Installation, *, since: datetime) -> list[float]:
    events = outbox_events.c
    wanted = select(events.done_at - events.created_at).where(
        events.job == Job.ROUTE, events.created_at >= since
    )
    with installation.database() as engine, engine.begin() as connection:
        spans = connection.execute(wanted).scalars().all()
    return [span / timedelta(milliseconds=1) for span in spans]
