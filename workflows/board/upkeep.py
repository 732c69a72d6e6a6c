"""Keeping the board's sums: what each changed case counted for goes, what it counts for now comes.

A case is counted for what it is, not for what happened to it: counting it twice changes nothing,
and a change that comes while it is counted leaves another line to count. One process counts at a
time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from workflows.language.procedure import Stage
from workflows.tables import board_cases, board_changes, board_days, board_delays, board_open

#: Key of the advisory lock of whoever counts.
COUNTING = 7203
#: Lines treated in one transaction.
BATCH = 2_000
CHUNK = 1_000

OPEN_KEY = (
    "eservice",
    "office",
    "pool_id",
    "stage",
    "lodged_on",
    "eligible_on",
    "due_on",
    "promise",
)
DAY_KEY = ("grain", "day", "eservice", "office", "figure", "reason")
DELAY_KEY = ("grain", "day", "eservice", "office", "days")
#: Stages in which the administration has decided: a withdrawal says nothing of its delay.
DECIDED = (Stage.DELIVERED, Stage.REFUSED)

#: What cases count for. A case belongs to the office whose agent queue holds it, else to the one
#: whose queue held it last, else to its e-service's own; days are those of that office.
#: Confidential reports count for nothing, on no board: see `workflows.complaints`.
COUNTED = """
WITH own AS MATERIALIZED (
  SELECT checksum, compiled ->> 'calendar_office' AS office FROM definitions
  WHERE compiled #>> '{complaint,confidential}' IS DISTINCT FROM 'true')
SELECT c.id AS case_id, c.eservice, o.slug AS office, c.pool_id, c.stage,
  (c.lodged_at AT TIME ZONE (k.content ->> 'timezone'))::date AS lodged_on,
  CASE WHEN c.pool_id IS NOT NULL
    THEN (c.eligible_at AT TIME ZONE (k.content ->> 'timezone'))::date END AS eligible_on,
  CASE WHEN c.closed_at IS NULL
    THEN (w.due_at AT TIME ZONE (k.content ->> 'timezone'))::date END AS due_on,
  (c.closed_at AT TIME ZONE (k.content ->> 'timezone'))::date AS closed_on,
  CASE WHEN w.id IS NULL THEN 'none' WHEN w.breached_at IS NULL THEN 'kept' ELSE 'broken' END
    AS promise,
  coalesce(j.reason, '') AS reason
FROM cases c
JOIN own ON own.checksum = c.definition
LEFT JOIN pools p ON p.id = c.pool_id
LEFT JOIN LATERAL (
  SELECT q.office FROM queue_stays s JOIN pools q ON q.id = s.pool_id
  WHERE s.case_id = c.id AND c.pool_id IS NULL ORDER BY s.id DESC LIMIT 1) l ON true
JOIN offices o ON o.slug = coalesce(p.office, l.office, own.office)
JOIN calendars k ON k.slug = o.calendar
LEFT JOIN LATERAL (
  SELECT id, due_at, breached_at FROM deadlines
  WHERE case_id = c.id AND kind = 'promise' ORDER BY id DESC LIMIT 1) w ON true
LEFT JOIN LATERAL (
  SELECT data ->> 'reason' AS reason FROM journal_entries
  WHERE case_id = c.id AND c.stage = 'refused' AND to_stage = 'refused'
  ORDER BY position DESC LIMIT 1) j ON true
"""
INTO = "INSERT INTO board_cases "
#: The columns of `board_cases` in their order are those of what is counted.
COUNT_SOME = text(
    INTO
    + COUNTED
    + """
    WHERE c.id = ANY (:ids)
    ON CONFLICT (case_id) DO UPDATE SET (eservice, office, pool_id, stage, lodged_on, eligible_on,
        due_on, closed_on, promise, reason)
      = (excluded.eservice, excluded.office, excluded.pool_id, excluded.stage, excluded.lodged_on,
         excluded.eligible_on, excluded.due_on, excluded.closed_on, excluded.promise,
         excluded.reason)
    RETURNING *
    """
)
COUNT_ALL = text(INTO + COUNTED)

SUM_OPEN = text(
    """
    INSERT INTO board_open
    SELECT eservice, office, pool_id, stage, lodged_on, eligible_on, due_on, promise, count(*)
    FROM board_cases WHERE closed_on IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    """
)
SUM_DAYS = text(
    """
    WITH facts AS (
      SELECT lodged_on AS day, eservice, office, 'received' AS figure, '' AS reason FROM board_cases
      UNION ALL
      SELECT closed_on, eservice, office, stage, reason FROM board_cases
        WHERE closed_on IS NOT NULL
      UNION ALL
      SELECT closed_on, eservice, office, promise, '' FROM board_cases
        WHERE closed_on IS NOT NULL AND promise <> 'none')
    INSERT INTO board_days
    SELECT grain, date_trunc(grain, day)::date, eservice, office, figure, reason, count(*)
    FROM facts, unnest(ARRAY['day', 'month']) AS grain
    GROUP BY 1, 2, 3, 4, 5, 6
    """
)
SUM_DELAYS = text(
    """
    INSERT INTO board_delays
    SELECT grain, date_trunc(grain, closed_on)::date, eservice, office, closed_on - lodged_on,
      count(*)
    FROM board_cases, unnest(ARRAY['day', 'month']) AS grain
    WHERE closed_on IS NOT NULL AND stage = ANY (:decided)
    GROUP BY 1, 2, 3, 4, 5
    """
)


def catch_up(connection: Connection, *, limit: int = BATCH) -> int:
    """Count what changed; tells how many changes were treated, so many at most."""
    _alone(connection)
    some = select(board_changes.c.id).order_by(board_changes.c.id).limit(limit)
    taken = delete(board_changes).where(board_changes.c.id.in_(some.scalar_subquery()))
    changed = connection.execute(taken.returning(board_changes.c.case_id)).scalars().all()
    if changed:
        _count_again(connection, sorted(set(changed)))
    return len(changed)


def rebuild(connection: Connection) -> int:
    """Empty the read model and count every case anew; tells how many there are.

    What changes meanwhile is written down, and counted by the next `catch_up`.
    """
    _alone(connection)
    for table in (board_changes, board_open, board_days, board_delays):
        connection.execute(delete(table))
    connection.execute(text("TRUNCATE board_cases"))
    counted = connection.execute(COUNT_ALL).rowcount
    connection.execute(SUM_OPEN)
    connection.execute(SUM_DAYS)
    connection.execute(SUM_DELAYS, {"decided": [stage.value for stage in DECIDED]})
    return counted


def _alone(connection: Connection) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(COUNTING)))


def _count_again(connection: Connection, ids: list[int]) -> None:
    formerly = select(board_cases).where(board_cases.c.case_id.in_(ids))
    before = connection.execute(formerly).all()
    after = connection.execute(COUNT_SOME, {"ids": ids}).all()
    _add(connection, _difference(_open_keys, before, after), board_open, OPEN_KEY)
    connection.execute(delete(board_open).where(board_open.c.count == 0))
    _add(connection, _difference(_day_keys, before, after), board_days, DAY_KEY)
    _add(connection, _difference(_delay_keys, before, after), board_delays, DELAY_KEY)


def _difference(
    keys: Any, before: Iterable[Row[Any]], after: Iterable[Row[Any]]
) -> Mapping[tuple[Any, ...], int]:
    """Count each key that came, less each that went."""
    sums: Counter[tuple[Any, ...]] = Counter()
    for row in after:
        sums.update(keys(row))
    for row in before:
        sums.subtract(keys(row))
    return {key: count for key, count in sums.items() if count}


def _open_keys(row: Row[Any]) -> Iterator[tuple[Any, ...]]:
    if row.closed_on is None:
        yield tuple(row._mapping[name] for name in OPEN_KEY)


def _day_keys(row: Row[Any]) -> Iterator[tuple[Any, ...]]:
    where = (row.eservice, row.office)
    facts = [(row.lodged_on, "received", "")]
    if row.closed_on is not None:
        facts.append((row.closed_on, Stage(row.stage).value, row.reason))
        if row.promise != "none":
            facts.append((row.closed_on, row.promise, ""))
    for day, figure, reason in facts:
        yield ("day", day, *where, figure, reason)
        yield ("month", day.replace(day=1), *where, figure, reason)


def _delay_keys(row: Row[Any]) -> Iterator[tuple[Any, ...]]:
    if row.closed_on is not None and Stage(row.stage) in DECIDED:
        taken = (row.eservice, row.office, (row.closed_on - row.lodged_on).days)
        yield ("day", row.closed_on, *taken)
        yield ("month", row.closed_on.replace(day=1), *taken)


def _add(
    connection: Connection, sums: Mapping[tuple[Any, ...], int], table: Any, key: tuple[str, ...]
) -> None:
    rows = [dict(zip(key, values, strict=True)) | {"count": n} for values, n in sums.items()]
    for start in range(0, len(rows), CHUNK):
        new = upsert(table).values(rows[start : start + CHUNK])
        grown = {"count": table.c.count + new.excluded.count}
        connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=grown))
