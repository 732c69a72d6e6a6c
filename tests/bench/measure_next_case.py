"""The next case of an agent, with few and with very many cases open."""

import time

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
    with own_database(stage.installation, NAME) as engine:
        with engine.begin() as connection:
            pools = list(an_office(connection).values())
            checksum = a_definition(connection)
            account = an_account(connection, *pools)
        _fill(engine, checksum, pools, to=size.small_queue)
        few = _take(engine, account, size.next_cases)
        _fill(engine, checksum, pools, to=size.large_queue)
        many = _take(engine, account, size.next_cases)
    ratio = percentile(many, 99) / percentile(few, 99)
    sizes = f"{size.large_queue:,} against {size.small_queue:,} open cases"
    return [
        Figure("next_case_p99_ratio", ratio, "", Kind.RATIO, note=sizes),
        Figure("next_case_p50_ms_few", percentile(few, 50), "ms"),
        Figure("next_case_p99_ms_few", percentile(few, 99), "ms"),
        Figure("next_case_p50_ms_many", percentile(many, 50), "ms"),
        Figure("next_case_p99_ms_many", percentile(many, 99), "ms"),
    ]


#: Open cases spread over the pools and over a month of minutes.
FILL = """
INSERT INTO cases (reference, eservice, definition, state, stage, answers, lodging_key,
                   lodged_at, entered_at, eligible_at, tie_break, pool_id)
SELECT 'X-' || n, 'criminal-record', :definition, 'verification', 'review',
       '{"surname": "Dossou"}', 'key-' || n, now(), now(),
       date_trunc('minute', now()) - interval '1 minute' * (n % 43200),
       hashint8extended(n, 7), (:pools)[1 + n % 2]
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n
"""


def _fill(engine: Engine, checksum: str, pools: list[int], *, to: int) -> None:
    """Open cases until there are so many."""
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        present = connection.execute(select(func.count()).select_from(cases)).scalar_one()
        values = {"definition": checksum, "pools": pools, "first": present + 1, "last": to}
        connection.execute(text(FILL), values)
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
