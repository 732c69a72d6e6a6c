"""The next case of an agent, with few and with very many cases open."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil
from sqlalchemy import Connection, Engine, func, select, text, update

from tests.bench.databases import own_database
from tests.bench.figures import Figure, Kind, percentile
from tests.bench.stage import Stage
from tests.builders.kernel import a_definition, an_account, an_office
from workflows import claims
from workflows.accounts import Account
from workflows.agent_queues import next_case
from workflows.claims import Ending
from workflows.clock import DatabaseClock
from workflows.tables import cases

CLOCK = DatabaseClock()
#: Taken from each before anything is measured: the server plans a statement anew a few times.
WARM = 20


@dataclass(frozen=True, slots=True)
class Queue:
    """A database with so many open cases, who takes from it, and the server process that gives."""

    count: int
    engine: Engine
    account: Account
    backend: psutil.Process


def next_case_p99_ratio(stage: Stage) -> list[Figure]:
    """Fill queues of every length, then take from each in turn, so that load meets all alike."""
    queues = [_filled(stage, count) for count in stage.size.queues]
    taken: dict[int, list[float]] = {queue.count: [] for queue in queues}
    for _ in range(WARM):
        for queue in queues:
            _take(queue)
    before = {queue.count: _spent(queue) for queue in queues}
    for _ in range(stage.size.next_cases):
        for queue in queues:
            taken[queue.count].append(_take(queue))
    few = taken[stage.size.queues[0]]
    spent = {queue.count: 1000 * (_spent(queue) - before[queue.count]) for queue in queues}
    return [
        figure
        for count, many in taken.items()
        for figure in _figures(count, many, few, spent[count] / len(many))
    ]


def _filled(stage: Stage, count: int) -> Queue:
    engine = stage.leaving.enter_context(own_database(stage.installation, f"bench_queue_{count}"))
    with engine.begin() as connection:
        pools = list(an_office(connection).values())
        checksum = a_definition(connection)
        account = an_account(connection, *pools)
    _fill(engine, checksum, pools, count)
    with engine.begin() as connection:
        backend = connection.execute(select(func.pg_backend_pid())).scalar_one()
    return Queue(count, engine, account, psutil.Process(backend))


def _spent(queue: Queue) -> float:
    """Give the processor seconds of the server process so far; the pool keeps to one."""
    return sum(queue.backend.cpu_times()[:2])


def _figures(
    count: int, many: Sequence[float], few: Sequence[float], spent: float
) -> Iterator[Figure]:
    sizes = f"{count:,} open cases; {spent:.2f} ms of processor in the database, with moving it on"
    yield Figure(f"next_case_p50_ms_{count}", percentile(many, 50), "ms", goal="< 5", note=sizes)
    yield Figure(f"next_case_p99_ms_{count}", percentile(many, 99), "ms", goal="< 20", note=sizes)
    if many is few:
        return
    for share, name in ((50, "p50"), (99, "p99")):
        ratio = percentile(many, share) / percentile(few, share)
        against = f"{count:,} open cases against the fewest, taken in turn"
        yield Figure(f"next_case_{name}_ratio_{count}", ratio, "", Kind.RATIO, "≤ 1.3", against)


#: Open cases spread over the pools and over a month of minutes, with what triggers write of them.
FILL = """
WITH opened AS (
INSERT INTO cases (reference, eservice, definition, state, stage, answers, lodging_key,
                   lodged_at, entered_at, eligible_at, tie_break, pool_id)
SELECT 'X-' || n, 'criminal-record', :definition, 'verification', 'review',
       '{"surname": "Dossou"}', 'key-' || n, now(), now(),
       date_trunc('minute', now()) - interval '1 minute' * (n % 43200),
       hashint8extended(n, 7), (:pools)[1 + n % 2]
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n
RETURNING id, pool_id, eligible_at, barred, entered_at)
INSERT INTO queue_stays (case_id, pool_id, eligible_at, barred, since) SELECT * FROM opened
"""


def _fill(engine: Engine, checksum: str, pools: list[int], count: int) -> None:
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("ALTER TABLE cases DISABLE TRIGGER USER"))
        values = {"definition": checksum, "pools": pools, "first": 1, "last": count}
        connection.execute(text(FILL), values)
        connection.execute(text("ALTER TABLE cases ENABLE TRIGGER USER"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))


def _take(queue: Queue) -> float:
    """Take the next case, which then leaves the queue; gives milliseconds."""
    started = time.perf_counter()
    with queue.engine.begin() as connection:
        case = next_case(connection, account=queue.account, clock=CLOCK)
    spent = 1000 * (time.perf_counter() - started)
    if case is None:
        msg = "the queue is empty"
        raise RuntimeError(msg)
    with queue.engine.begin() as connection:
        _move_on(connection, case.id)
    return spent


def _move_on(connection: Connection, case_id: int) -> None:
    left = {"claimed_by": None, "claimed_until": None, "pool_id": None}
    connection.execute(update(cases).where(cases.c.id == case_id).values(**left))
    claims.end(connection, case_id, Ending.MOVED, at=CLOCK.now(connection))
