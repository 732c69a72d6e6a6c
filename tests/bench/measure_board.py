"""The board over very many cases: its page, keeping its sums up, and counting them anew."""

import time
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

from tests.bench.databases import own_database
from tests.bench.figures import Figure, percentile
from tests.bench.stage import Stage
from tests.builders.backoffice import Backoffice
from workflows import board
from workflows.actors import Role

#: Cases of a year and a half, one in ten of them open; the newest wait, the others have ended.
FILL = """
INSERT INTO cases (reference, eservice, definition, state, stage, answers, lodging_key,
                   lodged_at, entered_at, closed_at, eligible_at, tie_break, pool_id)
SELECT 'X-' || n, 'criminal-record', :definition,
       CASE WHEN n % 10 = 0 THEN 'verification' WHEN n % 10 = 1 THEN 'refused' ELSE 'delivered' END,
       CASE WHEN n % 10 = 0 THEN 'review' WHEN n % 10 = 1 THEN 'refused' ELSE 'delivered' END,
       '{"surname": "Dossou"}', 'key-' || n, came, came,
       CASE WHEN n % 10 <> 0 THEN came + interval '2 days' END,
       date_trunc('minute', came), hashint8extended(n, 7),
       CASE WHEN n % 10 = 0 THEN (CAST(:pools AS int[]))[1 + n % 2] END
FROM (SELECT n, now() - interval '1 second' * ((n * 7919) % CASE WHEN n % 10 = 0
        THEN 3888000 ELSE 46656000 END) AS came
      FROM generate_series(1, CAST(:count AS bigint)) AS n) AS cases
"""
PROMISES = """
INSERT INTO deadlines (case_id, kind, state, span, calendar_office, started_at, due_at, stopped_at)
SELECT id, 'promise', 'verification', '30 days', :office, lodged_at, lodged_at + interval '30 days',
       closed_at
FROM cases
"""
#: What pools decided in two weeks, as the board's paces read it.
CLAIMS = """
INSERT INTO claims (case_id, account_id, pool_id, eligible_at, at, ended_at, ending)
SELECT id, :account, (CAST(:pools AS int[]))[1 + id % 2], lodged_at,
       closed_at - interval '7 minutes', closed_at, 'moved'
FROM cases WHERE closed_at > now() - interval '14 days'
"""
#: What the triggers write, in one statement instead of one by one.
STAYS = """
INSERT INTO queue_stays (case_id, pool_id, eligible_at, barred, since)
SELECT id, pool_id, eligible_at, barred, entered_at FROM cases WHERE pool_id IS NOT NULL
"""
TRIGGERED = ("cases", "deadlines")
CHANGES = 20_000


def board_figures(stage: Stage) -> list[Figure]:
    """Fill a database, count it all, read the page, and keep up with changes."""
    size = stage.size
    with (
        own_database(stage.installation, "bench_board") as engine,
        TemporaryDirectory() as folder,
    ):
        office = Backoffice.open(engine, Path(folder))
        fill(engine, office, size.board_cases)
        rebuilding = rebuilt(engine)
        pages = _pages(office, size.board_pages)
        rate = _kept_up(engine, min(CHANGES, size.board_cases))
    sizes = f"{size.board_cases:,} cases, one in ten open"
    return [
        Figure("board_page_ms_p50", percentile(pages, 50), "ms", goal="≤ 200", note=sizes),
        Figure("board_page_ms_p99", percentile(pages, 99), "ms", goal="≤ 200", note=sizes),
        Figure("board_rebuild_cases_per_s", size.board_cases / rebuilding, "/s", note=sizes),
        Figure("board_changes_kept_up_per_s", rate, "/s", note="one process"),
    ]


def fill(engine: Engine, office: Backoffice, count: int) -> None:
    """Fill a database with cases, their promises, and what pools decided lately."""
    agent = office.hire(Role.AGENT)
    values = {
        "definition": office.definition,
        "pools": list(office.pools.values()),
        "count": count,
        "office": agent.office,
        "account": agent.id,
    }
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for table in TRIGGERED:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        for statement in (FILL, STAYS, PROMISES, CLAIMS):
            connection.execute(text(statement), values)
        for table in TRIGGERED:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))


def rebuilt(engine: Engine) -> float:
    """Count everything anew; gives the seconds it took."""
    started = time.perf_counter()
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        board.rebuild(connection)
    return time.perf_counter() - started


def _pages(office: Backoffice, times: int) -> list[float]:
    """Open the page as a supervisor does; gives milliseconds each, the first not counted."""
    browser = office.browser(office.hire(Role.SUPERVISOR))
    spent = []
    for _ in range(times + 1):
        started = time.perf_counter()
        answer = browser.get("/board?period=month")
        spent.append(1000 * (time.perf_counter() - started))
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(answer.status)
    return spent[1:]


def _kept_up(engine: Engine, changes: int) -> float:
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE cases SET stage = 'issuance', pool_id = NULL WHERE id <= :last"),
            {"last": changes},
        )
    started = time.perf_counter()
    treated = 0
    while True:
        with engine.begin() as connection:
            some = board.catch_up(connection)
        treated += some
        if not some:
            return treated / (time.perf_counter() - started)
