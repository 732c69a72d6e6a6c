"""Spans of time in words, as a promise to a citizen is written."""

from collections.abc import Mapping

from eservices.texts import mark_counted, translate_counted
from workflows.language.values import Span, Unit

UNITS: Mapping[Unit, tuple[str, str]] = {
    Unit.HOURS: mark_counted("%(count)s hour", "%(count)s hours"),
    Unit.DAYS: mark_counted("%(count)s day", "%(count)s days"),
    Unit.MONTHS: mark_counted("%(count)s month", "%(count)s months"),
    Unit.YEARS: mark_counted("%(count)s year", "%(count)s years"),
    Unit.WORKING_HOURS: mark_counted("%(count)s working hour", "%(count)s working hours"),
    Unit.WORKING_DAYS: mark_counted("%(count)s working day", "%(count)s working days"),
}


def span_in_words(span: Span, language: str) -> str:
    """Write a span of time, such as `72 hours`."""
    return translate_counted(UNITS[span.unit], span.count, language)
