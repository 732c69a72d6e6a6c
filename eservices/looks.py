"""Who opened a file and why, as its applicant may read it: roles, an office, a purpose, no name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from eservices.texts import mark, translate
from workflows.openings import Opening

ROLES: Mapping[str, str] = {
    "agent": mark("an agent"),
    "signatory": mark("a signatory"),
    "cashier": mark("a cashier"),
    "counter_agent": mark("a counter agent"),
    "supervisor": mark("a head of office"),
    "inspector": mark("an inspector"),
    "administrator": mark("an administrator"),
}
SOMEBODY = mark("somebody of the administration")
PURPOSES: Mapping[str, str] = {
    "treatment": mark("to treat your application"),
    "attachment": mark("to read a document"),
    "act": mark("to read your document before it is signed"),
    "question": mark("to answer your question"),
    "counter": mark("to fill your application in with you, at a counter"),
    "hand_over": mark("to print your document for you, at a counter"),
    "revocation": mark("to judge whether your document must be taken back"),
}
OTHER_PURPOSE = mark("to check how your application is treated")


@dataclass(frozen=True, slots=True)
class Look:
    """A day on which somebody opened the file: who by role and office, and why."""

    first: datetime
    who: str
    office: str
    why: tuple[str, ...]
    times: int


def tell_looks(
    openings: Iterable[Opening], *, offices: Mapping[str, str], language: str, zone: ZoneInfo
) -> tuple[Look, ...]:
    """Tell the looks into a file, newest day first; those of one person on one day are one."""
    ordered = sorted(openings, key=lambda one: (_day(one, zone), one.account_id, one.at))
    days = groupby(ordered, key=lambda one: (_day(one, zone), one.account_id))
    told = (_look(tuple(looks), offices, language) for _key, looks in days)
    return tuple(sorted(told, key=lambda look: look.first, reverse=True))


def _day(opening: Opening, zone: ZoneInfo) -> str:
    return opening.at.astimezone(zone).date().isoformat()


def _look(openings: Sequence[Opening], offices: Mapping[str, str], language: str) -> Look:
    first = openings[0]
    roles = [translate(ROLES[role], language) for role in first.roles if role in ROLES]
    purposes = dict.fromkeys(PURPOSES.get(one.purpose, OTHER_PURPOSE) for one in openings)
    return Look(
        first=first.at,
        who=", ".join(roles) or translate(SOMEBODY, language),
        office=offices.get(first.office or "", ""),
        why=tuple(translate(purpose, language) for purpose in purposes),
        times=len(openings),
    )
