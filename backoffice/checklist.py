"""The checklist of a step: what whoever holds the case ticks, and how its ticks are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import words
from eservices.definition.model import EService
from workflows.accounts import Account
from workflows.cases import Case
from workflows.checklists import items_for, needed, tick, ticked, untick
from workflows.interpreter import interpreter
from workflows.journal import CHECKED, Entry
from workflows.language.procedure import ChecklistItem, Transition

#: What the button says that keeps the ticks and nothing else.
KEEP_TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to check, and whether whoever reads the page ticked it."""

    id: str
    label: str
    help: str
    is_ticked: bool
    #: The actions that alone need it; nothing where those that go forward do.
    only_for: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """All that is checked in the state in which a case stands."""

    points: tuple[Point, ...]
    #: When the case came into its state: ticks of another stay are worth nothing in this one.
    since: datetime
    #: By action, the items that it needs.
    needed: Mapping[str, frozenset[str]]

    @property
    def ticked(self) -> int:
        """Count what is ticked."""
        return sum(point.is_ticked for point in self.points)

    @property
    def needing(self) -> frozenset[str]:
        """Name the actions that need some of it."""
        return frozenset(trigger for trigger, items in self.needed.items() if items)

    def missing(self, trigger: str) -> tuple[Point, ...]:
        """List what an action needs and is not ticked."""
        wanted = self.needed.get(trigger, frozenset())
        return tuple(point for point in self.points if point.id in wanted and not point.is_ticked)


def read_checklist(
    connection: Connection, case: Case, account: Account, offered: Iterable[Transition]
) -> Checklist | None:
    """Read the list of whoever holds the case; None where its state has none."""
    machine = interpreter(connection, case.definition)
    items = items_for(machine, case)
    if not items or case.claimed_by != account.id:
        return None
    done, moves = ticked(connection, case, account.id), tuple(offered)
    labels = {one.fire: words(one.label) or one.fire for one in moves}
    return Checklist(
        points=tuple(_point(item, done, labels) for item in items),
        since=case.entered_at,
        needed={
            one.fire: frozenset(item.id for item in needed(machine, case, one)) for one in moves
        },
    )


def _point(item: ChecklistItem, done: frozenset[str], labels: Mapping[str, str]) -> Point:
    only = ", ".join(labels[fire] for fire in item.needed_for if fire in labels)
    return Point(item.id, words(item.label), words(item.help), item.id in done, only)


def is_of_this_stay(case: Case) -> bool:
    """Tell whether the checklist that was sent was shown in the present stay of the case."""
    return request.form.get("listed") == case.entered_at.isoformat()


def keep_ticks(connection: Connection, case: Case) -> bool:
    """Keep the ticks of the form that was sent, for this account; tells whether it held any.

    Only what was changed on this very page is changed, so that a page from before another tab
    takes none of its ticks back. A page from another stay of the case changes nothing.
    """
    if not is_of_this_stay(case):
        return False
    machine = interpreter(connection, case.definition)
    known = {item.id for item in items_for(machine, case)}
    now, before = (known & set(request.form.getlist(name)) for name in ("ticked", "was"))
    at = services().clock.now(connection)
    tick(connection, case, staff().id, now, at=at)
    untick(connection, case, staff().id, before - now)
    return bool(now | before)


def checked_told(entry: Entry, eservice: EService) -> str:
    """List what was ticked before a move, in words; nothing where nothing was."""
    state = eservice.procedure.states.get(entry.from_state or "")
    labels = {item.id: words(item.label) for item in state.checklist} if state else {}
    told = (labels.get(name, name) for name in entry.data.get(CHECKED, ()))
    return " · ".join(told)
