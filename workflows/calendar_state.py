"""What an office's calendar is made of: its own content, closed days, and hours set since.

All of it is asked for in one statement, as it stood after any change; a change that is taken back
counts until the change by which it was.
"""

from sqlalchemy import ARRAY, Text, bindparam, cast, column, func, select, text
from sqlalchemy.dialects.postgresql import JSONB

from workflows.tables import calendar_changes, calendars, offices

#: Later than every change.
LATEST = 2**62
#: The days that were announced as closed besides those of the calendar, as one list.
CLOSED = text(
    """
    SELECT array_agg(DISTINCT d::date::text ORDER BY d::date::text)
    FROM closings c CROSS JOIN LATERAL generate_series(c.first_day, c.last_day, '1 day') AS d
    WHERE c.office = :office AND c.change_id <= :until
      AND (c.open_from IS NULL OR c.end_change_id > :until OR d < c.open_from)
    """
).columns(column("closed", ARRAY(Text)))
ANNOUNCED = CLOSED.scalar_subquery()
#: The weeks that were set, each with the day from which it holds; of one day, the last set last.
SET = text(
    """
    SELECT jsonb_agg(jsonb_build_array(h.from_day, h.week) ORDER BY h.from_day, h.id)
    FROM office_hours h
    WHERE h.office = :office AND h.change_id <= :until
      AND (h.end_change_id IS NULL OR h.end_change_id > :until)
    """
).columns(column("weeks", JSONB))
WEEKS = SET.scalar_subquery()
CHANGED = (
    select(func.coalesce(func.max(calendar_changes.c.id), 0))
    .where(calendar_changes.c.office == bindparam("office"))
    .scalar_subquery()
)
#: The digest of all of it, and what is needed to lay it out where the digest is a new one.
STATE = (
    select(
        func.md5(
            func.concat_ws(
                "|", cast(calendars.c.content, Text), cast(ANNOUNCED, Text), cast(WEEKS, Text)
            )
        ).label("digest"),
        calendars.c.slug,
        ANNOUNCED.label("closed"),
        WEEKS.label("weeks"),
        CHANGED.label("latest"),
    )
    .join_from(offices, calendars)
    .where(offices.c.slug == bindparam("office"))
)
