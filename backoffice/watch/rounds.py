"""A round of the watch: every detector over what is new, each finding recorded once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from backoffice.watch.addresses import shared
from backoffice.watch.finding import Finding, Kind, Window
from backoffice.watch.looks import unexplained
from backoffice.watch.order import changed_places, overtakes
from backoffice.watch.overrides import after_complaints
from backoffice.watch.pairs import too_often
from backoffice.watch.rates import cash_returns, missing_pieces, slow_finishes
from backoffice.watch.tables import watch_flags, watch_runs

Detector = Callable[[Connection, Window], Iterable[Finding]]

DETECTORS: Mapping[Kind, Detector] = {
    Kind.OVERTAKE: overtakes,
    Kind.PLACE_CHANGED: changed_places,
    Kind.SLOW_FINISH: slow_finishes,
    Kind.CORRECTIONS: missing_pieces,
    Kind.VIEW: unexplained,
    Kind.PAIR: too_often,
    Kind.OVERRIDE: after_complaints,
    Kind.SHARED_ADDRESS: shared,
    Kind.CASH_RETURNS: cash_returns,
}
#: An instant is read before the row that bears it is committed: what is younger than the longest
#: transaction may still be missing a neighbour.
SETTLED = timedelta(minutes=1)
#: Rows are looked at again for so long; what was found before is not recorded twice.
OVERLAP = timedelta(minutes=15)
#: How far back the very first round looks.
FIRST = timedelta(days=28)


def look(connection: Connection, kind: Kind, *, now: datetime, zone: ZoneInfo) -> int:
    """Let one detector look at what is new; tells how many findings it added.

    Two at once take turns: the second finds that everything was looked at.
    """
    until = now - SETTLED
    seen = _seen_until(connection, kind, otherwise=until - FIRST)
    if until <= seen:
        return 0
    window = Window(seen - OVERLAP, until, zone, seen)
    added = sum(_record(connection, found, now) for found in DETECTORS[kind](connection, window))
    connection.execute(update(watch_runs).where(watch_runs.c.kind == kind).values(seen_until=until))
    return added


def _seen_until(connection: Connection, kind: Kind, *, otherwise: datetime) -> datetime:
    first = insert(watch_runs).values(kind=kind, seen_until=otherwise)
    connection.execute(first.on_conflict_do_nothing())
    locked = select(watch_runs.c.seen_until).where(watch_runs.c.kind == kind).with_for_update()
    seen: datetime = connection.execute(locked).scalar_one()
    return seen


def _record(connection: Connection, found: Finding, now: datetime) -> int:
    values = {
        "kind": found.kind,
        "key": found.key,
        "raised_at": now,
        "account_ids": list(found.account_ids),
        "case_id": found.case_id,
        "figures": dict(found.figures),
        "evidence": {table: list(rows) for table, rows in found.evidence.items()},
    }
    recorded = insert(watch_flags).values(values).on_conflict_do_nothing()
    return len(connection.execute(recorded.returning(watch_flags.c.id)).all())
