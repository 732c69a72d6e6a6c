"""Reading what cashiers type: counted money, days."""

from datetime import date

from flask import request

from backoffice.exchange import services
from payments.cash.counting import Coinage, Count, CountRefused, number_in, read_count

LONGEST_DAY = 10


def coinage() -> Coinage:
    """Give the notes and coins of the country."""
    return services().cash.desk.coinage


def counted() -> Count:
    """Read the count of a form; raises CountRefused."""
    pieces = {piece: request.form.get(f"piece_{piece}", "") for piece in coinage().pieces}
    return read_count(request.form.get("total", ""), pieces, coinage())


def number_typed(typed: str) -> int | None:
    """Read a sum; None for what is none."""
    try:
        return number_in(typed)
    except CountRefused:
        return None


def day_typed(typed: str) -> date | None:
    """Read a day as forms send it."""
    try:
        return date.fromisoformat(typed) if len(typed) == LONGEST_DAY else None
    except ValueError:
        return None
