"""The supervisor's board: what came, what is under way, how it ended, and the share in time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services
from backoffice.languages import words, words_of
from eservices.definition.publish import eservice_of
from workflows.board import Counts, counts, office_names
from workflows.definitions import live

FIGURES = ("received", "in_progress", "delivered", "refused", "withdrawn", "in_time", "late")


class Period(StrEnum):
    """Over which time the board counts."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


PERIODS: Mapping[Period, LazyString] = {
    Period.TODAY: _("Today"),
    Period.WEEK: _("7 days"),
    Period.MONTH: _("30 days"),
    Period.ALL: _("Since the beginning"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one e-service in one office, or of all of them together."""

    eservice: str
    office: str
    received: int
    in_progress: int
    delivered: int
    refused: int
    withdrawn: int
    in_time: int
    late: int

    @property
    def share(self) -> int | None:
        """Give the share kept in time, in whole per cent rounded down; None when none counts.

        Rounded down, so that 100 % is said only when nothing was late.
        """
        counted = self.in_time + self.late
        return self.in_time * 100 // counted if counted else None


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board over a period."""

    period: Period
    rows: tuple[Row, ...]
    total: Row


def start_of(period: Period, now: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant from which a period counts; days begin at local midnight."""
    if period is Period.ALL:
        return datetime(1970, 1, 1, tzinfo=UTC)
    first = now.astimezone(zone).date() - DAYS_BACK[period]
    return datetime.combine(first, time(), tzinfo=zone).astimezone(UTC)


#: Today counts as one of the days.
DAYS_BACK: Mapping[Period, timedelta] = {
    Period.TODAY: timedelta(),
    Period.WEEK: timedelta(days=6),
    Period.MONTH: timedelta(days=29),
}


def total(rows: Iterable[Row]) -> Row:
    """Add the figures of all rows."""
    listed = tuple(rows)
    sums = {figure: sum(getattr(row, figure) for row in listed) for figure in FIGURES}
    return Row(eservice="", office="", **sums)


def show() -> ResponseReturnValue:
    """Show the board over the period asked for."""
    with services().engine.begin() as connection:
        board = _board(connection, _period())
    return render_template("board.html", board=board, periods=PERIODS)


def _period() -> Period:
    asked = request.args.get("period", "")
    return Period(asked) if asked in PERIODS else Period.WEEK


def _board(connection: Connection, period: Period) -> Board:
    since = start_of(period, services().clock.now(connection), services().zone)
    name_of = _namer(connection)
    rows = tuple(name_of(counted) for counted in counts(connection, since=since))
    return Board(period, rows, total(rows))


def _namer(connection: Connection) -> Callable[[Counts], Row]:
    titles = {stored.eservice: words(eservice_of(stored).title) for stored in live(connection)}
    offices = office_names(connection)

    def name(counted: Counts) -> Row:
        return Row(
            eservice=titles.get(counted.eservice, counted.eservice),
            office=words_of(offices.get(counted.office)) or counted.office,
            **{figure: getattr(counted, figure) for figure in FIGURES},
        )

    return name
