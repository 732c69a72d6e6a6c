"""Handing over: the printed act of a case, to somebody who proved that it is theirs.

Each proof prints the act once. The journal says where and how, and the citizen is told, so that
whoever was not at the counter learns of it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from delivery.register import Act, ActStatus, latest_act
from eservices.catalogue.words import words_in
from eservices.contacts import Contact, read_contact
from eservices.counter.references import case_at_counter
from eservices.counter.tables import hand_overs
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from payments.charges import charges_of
from workflows.accounts import Account
from workflows.actors import Actor, Role
from workflows.cases import Applicant, Case, applicant_of, find_case
from workflows.definitions import definition
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.openings import record_opening

#: Why a counter agent saw the act, as its applicant reads it.
PURPOSE = "hand_over"
#: Characters of an identity document's number that are kept: enough to tell two apart.
FEWEST, MOST = 3, 6
#: Words of a name that must agree: many people write one of theirs differently.
ENOUGH_WORDS = 2


class Obstacle(StrEnum):
    """Why an act is not handed over."""

    NOT_READY = "not_ready"
    UNPAID = "unpaid"
    ENDED = "ended"
    PRINTED = "printed"


class CannotHandOver(Exception):
    """The act of a case may not be handed over now; `why` says why not."""

    def __init__(self, why: Obstacle) -> None:
        self.why = why
        super().__init__(why.value)


class Manner(StrEnum):
    """How somebody proved who they are."""

    CODE = "code"
    IDENTITY = "identity"


class Paper(StrEnum):
    """The kinds of identity document that are accepted."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    CONSULAR_CARD = "consular_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_CARD = "residence_card"


@dataclass(frozen=True, slots=True)
class Seen:
    """An identity document that was seen: its kind, and the end of its number."""

    kind: Paper
    end: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A case whose act can be handed over, and whom it belongs to."""

    case: Case
    service: EService
    act: Act
    person: Applicant

    def addresses(self, country: str) -> tuple[Contact, ...]:
        """Give where a code reaches them, the telephone first."""
        given = (read_contact(one, country) for one in (self.person.phone, self.person.mail) if one)
        return tuple(one for one in given if one is not None)

    def is_named(self, written: str) -> bool:
        """Tell whether a name, as an identity document writes it, is theirs."""
        read, own = set(words_in(written)), set(words_in(self.person.name))
        return len(read & own) >= min(ENOUGH_WORDS, len(own)) and bool(own)


@dataclass(frozen=True, slots=True)
class HandOver:
    """An act handed over at a counter."""

    id: int
    case_id: int
    act_id: int
    account_id: int
    office: str
    at: datetime
    manner: Manner
    printed_at: datetime | None


COLUMNS = tuple(hand_overs.c[name] for name in HandOver.__dataclass_fields__)


def _hand_over(row: Row[*tuple[Any, ...]]) -> HandOver:
    return HandOver(**{**row._mapping, "manner": Manner(row.manner)})


def ready(connection: Connection, typed: str) -> Ready:
    """Find what can be handed over by a reference; raises UnknownCase or CannotHandOver."""
    return _ready(connection, case_at_counter(connection, typed))


def _ready(connection: Connection, case: Case) -> Ready:
    act = latest_act(connection, case.id)
    if act is None:
        raise CannotHandOver(Obstacle.NOT_READY)
    if act.status is not ActStatus.VALID:
        raise CannotHandOver(Obstacle.ENDED)
    if any(charge.is_due for charge in charges_of(connection, case.id)):
        raise CannotHandOver(Obstacle.UNPAID)
    service = eservice_of(definition(connection, case.definition))
    return Ready(case, service, act, applicant_of(connection, case.id))


def read_end(typed: str) -> str:
    """Read the end of a document's number; empty where it is too short."""
    kept = "".join(sign for sign in typed if sign.isalnum() and sign.isascii()).upper()[-MOST:]
    return kept if len(kept) >= FEWEST else ""


def hand_over(
    connection: Connection, engine: Engine, found: Ready, account: Account, *, seen: Seen | None
) -> HandOver:
    """Record that somebody proved who they are: by a document that was seen, else by a code."""
    now = engine.clock.now(connection)
    manner = Manner.CODE if seen is None else Manner.IDENTITY
    row = connection.execute(
        insert(hand_overs)
        .values(
            case_id=found.case.id,
            act_id=found.act.id,
            account_id=account.id,
            office=account.office,
            at=now,
            manner=manner,
            document_kind=None if seen is None else seen.kind,
            document_end=None if seen is None else seen.end,
        )
        .returning(*COLUMNS)
    ).one()
    record_opening(
        connection, case_id=found.case.id, account_id=account.id, purpose=PURPOSE, at=now
    )
    told = {"office": account.office, "manner": manner.value, "hand_over": row.id}
    actor = Actor(Role.COUNTER_AGENT, account.id)
    record(connection, engine, found.case.id, Occurrence(Happening.HANDED_OVER, actor, told))
    return _hand_over(row)


def find_own(connection: Connection, hand_over_id: int, account: Account) -> HandOver | None:
    """Read what an account handed over at its counter."""
    mine = (hand_overs.c.id == hand_over_id, hand_overs.c.account_id == account.id)
    row = connection.execute(select(*COLUMNS).where(*mine)).one_or_none()
    return None if row is None else _hand_over(row)


def take_print(connection: Connection, found: HandOver, *, now: datetime) -> Act:
    """Give the act to print, once; raises CannotHandOver, also when it ended meanwhile."""
    still = _ready(connection, find_case(connection, found.case_id))
    if still.act.id != found.act_id:
        raise CannotHandOver(Obstacle.ENDED)
    once = (hand_overs.c.id == found.id, hand_overs.c.printed_at.is_(None))
    taken = connection.execute(update(hand_overs).where(*once).values(printed_at=now))
    if taken.rowcount != 1:
        raise CannotHandOver(Obstacle.PRINTED)
    return still.act
