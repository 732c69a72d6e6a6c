"""A closing announced with very many open cases: what the page, the job and everybody else wait."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, text

from tests.bench.databases import own_database
from tests.bench.figures import Figure, percentile
from tests.bench.stage import Stage
from tests.builders.backoffice import Backoffice
from tests.builders.kernel import OFFICE, a_case, acting, claimed_by
from workflows.actors import Role
from workflows.changed_calendars import move_some
from workflows.closings import Closing, closings_since

FILL = """
INSERT INTO cases (reference, eservice, definition, state, stage, answers, lodging_key,
                   lodged_at, entered_at, eligible_at, tie_break, pool_id)
SELECT 'X-' || n, 'criminal-record', :definition, 'verification', 'review',
       '{"surname": "Dossou"}', 'key-' || n, now(), now(), now(), hashint8extended(n, 7), :pool
FROM generate_series(1, CAST(:count AS bigint)) AS n
"""
CLOCKS = """
INSERT INTO deadlines (case_id, kind, state, span, calendar_office, started_at, due_at, warn_at)
SELECT id, 'state', 'verification', '16 working-hours', :office, now(),
       now() + interval '9 days' + interval '1 second' * (id % 86400), now() + interval '5 days'
FROM cases
"""
ASKED = {"fields_to_correct": ["surname"], "reason": "unreadable"}


def closing_figures(stage: Stage) -> list[Figure]:
    """Fill a database, close the office, and move its clocks while others work."""
    count = stage.size.closings
    with (
        own_database(stage.installation, "bench_closings") as engine,
        TemporaryDirectory() as folder,
    ):
        office = Backoffice.open(engine, Path(folder))
        _fill(engine, office, count)
        at_rest = _beside(office, lambda turn: turn < stage.size.next_cases // 4)
        page, closing = _announced(office)
        steps, beside = _moved(office, closing.last_change)
    note = f"{count:,} open cases"
    return [
        Figure("closing_page_ms", page, "ms", note=note),
        Figure("closing_moved_s", sum(steps) / 1000, "s", note=f"{note}, in {len(steps)} steps"),
        Figure("closing_step_ms_p99", percentile(steps, 99), "ms", note="one transaction"),
        *_waits("at_rest", at_rest),
        *_waits("meanwhile", beside),
    ]


def _waits(when: str, spent: dict[str, list[float]]) -> list[Figure]:
    return [
        Figure(f"closing_{what}_{when}_ms_p99", percentile(times, 99), "ms", note=f"{len(times)}")
        for what, times in spent.items()
    ]


def _fill(engine: Engine, office: Backoffice, count: int) -> None:
    values = {
        "definition": office.definition,
        "pool": office.pools["records"],
        "count": count,
        "office": OFFICE,
    }
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        for statement in (FILL, CLOCKS):
            connection.execute(text(statement), values)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def _announced(office: Backoffice) -> tuple[float, Closing]:
    """Announce a closing on the page; gives the milliseconds it took, and the closing."""
    browser, first = office.browser(office.hire(Role.ADMINISTRATOR)), date.today()  # noqa: DTZ011 - the office's day
    form = {
        "offices": [OFFICE],
        "first_day": (first + timedelta(days=1)).isoformat(),
        "last_day": (first + timedelta(days=8)).isoformat(),
        "reason_fr": "Inondation",
        "reason_en": "Flood",
    }
    started = time.perf_counter()
    answer = browser.post("/offices", form)
    spent = 1000 * (time.perf_counter() - started)
    if answer.status_code != HTTPStatus.SEE_OTHER:
        raise RuntimeError(answer.status)
    with office.engine.begin() as connection:
        return spent, max(closings_since(connection, first), key=lambda one: one.id)


def _moved(office: Backoffice, change: int) -> tuple[list[float], dict[str, list[float]]]:
    """Move every clock while others work; gives each step's milliseconds, and what they waited."""

    def steps() -> list[float]:
        spent, left = list[float](), True
        while left:
            started = time.perf_counter()
            with office.engine.begin() as connection:
                now = office.clock.now(connection)
                left = move_some(connection, change, at=now)
            spent.append(1000 * (time.perf_counter() - started))
        return spent

    with ThreadPoolExecutor(1) as job:
        running = job.submit(steps)
        beside = _beside(office, lambda turn: not running.done() or turn == 0)
        return running.result(), beside


def _beside(office: Backoffice, goes_on: Callable[[int], bool]) -> dict[str, list[float]]:
    """Lodge, claim and decide, one after the other; gives the milliseconds of each."""
    spent: dict[str, list[float]] = {"lodging": [], "claim": [], "decision": []}
    workflow, turn = office.workflow, 0
    while goes_on(turn):
        turn += 1
        agent = office.hire(Role.AGENT)
        with office.engine.begin() as connection, _timed(spent["lodging"]):
            a_case(connection, workflow, office.definition)
        with office.engine.begin() as connection, _timed(spent["claim"]):
            case = claimed_by(connection, workflow, agent)
        with office.engine.begin() as connection, _timed(spent["decision"]):
            actor = acting(agent)
            workflow.fire(connection, case.id, "ask_applicant", actor=actor, data=ASKED)
    return spent


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    started = time.perf_counter()
    yield
    into.append(1000 * (time.perf_counter() - started))
