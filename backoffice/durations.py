"""Spans of time in words, rounded as people say them."""

from datetime import timedelta

from flask_babel import gettext, ngettext

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
#: From here on hours say nothing any more.
LONG = 7 * DAY


def in_words(span: timedelta) -> str:
    """Say how long: days and hours, or hours and minutes, or minutes; never seconds."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds >= LONG:
        return days_in_words(seconds // DAY)
    if seconds >= DAY:
        return _joined(days_in_words(seconds // DAY), _hours(seconds % DAY // HOUR))
    return hours_in_words(span)


def hours_in_words(span: timedelta) -> str:
    """Say how long in hours and minutes, however long: working time has no days of its own."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < MINUTE:
        return str(gettext("less than a minute"))
    return _joined(_hours(seconds // HOUR), _minutes(seconds % HOUR // MINUTE))


def days_in_words(days: int) -> str:
    """Say a number of days."""
    return str(ngettext("%(num)d day", "%(num)d days", days))


def _hours(count: int) -> str:
    return gettext("%(count)d h", count=count) if count else ""


def _minutes(count: int) -> str:
    return gettext("%(count)d min", count=count) if count else ""


def _joined(larger: str, smaller: str) -> str:
    return " ".join(part for part in (larger, smaller) if part)
