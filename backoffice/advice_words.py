"""How many agents, where, until when: the advice of an outlook in one sentence."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_date, gettext, ngettext

from backoffice.demand.outlook import Advice, Post
from backoffice.languages import words_of


def said(advice: Advice, offices: Mapping[str, Any]) -> str:
    """Say it to a supervisor; `offices` names offices by slug."""
    if not advice.posts:
        return _without_more(advice)
    needed = "; ".join(_post(post, offices) for post in advice.posts)
    if advice.until is None:
        until = gettext("for all of the eight weeks to come")
    else:
        until = gettext("until %(day)s", day=format_date(advice.until, "d MMMM y"))
    told: str = gettext(
        "Needed from today, %(until)s: %(posts)s. %(then)d %% of the cases would then be late, "
        "instead of %(today)d %%.",
        until=until,
        posts=needed,
        then=advice.late_then,
        today=advice.late_today,
    )
    return told


def _without_more(advice: Advice) -> str:
    if advice.late_today > advice.bearable:
        told: str = gettext(
            "More agents would not help: %(today)d %% of the cases are late already, wait for "
            "others than agents, or come while the office is closed.",
            today=advice.late_today,
        )
        return told
    enough: str = gettext(
        "Today’s agents are enough for the eight weeks to come: %(today)d %% of the cases would "
        "be late.",
        today=advice.late_today,
    )
    return enough


def _post(post: Post, offices: Mapping[str, Any]) -> str:
    told: str = ngettext(
        "%(num)d agent in “%(pool)s”, %(office)s (today %(today)d)",
        "%(num)d agents in “%(pool)s”, %(office)s (today %(today)d)",
        post.agents,
        pool=words_of(post.name),
        office=words_of(offices.get(post.office)) or post.office,
        today=post.today,
    )
    return told
