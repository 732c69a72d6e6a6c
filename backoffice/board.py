"""The supervisor's board: what came, what waits and for whom, how it ended, what will be late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.bars import Bar, bars
from backoffice.board_names import Names, names
from backoffice.board_outlook import PoolOutlook, gravest, outlooks
from backoffice.board_paper import PaperUnderWay, paper_under_way
from backoffice.board_questions import Unanswered, unanswered
from backoffice.board_takeovers import Line, lately
from backoffice.exchange import services
from backoffice.voice.hindrances import Hindrance, hindrances
from backoffice.voice_page import KINDS, place
from payments.cash.holdings import left_open
from workflows import board
from workflows.board import Flow, Standing
from workflows.language.procedure import Stage

FIGURES = ("received", "in_progress", "delivered", "refused", "withdrawn", "in_time", "late")
#: What the read model calls the same.
FLOWS: Mapping[str, str] = {
    "received": "received",
    "delivered": "delivered",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "kept": "in_time",
    "broken": "late",
}


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
#: Today counts as one of the days.
DAYS_BACK: Mapping[Period, timedelta] = {
    Period.TODAY: timedelta(),
    Period.WEEK: timedelta(days=6),
    Period.MONTH: timedelta(days=29),
}
AGES: Sequence[LazyString] = (
    _("up to 3 days"),
    _("4 to 7 days"),
    _("8 to 14 days"),
    _("15 to 30 days"),
    _("more than 30 days"),
)
#: For whom a case waits, by stage.
WAITS_FOR: Mapping[Stage, LazyString] = {
    Stage.DRAFT: _("the applicant"),
    Stage.PAYMENT: _("the applicant (payment)"),
    Stage.APPLICANT: _("the applicant (answer)"),
    Stage.SUBMITTED: _("the office"),
    Stage.REVIEW: _("the office"),
    Stage.ISSUANCE: _("the machine (act)"),
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
class Waiting:
    """Open cases of one e-service, office, pool and stage."""

    eservice: str
    office: str
    pool: str
    waits_for: str
    count: int
    late: int
    oldest_days: int


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board over a period."""

    period: Period
    rows: tuple[Row, ...]
    total: Row
    waiting: tuple[Waiting, ...]
    ages: tuple[Bar, ...]
    reasons: tuple[Bar, ...]
    days: tuple[tuple[Bar, Bar], ...]
    pools: tuple[PoolOutlook, ...]
    #: Of these, the one in which most promises are about to break.
    gravest: PoolOutlook | None
    #: Problems told by those who treat cases, with their place and kind in words.
    hindrances: tuple[tuple[str, str, Hindrance], ...]
    takeovers: tuple[Line, ...]
    #: Questions of applicants that wait for an answer, by whom they wait for.
    questions: Unanswered
    paper: PaperUnderWay


#: The periods that are drawn day by day.
BY_DAY = frozenset({Period.WEEK, Period.MONTH})


def first_day(period: Period, today: date) -> date | None:
    """Give the day from which a period counts; None for all of them."""
    back = DAYS_BACK.get(period)
    return None if back is None else today - back


def total(rows: Iterable[Row]) -> Row:
    """Add the figures of all rows."""
    listed = tuple(rows)
    sums = {figure: sum(getattr(row, figure) for row in listed) for figure in FIGURES}
    return Row(eservice="", office="", **sums)


def show() -> ResponseReturnValue:
    """Show the board over the period asked for."""
    with services().engine.begin() as connection:
        shown = _board(connection, _period())
        now = services().clock.now(connection)
        forgotten = left_open(connection, at=now, zone=services().zone)
    return render_template("board.html", board=shown, periods=PERIODS, tills_left_open=forgotten)


def _period() -> Period:
    asked = request.args.get("period", "")
    return Period(asked) if asked in PERIODS else Period.WEEK


def _board(connection: Connection, period: Period) -> Board:
    now = services().clock.now(connection)
    today = now.astimezone(services().zone).date()
    called = names(connection)
    flows = board.flows(connection, since=first_day(period, today))
    standings = board.standings(connection, today=today)
    rows = figures(flows, standings, called)
    looked = outlooks(connection, called, now=now)
    return Board(
        period=period,
        rows=rows,
        total=total(rows),
        waiting=tuple(_waiting(one, called, today) for one in standings),
        ages=_ages(standings),
        reasons=_reasons(flows, called),
        days=_days(flows, first_day(period, today), today) if period in BY_DAY else (),
        pools=looked,
        gravest=gravest(looked),
        hindrances=tuple(
            (place(called, one.eservice, one.state), str(KINDS[one.kind]), one)
            for one in hindrances(connection, at=now)
        ),
        takeovers=lately(connection, called, now=now),
        paper=paper_under_way(connection, called, now=now),
        questions=unanswered(connection, called, now=now),
    )


def figures(flows: Iterable[Flow], standings: Iterable[Standing], called: Names) -> tuple[Row, ...]:
    """Put what came and ended beside what is open, by e-service and office."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for flow in flows:
        sums[flow.eservice, flow.office][FLOWS[flow.figure]] += flow.count
    for one in standings:
        sums[one.eservice, one.office] += Counter(
            in_progress=one.count, in_time=one.kept, late=one.broken
        )
    return tuple(
        Row(
            called.eservice(eservice),
            called.office(office),
            **{figure: counted[figure] for figure in FIGURES},
        )
        for (eservice, office), counted in sorted(sums.items())
    )


def _waiting(one: Standing, called: Names, today: date) -> Waiting:
    return Waiting(
        eservice=called.eservice(one.eservice),
        office=called.office(one.office),
        pool=called.pool(one.pool_id),
        waits_for=str(WAITS_FOR[one.stage]),
        count=one.count,
        late=one.broken,
        oldest_days=(today - one.oldest).days,
    )


def _ages(standings: Iterable[Standing]) -> tuple[Bar, ...]:
    classes = [one.ages for one in standings]
    counts = [sum(ages[number] for ages in classes) for number in range(len(AGES))]
    return bars([str(age) for age in AGES], counts)


def _reasons(flows: Iterable[Flow], called: Names) -> tuple[Bar, ...]:
    counted: Counter[str] = Counter()
    for flow in flows:
        if flow.figure == Stage.REFUSED:
            counted[called.reason(flow.eservice, flow.reason)] += flow.count
    common = counted.most_common()
    return bars([reason for reason, _count in common], [count for _reason, count in common])


def _days(flows: Sequence[Flow], first: date | None, today: date) -> tuple[tuple[Bar, Bar], ...]:
    """Draw every day of the period, those too on which nothing happened."""
    if first is None or not flows:
        return ()
    received, ended = Counter[date](), Counter[date]()
    for flow in flows:
        if flow.figure == "received":
            received[flow.day] += flow.count
        elif flow.figure in {Stage.DELIVERED, Stage.REFUSED, Stage.WITHDRAWN}:
            ended[flow.day] += flow.count
    days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
    counts = [received[day] for day in days] + [ended[day] for day in days]
    drawn = bars([str(format_date(day, "d MMM")) for day in days] * 2, counts)
    return tuple(zip(drawn[: len(days)], drawn[len(days) :], strict=True))
