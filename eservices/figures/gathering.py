"""The published figures of e-services, month by month, gathered from the board's sums."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.figures.shielding import LEAST, Hidden, Shown, shield, shield_grid, shown
from workflows.board.delays import Spread, spreads
from workflows.board.reading import Grain
from workflows.definitions import definition
from workflows.language.procedure import Stage
from workflows.language.values import Text
from workflows.publications import all_publications
from workflows.published_counts import Key, counts_by_month, turns_by_month

#: Nine tenths of fewer cases would be the delay of one of them.
LEAST_FOR_TENTHS = 10
MEDIAN, NINE_TENTHS, WHOLE = 50, 90, 100
RECEIVED = "received"
KEPT, BROKEN = "kept", "broken"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure month by month, and over all of them."""

    months: tuple[Shown, ...]
    total: Shown


@dataclass(frozen=True, slots=True)
class Rate:
    """A share or a delay month by month, and over all; None where too few cases tell."""

    months: tuple[int | None, ...]
    whole: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is published of one e-service over some months, the oldest first."""

    service: EService
    months: tuple[date, ...]
    received: Row
    delivered: Row
    refused: Row
    withdrawn: Row
    #: Refusals by the code of their reason.
    reasons: Mapping[str, Row]
    #: Per cent of what ended with a promise.
    in_time: Rate
    #: Days.
    median: Rate
    nine_tenths: Rate
    out_of_turn: Row

    def reason(self, code: str) -> Text | None:
        """Give the words of a reason; none when it stood in a former version only."""
        return self.service.reason(code)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the board knows, of every e-service."""

    counts: Mapping[Key, int]
    delays: Mapping[tuple[str, date], Spread]
    turns: Mapping[tuple[str, date], int]

    def first(self) -> date | None:
        """Give the first month of which anything is known."""
        return min((key[1] for key in self.counts), default=None)


def figures(
    connection: Connection,
    *,
    today: date,
    zone: ZoneInfo,
    months: int | None,
    eservice: str | None = None,
) -> tuple[Figures, ...]:
    """Gather the figures of the last months, or of all since the first, the present one included.

    E-services are those that were ever offered, in the order of their names; or one of them.
    """
    present = today.replace(day=1)
    since = None if months is None else _earlier(present, months - 1)
    sums = Sums(
        counts_by_month(connection, since=since),
        spreads(connection, grain=Grain.MONTH, since=since),
        turns_by_month(connection, since=since, zone=zone),
    )
    shown_months = tuple(_months(since or sums.first() or present, present))
    return tuple(_of(service, sums, shown_months) for service in _services(connection, eservice))


def _services(connection: Connection, eservice: str | None) -> Iterator[EService]:
    for name, publication in all_publications(connection).items():
        if publication.front is not None and eservice in (None, name):
            yield eservice_of(definition(connection, publication.front))


def _of(service: EService, sums: Sums, months: Sequence[date]) -> Figures:
    name = service.eservice
    by_reason = _refusals(sums, name, months)
    refused = [sum(counts[at] for counts in by_reason.values()) for at in range(len(months))]
    row_of_refused = _row(refused)
    delays = [sums.delays.get((name, month), Spread({})) for month in months]
    return Figures(
        service=service,
        months=tuple(months),
        received=_row(_counts(sums, name, RECEIVED, months)),
        delivered=_row(_counts(sums, name, Stage.DELIVERED, months)),
        refused=row_of_refused,
        withdrawn=_row(_counts(sums, name, Stage.WITHDRAWN, months)),
        reasons=_reasons(by_reason, row_of_refused),
        in_time=_share(_counts(sums, name, KEPT, months), _counts(sums, name, BROKEN, months)),
        median=_delay(delays, MEDIAN, least=LEAST),
        nine_tenths=_delay(delays, NINE_TENTHS, least=LEAST_FOR_TENTHS),
        out_of_turn=_row([sums.turns.get((name, month), 0) for month in months]),
    )


def _counts(sums: Sums, name: str, figure: str, months: Iterable[date]) -> list[int]:
    return [sums.counts.get((name, month, figure, ""), 0) for month in months]


def _row(counts: Sequence[int]) -> Row:
    return Row(shield(counts), shown(sum(counts)))


def _refusals(sums: Sums, name: str, months: Sequence[date]) -> dict[str, list[int]]:
    found = {
        (reason, month): count
        for (eservice, month, figure, reason), count in sums.counts.items()
        if eservice == name and figure == Stage.REFUSED
    }
    codes = sorted({reason for reason, _month in found})
    return {code: [found.get((code, month), 0) for month in months] for code in codes}


def _reasons(by_reason: Mapping[str, Sequence[int]], refused: Row) -> dict[str, Row]:
    """Publish refusals by reason; of months whose sum is hidden, nothing."""
    closed = [at for at, count in enumerate(refused.months) if isinstance(count, Hidden)]
    totals = shield([sum(counts) for counts in by_reason.values()])
    rows = shield_grid(list(by_reason.values()), closed=closed)
    return {
        code: Row(months, total)
        for code, months, total in zip(by_reason, rows, totals, strict=True)
    }


def _share(kept: Sequence[int], broken: Sequence[int]) -> Rate:
    def share(good: int, bad: int) -> int | None:
        return round(WHOLE * good / (good + bad)) if good + bad >= LEAST else None

    months = (share(good, bad) for good, bad in zip(kept, broken, strict=True))
    return Rate(tuple(months), share(sum(kept), sum(broken)))


def _delay(delays: Sequence[Spread], share: int, *, least: int) -> Rate:
    def days(spread: Spread) -> int | None:
        return spread.percentile(share) if spread.cases >= least else None

    together: dict[int, int] = {}
    for spread in delays:
        for length, count in spread.counts.items():
            together[length] = together.get(length, 0) + count
    return Rate(tuple(days(spread) for spread in delays), days(Spread(together)))


def _earlier(month: date, count: int) -> date:
    for _step in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = (first + timedelta(days=31)).replace(day=1)
