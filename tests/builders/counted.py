"""A past of an e-service as the board has counted it, without the cases behind it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from workflows.tables import board_days, board_delays


def counted(
    connection: Connection,
    month: date,
    figures: Mapping[str, int],
    *,
    eservice: str = "criminal-record",
    reasons: Mapping[str, int] | None = None,
    delays: Mapping[int, int] | None = None,
) -> None:
    """Write a month's sums: figures by name, refusals by reason, decided cases by delay."""
    sums = {(name, ""): count for name, count in figures.items()}
    sums |= {("refused", code): count for code, count in (reasons or {}).items()}
    month_of = {"grain": "month", "day": month, "eservice": eservice}
    connection.execute(
        board_days.insert(),
        [
            month_of | {"office": "cncj-cotonou", "figure": name, "reason": code, "count": count}
            for (name, code), count in sums.items()
        ],
    )
    for days, count in (delays or {}).items():
        values = month_of | {"office": "cncj-cotonou", "days": days, "count": count}
        connection.execute(board_delays.insert().values(values))
