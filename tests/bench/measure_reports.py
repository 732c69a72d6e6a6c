"""A report of a year over very many cases: its days booked, its figures read, its files written."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from backoffice.reporting.booking import book, days_to_book
from backoffice.reporting.figures import Content
from backoffice.reporting.gathering import Asked, gather
from backoffice.reporting.operating import latest, names_of, stalled
from backoffice.reporting.period import Days, Period, read_period
from backoffice.reporting.sheets import document_of
from delivery.workbook import write_workbook
from tests.bench.databases import own_database
from tests.bench.figures import Figure
from tests.bench.measure_board import fill, rebuilt
from tests.bench.stage import Stage
from tests.builders.backoffice import Backoffice

T = TypeVar("T")
ZONE = ZoneInfo("Africa/Porto-Novo")
#: Each case that was not refused was paid for a minute after it came.
PAYMENTS = """
INSERT INTO payment_intents (id, case_id, provider, amount, currency, status, language, return_url,
                             received_amount, received_currency, created_at, settled_at)
SELECT 'intent-' || id, id, 'sandbox', 1900, 'XOF', 'settled', 'fr', 'https://portal.example',
       1900, 'XOF', lodged_at, lodged_at + interval '1 minute'
FROM cases WHERE stage <> 'refused'
"""


def report_figures(stage: Stage) -> list[Figure]:
    """Fill a database, book its days, and make the report of last year from it."""
    count = stage.size.board_cases
    with (
        own_database(stage.installation, "bench_reports") as engine,
        TemporaryDirectory() as folder,
    ):
        fill(engine, Backoffice.open(engine, Path(folder)), count)
        _pay(engine)
        rebuilt(engine)
        booking, days = _timed(lambda: _booked(engine))
        year = read_period(str(datetime.now(UTC).year))
        if not isinstance(year, Period):
            raise TypeError(year)
        reading, content = _timed(lambda: _read(engine, year))
        day = content.figures.last
        writing, _file = _timed(
            lambda: write_workbook(document_of(content, language="fr", made_on=day), made_on=day)
        )
    sizes = f"{count:,} cases over 540 days, all paid"
    return [
        Figure("report_booking_ms_per_day", 1000 * booking / max(days, 1), "ms", note=sizes),
        Figure("report_year_read_ms", 1000 * reading, "ms", goal="≤ 1000", note=sizes),
        Figure("report_workbook_ms", 1000 * writing, "ms", note=sizes),
    ]


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    result = do()
    return time.perf_counter() - started, result


def _pay(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(PAYMENTS))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("ANALYZE payment_intents"))


def _booked(engine: Engine) -> int:
    now = datetime.now(UTC)
    with engine.begin() as connection:
        days = days_to_book(connection, zone=ZONE, now=now)
    for day in days:
        with engine.begin() as connection:
            book(connection, day, zone=ZONE, at=now)
    return len(days)


def _read(engine: Engine, year: Period) -> Content:
    counted = year.counted(datetime.now(UTC).date())
    if not isinstance(counted, Days):
        raise TypeError(counted)
    with engine.begin() as connection:
        services = latest(connection)
        return Content(
            figures=gather(connection, Asked(year), counted),
            names=names_of(connection, services),
            stalled=stalled(connection, services, last=counted.last),
        )
