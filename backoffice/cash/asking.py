"""Reading what cashiers type: references, counted money, days."""

import re
from datetime import date

from flask import request

from backoffice.exchange import services
from payments.cash.counting import Coinage, Count, CountRefused, number_in, read_count

#: A reference within whatever a scanner read: alone, or in the address of a page.
REFERENCE = re.compile(r"([A-Z]{2,4})[- ]?(\d{2})[- ]?(\d{7})[- ]?([A-Z0-9])(?![A-Z0-9])")
LONGEST_SCAN = 500
LONGEST_DAY = 10


def read_reference(typed: str) -> str:
    """Find the reference in what was typed or scanned; nothing else of it is kept."""
    found = REFERENCE.search(typed[:LONGEST_SCAN].upper())
    return "" if found is None else "-".join(found.groups())


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
