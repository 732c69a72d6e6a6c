"""The next case of an agent, with few and with very many cases open."""

import time
from collections.abc import Iterator, Sequence

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

NAME = "bench_queue"


def next_case_p99_ratio(stage: Stage) -> list[Figure]:
    """Fill a queue, take from it, fill it up, take from it again."""
    size = stage.size
    taken: dict[int, list[float]] = {}
    with own_database(stage.installation, NAME) as engine:
        with engine.begin() as connection:
            pools = list(an_office(connection).values())
            checksum = a_definition(connection)
            account = an_account(connection, *pools)
        _take(engine, account, 0)
        for count in size.queues:
            _fill(engine, checksum, pools, to=count)
            taken[count] = _take(engine, account, size.next_cases)
    few = taken[size.queues[0]]
    return [figure for count, many in taken.items() for figure in _figures(count, many, few)]


def _figures(count: int, many: Sequence[float], few: Sequence[float]) -> Iterator[Figure]:
    sizes = f"{count:,} open cases"
    yield Figure(f"next_case_p50_ms_{count}", percentile(many, 50), "ms", goal="< 5", note=sizes)
    yield Figure(f"next_case_p99_ms_{count}", percentile(many, 99), "ms", goal="< 20", note=sizes)
    if many is few:
        return
    for share, name in ((50, "p50"), (99, "p99")):
        ratio = percentile(many, share) / percentile(few, share)
        against = f"{sizes} against the fewest"
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


def _fill(engine: Engine, checksum: str, pools: list[int], *, to: int) -> None:
    """Open cases until there are so many."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        present = connection.execute(select(func.count()).select_from(cases)).scalar_one()
        values = {"definition": checksum, "pools": pools, "first": present + 1, "last": to}
        connection.execute(text("ALTER TABLE cases DISABLE TRIGGER USER"))
        connection.execute(text(FILL), values)
        connection.execute(text("ALTER TABLE cases ENABLE TRIGGER USER"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE cases"))


def _take(engine: Engine, account: Account, times: int) -> list[float]:
    """Take case after case, each leaving the queue before the next; gives milliseconds each."""
    spent = []
    clock = DatabaseClock()
    for _ in range(times):
        started = time.perf_counter()
        with engine.begin() as connection:
            case = next_case(connection, account=account, clock=clock)
        spent.append(1000 * (time.perf_counter() - started))
        if case is None:
            msg = "the queue is empty"
            raise RuntimeError(msg)
        with engine.begin() as connection:
            _move_on(connection, case.id)
    return spent[len(spent) // 20 :]


def _move_on(connection: Connection, case_id: int) -> None:
    left = {"claimed_by": None, "claimed_until": None, "pool_id": None}
    connection.execute(update(cases).where(cases.c.id == case_id).values(**left))
    claims.end(connection, case_id, Ending.MOVED, at=DatabaseClock().now(connection))
