"""What a log consists of when it is read: events, and rows that cannot be one."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

#: The life-cycle step of an activity that most logs know alone.
COMPLETE = "complete"
#: No name in a log is longer; beyond, it is not a name but an attack or a broken quote.
LONGEST_NAME = 500


class UnreadableLog(Exception):
    """A file is no log at all, or one that must not be read."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a former system's log, in its own words."""

    case: str
    at: datetime
    activity: str
    lifecycle: str
    resource: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that is not imported: on which line it stands, and what is wrong with it."""

    line: int
    reason: str


def event_of(
    *,
    case: str | None,
    at: str | None,
    activity: str | None,
    lifecycle: str | None = None,
    resource: str | None = None,
    unit: str | None = None,
    zone: tzinfo,
) -> Event | str:
    """Make an event of the words of a row, or say what is wrong with them.

    An instant without an offset is in the zone that the mapping states.
    """
    words = {"case": case, "time": at, "activity": activity}
    missing = [name for name, value in words.items() if not (value or "").strip()]
    if missing:
        return f"no {' and no '.join(missing)}"
    if any(len(value or "") > LONGEST_NAME for value in (case, activity, resource, unit)):
        return f"a name of more than {LONGEST_NAME} characters"
    if "\0" in f"{case}{activity}{resource}{unit}{lifecycle}":
        return "a null character"
    instant = _instant(str(at).strip(), zone)
    if instant is None:
        return f"no instant: {str(at)[:40]!r}"
    return Event(
        case=str(case).strip(),
        at=instant,
        activity=str(activity).strip(),
        lifecycle=(lifecycle or "").strip().lower() or COMPLETE,
        resource=(resource or "").strip() or None,
        unit=(unit or "").strip() or None,
    )


def _instant(words: str, zone: tzinfo) -> datetime | None:
    try:
        instant = datetime.fromisoformat(words)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)
