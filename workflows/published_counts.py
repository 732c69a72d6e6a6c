"""What is published of cases by month: how many came and ended, and how many went out of turn."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from workflows.board.reading import Grain
from workflows.tables import board_days, cases, out_of_turn

#: E-service, month, figure of the board and, for refusals, the reason's code.
Key = tuple[str, date, str, str]


def counts_by_month(connection: Connection, *, since: date | None) -> dict[Key, int]:
    """Read what came and ended, of every office together."""
    keys = (board_days.c.eservice, board_days.c.day, board_days.c.figure, board_days.c.reason)
    total = func.sum(board_days.c.count)
    wanted = (
        select(*keys, total.label("cases"))
        .where(board_days.c.grain == Grain.MONTH)
        .group_by(*keys)
        .having(total > 0)
    )
    if since is not None:
        wanted = wanted.where(board_days.c.day >= since)
    return {
        (row.eservice, row.day, row.figure, row.reason): row.cases
        for row in connection.execute(wanted)
    }


def turns_by_month(
    connection: Connection, *, since: date | None, zone: ZoneInfo
) -> dict[tuple[str, date], int]:
    """Count the cases let go out of turn, by e-service and month in a zone."""
    there = func.timezone(zone.key, out_of_turn.c.settled_at)
    month = func.date(func.date_trunc("month", there))
    wanted = (
        select(cases.c.eservice, month.label("month"), func.count().label("cases"))
        .join_from(out_of_turn, cases, cases.c.id == out_of_turn.c.case_id)
        .where(out_of_turn.c.granted)
        .group_by(cases.c.eservice, month)
    )
    if since is not None:
        wanted = wanted.where(month >= since)
    return {(row.eservice, row.month): row.cases for row in connection.execute(wanted)}
