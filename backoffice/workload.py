"""Who may need help: cases held longer than usual. By name, never by output; nobody is ranked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from backoffice.board_names import names
from backoffice.exchange import services
from workflows import board
from workflows.board import Pace
from workflows.board.workload import Load, loads

#: A case is held for long when it is held so many times longer than the pool's average.
LONG = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a pool at this instant."""

    pool: str
    name: str
    holds: timedelta | None
    usual: timedelta | None
    may_need_help: bool


def people() -> ResponseReturnValue:
    """Show who holds a case, and for whom it takes longer than is usual."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        called, paces = names(connection), board.paces(connection, at=now)
        shown = [
            _person(load, called.pool(load.pool_id), paces.get(load.pool_id), now)
            for load in loads(connection)
        ]
    return render_template("workload.html", people=shown)


def _person(load: Load, pool: str, pace: Pace | None, now: datetime) -> Person:
    holds = None if load.holds_since is None else max(now - load.holds_since, timedelta())
    usual = None if pace is None else pace.held
    helped = holds is not None and usual is not None and holds > LONG * usual
    return Person(pool, load.name, holds, usual, helped)
