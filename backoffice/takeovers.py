"""Where a case comes from that another office could not treat in time, and why it came."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from backoffice.handing_words import PASSED_FOR
from backoffice.languages import language, words_of
from eservices.durations import span_in_words
from workflows.handing_over import Why
from workflows.journal import HAPPENINGS, Entry, Happening
from workflows.language.values import Span
from workflows.passing_on import Reason


def last_takeover(entries: Sequence[Entry]) -> Entry | None:
    """Give the entry of the journal by which a case came to the office where it now is, if any."""
    for entry in reversed(entries):
        if entry.trigger == Happening.OVERFLOWED:
            return entry
        if entry.trigger not in HAPPENINGS:
            break
    return None


def came_from(entries: Sequence[Entry]) -> tuple[str, datetime] | None:
    """Say from where a case was taken over and why, and when; nothing where it was not."""
    entry = last_takeover(entries)
    if entry is None:
        return None
    office = words_of(entry.data["from"])
    told = gettext(
        "Taken over from: %(office)s. %(why)s", office=office, why=why_in_words(entry.data)
    )
    return told, entry.at


def said_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """Tell of a takeover from where and why, each with its label."""
    if entry.trigger != Happening.OVERFLOWED:
        return ()
    return (
        (gettext("Taken over from"), words_of(entry.data["from"])),
        (gettext("Why"), why_in_words(entry.data)),
    )


def why_in_words(data: Mapping[str, Any]) -> str:
    """Say why a case left the queue in which it waited."""
    return WHYS[Why(data["why"])](data)


def _waited(data: Mapping[str, Any]) -> str:
    span = span_in_words(Span.of(data["after"]), language())
    return str(gettext("Nobody had taken it there for %(span)s.", span=span))


def _backlog(data: Mapping[str, Any]) -> str:
    said: str = ngettext(
        "More than %(num)d case stood before it there.",
        "More than %(num)d cases stood before it there.",
        data["above"],
    )
    return said


def _opened(_data: Mapping[str, Any]) -> str:
    return str(gettext("A supervisor let what is too much go elsewhere for a time."))


def _rebalanced(_data: Mapping[str, Any]) -> str:
    return str(gettext("A supervisor shared out what waited there."))


def _passed_on(data: Mapping[str, Any]) -> str:
    return str(PASSED_FOR[Reason(data["passed_for"])])


WHYS: Mapping[Why, Callable[[Mapping[str, Any]], str]] = {
    Why.WAITED: _waited,
    Why.BACKLOG: _backlog,
    Why.OPENED: _opened,
    Why.REBALANCED: _rebalanced,
    Why.PASSED_ON: _passed_on,
}
