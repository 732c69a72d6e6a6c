"""Levers in words: what each does, why it is pulled, and why one cannot be."""

from collections.abc import Mapping

from flask_babel import LazyString, format_decimal, gettext
from flask_babel import lazy_gettext as _

from workflows.levers import Kind, Obstacle, Reason

#: Minutes.
HOUR = 60
KINDS: Mapping[Kind, LazyString] = {
    Kind.OVERFLOW: _("Let what is too much overflow to another office, until it ends"),
    Kind.REBALANCE: _("Share what waits now with another office, once"),
    Kind.REINFORCE: _("Lend the people of a pool to another pool, until it ends"),
    Kind.HOURS: _("Let the office of a pool work longer, until it ends"),
}
REASONS: Mapping[Reason, LazyString] = {
    Reason.PEAK: _("Peak of applications"),
    Reason.ABSENCE: _("Absence of colleagues"),
    Reason.BREAKDOWN: _("Breakdown or power cut"),
    Reason.CLOSED: _("Office closed"),
    Reason.BACKLOG: _("Backlog to be cleared"),
}
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.SAME_POOL: _("Choose two different pools."),
    Obstacle.OTHER_WORK: _("Cases can only go to a pool that treats the same agent queue."),
    Obstacle.NOBODY: _("Nobody of the pool that would help can do this work, or all do already."),
    Obstacle.NO_LONGER: _("Say by how many hours, up to six, or choose Saturdays."),
    Obstacle.ALREADY: _("This is open already: end it first."),
    Obstacle.TIME: _("Choose a day from today on, within 31 days."),
}
WHATS: Mapping[Kind, LazyString] = {
    Kind.OVERFLOW: _("%(former)s overflows beyond %(keep)s cases to %(other)s"),
    Kind.REBALANCE: _("%(former)s gave what it had beyond %(keep)s cases to %(other)s"),
    Kind.REINFORCE: _("%(former)s lends its people to %(other)s"),
}


def hours_told(whose: str, minutes: int, *, on_saturdays: bool) -> str:
    """Say by how much an office works longer."""
    hours = format_decimal(round(minutes / HOUR, 2))
    if not minutes:
        return str(gettext("%(whose)s works on Saturdays too", whose=whose))
    if on_saturdays:
        said = gettext(
            "%(whose)s works %(hours)s h longer each day, and on Saturdays",
            whose=whose,
            hours=hours,
        )
    else:
        said = gettext("%(whose)s works %(hours)s h longer each day", whose=whose, hours=hours)
    return str(said)
