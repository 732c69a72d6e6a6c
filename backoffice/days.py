"""Days as people write them in forms, and the instants at which they begin and end."""

from datetime import date, datetime, time, timedelta

from flask import request

from backoffice.exchange import services

DAY = timedelta(days=1)


def begins(day: date) -> datetime:
    """Give the instant at which a day begins where people sit."""
    return datetime.combine(day, time(), services().zone)


def today(now: datetime) -> date:
    """Tell what day it is where people sit."""
    return now.astimezone(services().zone).date()


def read_period() -> tuple[datetime, datetime] | None:
    """Read the first and the last day of the form just sent; None where one is no day."""
    try:
        first = date.fromisoformat(request.form.get("first", ""))
        last = date.fromisoformat(request.form.get("last", ""))
        return begins(first), begins(last + DAY)
    except (ValueError, OverflowError):
        return None
