"""How long an act is valid, counted in the calendar of the place of issue."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from workflows.language.values import Span, Unit

MONTHS_OF_YEAR = 12


def last_day(issued_on: date, valid_for: Span) -> date:
    """Give the last day of validity; a day that a month lacks becomes its last.

    Issued on 30 November for 3 months: the end of February. Raises KeyError for a span in hours
    or in working time, which an act's template refuses.
    """
    return ADDITIONS[valid_for.unit](issued_on, valid_for.count)


def _days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def _months(start: date, count: int) -> date:
    years, month = divmod(start.month - 1 + count, MONTHS_OF_YEAR)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _years(start: date, count: int) -> date:
    return _months(start, count * MONTHS_OF_YEAR)


ADDITIONS: Mapping[Unit, Callable[[date, int], date]] = {
    Unit.DAYS: _days,
    Unit.MONTHS: _months,
    Unit.YEARS: _years,
}
