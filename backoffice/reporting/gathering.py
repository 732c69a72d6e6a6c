"""Reading the figures of a report from sums alone: the board's, and those booked by day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from backoffice.reporting.booking import Booked
from backoffice.reporting.figures import (
    Counted,
    Figures,
    Former,
    Line,
    Moment,
    Money,
    Refused,
    Scope,
)
from backoffice.reporting.period import Days, Period
from backoffice.reporting.tables import booked_sums
from workflows import board
from workflows.board import periods
from workflows.board.delays import Spread
from workflows.board.periods import Delay, Volume
from workflows.language.procedure import CLOSED
from workflows.tables import offices

#: What the board calls the columns of a line.
COLUMNS = {
    "received": "received",
    "delivered": "delivered",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "kept": "in_time",
    "broken": "late",
}
MONEY = (Booked.PAID, Booked.REFUNDED, Booked.RETURNED)
#: What makes the number of open cases grow, and shrink.
OPENS: Mapping[str, int] = {"received": 1, **{stage.value: -1 for stage in CLOSED}}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is wanted: a period, and the part of the administration."""

    period: Period
    scope: Scope = Scope.ALL
    part: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was read of one stretch of time."""

    volumes: Sequence[Volume]
    delays: Sequence[Delay]
    standing: Sequence[Volume]


def gather(connection: Connection, asked: Asked, counted: Days) -> Figures:
    """Read the figures of the days that are counted of a period."""
    belongs = _organisations(connection)
    scope = _scope(asked, belongs)
    sums = _read(connection, counted, scope)
    booked = _booked(connection, counted, scope)
    return Figures(
        period=asked.period.written,
        scope=asked.scope,
        part=asked.part,
        first=counted.first,
        last=counted.last,
        under_way=counted.last != asked.period.last,
        total=_total(sums),
        by_eservice=_lines(sums, lambda one: (one[0], "")),
        by_office=_lines(sums, lambda one: ("", one[1])),
        by_organisation=_lines(sums, lambda one: ("", belongs.get(one[1], ""))),
        lines=_lines(sums, lambda one: one),
        refusals=_refusals(sums.volumes),
        course=_course(connection, asked.period, counted, scope),
        money=tuple(_money(booked)),
        out_of_turn=_counts(booked, Booked.OUT_OF_TURN),
        represented=_counts(booked, Booked.REPRESENTED),
        counter=_counts(booked, Booked.COUNTER),
        complaints=_counts(booked, Booked.COMPLAINT),
        problems=_counts(booked, Booked.PROBLEM),
        former=_former(connection, asked.period.former.like(counted, asked.period), scope),
        year_before=_former(
            connection, asked.period.year_before.like(counted, asked.period), scope
        ),
    )


def _organisations(connection: Connection) -> Mapping[str, str]:
    rows = connection.execute(select(offices.c.slug, offices.c.organisation))
    return {row.slug: row.organisation for row in rows}


def _scope(asked: Asked, belongs: Mapping[str, str]) -> periods.Scope:
    match asked.scope:
        case Scope.ESERVICE:
            return periods.Scope(eservices=frozenset({asked.part}))
        case Scope.OFFICE:
            return periods.Scope(offices=frozenset({asked.part}))
        case Scope.ORGANISATION:
            return periods.Scope(
                offices=frozenset(slug for slug, of in belongs.items() if of == asked.part)
            )
    return periods.EVERYTHING


def _read(connection: Connection, days: Days, scope: periods.Scope) -> Sums:
    return Sums(
        periods.volumes(connection, days.first, days.last, scope),
        periods.delays(connection, days.first, days.last, scope),
        periods.standing_after(connection, days.last, scope),
    )


def _total(sums: Sums) -> Line:
    return _grouped(sums, lambda _one: ("", "")).get(("", ""), Line())


def _lines(sums: Sums, group: Callable[[Key], Key]) -> tuple[Line, ...]:
    """Add up by a key, in its order; what has nothing to say is left out."""
    grouped = _grouped(sums, group)
    return tuple(grouped[key] for key in sorted(grouped) if _says_something(grouped[key]))


def _grouped(sums: Sums, group: Callable[[Key], Key]) -> Mapping[Key, Line]:
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    taken: dict[Key, Counter[int]] = defaultdict(Counter)
    for volume in sums.volumes:
        counts[group((volume.eservice, volume.office))][COLUMNS[volume.figure]] += volume.count
    for volume in sums.standing:
        sign = OPENS.get(volume.figure, 0)
        counts[group((volume.eservice, volume.office))]["open_after"] += sign * volume.count
    for delay in sums.delays:
        taken[group((delay.eservice, delay.office))][delay.days] += delay.count
    return {key: _line(key, counts[key], taken[key]) for key in counts}


def _line(key: Key, counts: Counter[str], taken: Counter[int]) -> Line:
    spread = Spread(taken)
    return Line(
        eservice=key[0],
        office=key[1],
        **counts,
        median=spread.percentile(50) if taken else None,
        ninetieth=spread.percentile(90) if taken else None,
    )


def _says_something(line: Line) -> bool:
    return any((line.received, line.delivered, line.refused, line.withdrawn, line.open_after))


def _refusals(volumes: Iterable[Volume]) -> tuple[Refused, ...]:
    counts: Counter[Key] = Counter()
    for volume in volumes:
        if volume.figure == "refused":
            counts[volume.eservice, volume.reason] += volume.count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Refused(eservice=e, reason=r, count=count) for (e, r), count in ordered)


def _course(
    connection: Connection, period: Period, counted: Days, scope: periods.Scope
) -> tuple[Moment, ...]:
    if period.grain is None:
        return ()
    received, ended = Counter[Any](), Counter[Any]()
    points = periods.course(connection, period.grain, counted.first, counted.last, scope)
    for point in points:
        monthly = period.grain is board.Grain.MONTH
        day = point.day.replace(day=1) if monthly else point.day
        if point.figure == "received":
            received[day] += point.count
        elif point.figure in CLOSED:
            ended[day] += point.count
    steps = _steps(counted, period.grain)
    return tuple(Moment(day=day, received=received[day], ended=ended[day]) for day in steps)


def _steps(counted: Days, grain: board.Grain) -> Iterator[Any]:
    day = counted.first
    while day <= counted.last:
        yield day
        day = periods.next_month(day) if grain is board.Grain.MONTH else day + periods.ONE_DAY


def _booked(connection: Connection, days: Days, scope: periods.Scope) -> Sequence[Any]:
    keys = [booked_sums.c[name] for name in ("eservice", "figure", "kind", "currency")]
    pieces = periods.stretches(days.first, days.last)
    statement = (
        select(
            *keys,
            func.sum(booked_sums.c.count).label("number"),
            func.sum(booked_sums.c.amount).label("amount"),
        )
        .where(periods.within(booked_sums, pieces), *scope.bounds(booked_sums))
        .group_by(*keys)
        .order_by(*keys)
    )
    return connection.execute(statement).all()


def _money(booked: Iterable[Any]) -> Iterator[Money]:
    for row in booked:
        if row.figure in MONEY:
            yield Money(
                eservice=row.eservice,
                figure=row.figure,
                kind=row.kind,
                currency=row.currency,
                count=int(row.number),
                amount=int(row.amount),
            )


def _counts(booked: Iterable[Any], figure: Booked) -> tuple[Counted, ...]:
    return tuple(
        Counted(eservice=row.eservice, kind=row.kind, count=int(row.number))
        for row in booked
        if row.figure == figure
    )


def _former(connection: Connection, days: Days, scope: periods.Scope) -> Former:
    sums = _read(connection, days, scope)
    received = {line.eservice: line.received for line in _lines(sums, lambda one: (one[0], ""))}
    return Former(first=days.first, last=days.last, line=_total(sums), received=received)
