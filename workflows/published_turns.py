"""What is published of cases let go out of turn: how many, why, and beside how many lodged."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from workflows.out_of_turn import Reason
from workflows.tables import board_days, out_of_turn


def granted_by_month(
    connection: Connection, *, since: date, zone: ZoneInfo
) -> dict[tuple[date, Reason], int]:
    """Count what was granted, by month in a zone and reason: the figure that is published."""
    there = func.timezone(zone.key, out_of_turn.c.settled_at)
    month = func.date(func.date_trunc("month", there))
    rows = connection.execute(
        select(month.label("month"), out_of_turn.c.reason, func.count().label("count"))
        .where(out_of_turn.c.granted, month >= since)
        .group_by(month, out_of_turn.c.reason)
    )
    return {(row.month, Reason(row.reason)): row._mapping["count"] for row in rows}


def lodged_by_month(connection: Connection, *, since: date) -> dict[date, int]:
    """Count what was lodged, by month: what the published figure is compared with."""
    rows = connection.execute(
        select(board_days.c.day, func.sum(board_days.c.count).label("lodged"))
        .where(
            board_days.c.grain == "month",
            board_days.c.figure == "received",
            board_days.c.day >= since,
        )
        .group_by(board_days.c.day)
    )
    return {row.day: row.lodged for row in rows}
