"""The journal: every move of every case, written with the move and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, select

from workflows.actors import Actor, Role
from workflows.language.procedure import Question, Stage
from workflows.tables import journal_entries

#: The trigger of a case's first entry.
LODGE = "lodge"
#: The answers that a correction changed, and what they were before.
CHANGED, FORMER = "changed", "former"
#: What of an entry's data is somebody's own words, or was answered: it goes when a case is erased.
WRITTEN = frozenset({Question.MESSAGE, Question.NOTE, FORMER})
#: Noted with a lodging that a counter agent made with the applicant.
COUNTER: Mapping[str, str] = MappingProxyType({"channel": "counter"})
#: Noted with a move from a state that has a checklist: the items that were ticked.
CHECKED = "checked"
#: Noted with what an applicant's representative did in their name.
ON_BEHALF: Mapping[str, str] = MappingProxyType({"acting": "representative"})


class Happening(StrEnum):
    """What may happen to a case besides its moves; the triggers of entries that move nothing.

    No procedure may use these names for its own moves.
    """

    #: The act of the case was taken back.
    ACT_REVOKED = "act_revoked"
    #: A corrected act took the place of the case's own.
    ACT_REPLACED = "act_replaced"
    #: Another office treats the case from now on.
    TRANSFERRED = "transferred"
    #: Another office gives an opinion that was asked for; `data` says which.
    OPINION_TRANSFERRED = "opinion_transferred"
    #: Another office took it over from a queue in which it waited; `data` says from where and why.
    OVERFLOWED = "overflowed"
    #: The case goes on under another version of its e-service; `data` says which.
    MIGRATED = "migrated"
    #: An opinion that was asked for came; `data` says which.
    OPINION_GIVEN = "opinion_given"
    #: The time of an opinion was over, and silence stood for it.
    OPINION_SILENT = "opinion_silent"
    #: The case goes before those that wait, for a proven reason that two people looked at.
    OUT_OF_TURN = "out_of_turn"
    #: What the case costs follows a corrected answer; `data` says what of each item.
    PRICE_CHANGED = "price_changed"
    #: The applicant asked the office something; `data` says which question, its text stands apart.
    QUESTION_ASKED = "question_asked"
    #: The office answered a question; `data` says which.
    QUESTION_ANSWERED = "question_answered"
    #: Money was given back at the cash desk that had taken it; `data` says how and why.
    CASH_RETURNED = "cash_returned"
    #: The printed act was given to the citizen at a counter; `data` says where and how they proved
    #: who they are.
    HANDED_OVER = "handed_over"
    #: What the case has on paper left for another office, came there, or was not in the batch.
    PAPER_SENT = "paper_sent"
    PAPER_RECEIVED = "paper_received"
    PAPER_MISSING = "paper_missing"
    #: Somebody who held it withdrew for a conflict of interest; `data` says of which kind.
    RECUSED = "recused"


HAPPENINGS = frozenset(Happening)


@dataclass(frozen=True, slots=True)
class Entry:
    """One move: who made it, when, from where to where, and what was said."""

    position: int
    at: datetime
    role: Role
    account_id: int | None
    trigger: str
    from_state: str | None
    to_state: str
    from_stage: Stage | None
    to_stage: Stage
    data: Mapping[str, Any]

    @property
    def on_behalf(self) -> bool:
        """Tell whether an applicant's representative acted, and not the applicant."""
        return self.data.items() >= ON_BEHALF.items()

    def is_by_the_name(self, name: str) -> bool:
        """Tell whether it is a move of this trigger, or an opinion of this name that was given."""
        if self.trigger == Happening.OPINION_GIVEN:
            return bool(self.data["opinion"]["name"] == name)
        return self.trigger == name


def noted_of(actor: Actor) -> Mapping[str, Any]:
    """Say of a move that it was made in somebody's name, or in somebody's place."""
    if actor.on_behalf:
        return ON_BEHALF
    return {} if actor.delegation is None else {"delegation": actor.delegation}


COLUMNS = tuple(journal_entries.c[name] for name in Entry.__dataclass_fields__)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    values = dict(row._mapping)
    came_from = values["from_stage"]
    return Entry(
        **values
        | {
            "role": Role(values["role"]),
            "from_stage": None if came_from is None else Stage(came_from),
            "to_stage": Stage(values["to_stage"]),
        }
    )


def history(connection: Connection, case_id: int) -> tuple[Entry, ...]:
    """Read a case's journal, oldest entry first."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(journal_entries.c.case_id == case_id)
        .order_by(journal_entries.c.position)
    )
    return tuple(_entry(row) for row in rows)


def moves(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Keep the entries that led the case from one state to another, its lodging first."""
    return tuple(entry for entry in entries if entry.trigger not in HAPPENINGS)


def who_fired(connection: Connection, case_id: int, triggers: Iterable[str]) -> frozenset[int]:
    """Name the accounts that fired one of these triggers on the case, or gave such an opinion."""
    wanted = tuple(triggers)
    if not wanted:
        return frozenset()
    opinion = journal_entries.c.data["opinion"]["name"].astext
    gave = (journal_entries.c.trigger == Happening.OPINION_GIVEN) & opinion.in_(wanted)
    rows = connection.execute(
        select(journal_entries.c.account_id)
        .where(
            journal_entries.c.case_id == case_id,
            journal_entries.c.trigger.in_(wanted) | gave,
            journal_entries.c.account_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(row.account_id for row in rows)
