"""Reading the board over any period: whole months from sums of months, the rest from days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from workflows.board.reading import Grain
from workflows.tables import board_days, board_delays

#: Nothing was lodged before.
BEGINNING = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sums of one grain from one day to another, both counted."""

    grain: Grain
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Volume:
    """How many cases of an e-service in an office came or ended in a way, and why."""

    eservice: str
    office: str
    figure: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """How many came or ended in a way, on a day or in a month."""

    day: date
    figure: str
    count: int


@dataclass(frozen=True, slots=True)
class Delay:
    """How many cases of an e-service in an office took so many days to their decision."""

    eservice: str
    office: str
    days: int
    count: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part is read; None in one of its fields stands for all."""

    eservices: frozenset[str] | None = None
    offices: frozenset[str] | None = None

    def bounds(self, table: Table) -> Sequence[ColumnElement[bool]]:
        """Bound a table of sums by e-service and office."""
        kept = (("eservice", self.eservices), ("office", self.offices))
        return [table.c[name].in_(sorted(wanted)) for name, wanted in kept if wanted is not None]


EVERYTHING = Scope()


def next_month(first: date) -> date:
    """Give the first day of the month after."""
    if first.month == DECEMBER:
        return date(first.year + 1, 1, 1)
    return first.replace(month=first.month + 1, day=1)


def stretches(first: date, last: date) -> Iterator[Stretch]:
    """Cut a period into whole months and the days before and after them."""
    begins = first if first.day == 1 else next_month(first)
    ends = last if (last + ONE_DAY).day == 1 else last.replace(day=1) - ONE_DAY
    if begins > ends:
        yield Stretch(Grain.DAY, first, last)
        return
    if first < begins:
        yield Stretch(Grain.DAY, first, begins - ONE_DAY)
    yield Stretch(Grain.MONTH, begins, ends.replace(day=1))
    if ends < last:
        yield Stretch(Grain.DAY, ends + ONE_DAY, last)


def within(table: Table, pieces: Iterable[Stretch]) -> ColumnElement[bool]:
    """Bound a table of sums to pieces of time."""
    return or_(
        *(
            and_(table.c.grain == piece.grain, table.c.day.between(piece.first, piece.last))
            for piece in pieces
        )
    )


def volumes(
    connection: Connection, first: date, last: date, scope: Scope = EVERYTHING
) -> tuple[Volume, ...]:
    """Sum what came and ended, by e-service, office, figure and reason."""
    keys = [board_days.c[name] for name in ("eservice", "office", "figure", "reason")]
    return tuple(Volume(**row) for row in _sums(connection, keys, (first, last), scope))


def delays(
    connection: Connection, first: date, last: date, scope: Scope = EVERYTHING
) -> tuple[Delay, ...]:
    """Sum how long cases took that were decided, by e-service, office and days."""
    keys = [board_delays.c[name] for name in ("eservice", "office", "days")]
    return tuple(Delay(**row) for row in _sums(connection, keys, (first, last), scope))


def standing_after(
    connection: Connection, last: date, scope: Scope = EVERYTHING
) -> tuple[Volume, ...]:
    """Sum all that ever came and ended until a day: what is left was open then."""
    keys = [board_days.c[name] for name in ("eservice", "office", "figure")]
    rows = _sums(connection, keys, (BEGINNING, last), scope)
    return tuple(Volume(**row, reason="") for row in rows)


def course(
    connection: Connection, grain: Grain, first: date, last: date, scope: Scope = EVERYTHING
) -> tuple[Point, ...]:
    """Read what came and ended day by day; or month by month, the last month from its days."""
    keys = [board_days.c.day, board_days.c.figure]
    by_day = [Stretch(Grain.DAY, first, last)]
    wanted = by_day if grain is Grain.DAY else stretches(first, last)
    rows = _grouped(connection, keys, within(board_days, wanted), scope)
    return tuple(Point(**row) for row in rows)


def _sums(
    connection: Connection,
    keys: Sequence[ColumnElement[Any]],
    period: tuple[date, date],
    scope: Scope,
) -> Iterator[dict[str, Any]]:
    table = keys[0].table
    return _grouped(connection, keys, within(table, stretches(*period)), scope)


def _grouped(
    connection: Connection,
    keys: Sequence[ColumnElement[Any]],
    condition: ColumnElement[bool],
    scope: Scope,
) -> Iterator[dict[str, Any]]:
    table = keys[0].table
    total = func.sum(table.c.count)
    statement = (
        select(*keys, total.label("count"))
        .where(condition, *scope.bounds(table))
        .group_by(*keys)
        .having(total != 0)
        .order_by(*keys)
    )
    for row in connection.execute(statement):
        yield {**row._mapping, "count": int(row._mapping["count"])}
