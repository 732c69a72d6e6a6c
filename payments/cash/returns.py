"""Giving cash back: a cashier proposes, a supervisor grants, and only then is it handed out.

Within the session that took it this is a reversal, later a refund. Either way the charge is due
again, and the case's journal says that its money went back.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.cash.book import Entry, EntryKind, NewEntry, add_entry, balance, taking_of
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.sessions import LONGEST_NOTE, Session, working_session_of
from payments.cash.tables import cash_returns, till_entries, till_sessions, tills
from payments.cash.tills import CASH
from payments.errors import UnknownIntent
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import Intent, IntentStatus, find_intent
from payments.refunds import AT_DESK, add_refund
from payments.settlement import Settlement
from workflows.actors import Actor, Role
from workflows.cases import Case, lock_case
from workflows.engine import Engine
from workflows.happenings import Occurrence, record
from workflows.journal import Happening
from workflows.language.procedure import Stage

LONGEST_VOUCHER = 40
#: What was paid for is delivered, or is being signed at this very moment.
SERVED = frozenset({Stage.ISSUANCE, Stage.DELIVERED})


class Reason(StrEnum):
    """Why cash goes back; there are no other reasons."""

    WRONG_CASE = "wrong_case"
    WRONG_SUM = "wrong_sum"
    PAID_ONLINE_TOO = "paid_online_too"
    GAVE_UP = "gave_up"
    #: The case ended without its act, and its procedure gives the money back.
    UNSERVED = "unserved"
    FALSE_NOTE = "false_note"


@dataclass(frozen=True, slots=True)
class Return:
    """A proposal to give a payment back, and what became of it."""

    id: int
    token: str
    intent_id: str
    reason: Reason
    note: str
    proposed_by: int
    proposed_at: datetime
    granted: bool | None
    decided_by: int | None
    decided_at: datetime | None
    entry_id: int | None
    voucher: str | None

    @property
    def waits_for_decision(self) -> bool:
        """Tell whether a supervisor must decide."""
        return self.granted is None

    @property
    def may_be_handed_out(self) -> bool:
        """Tell whether the money was granted and not handed out yet."""
        return self.granted is True and self.entry_id is None


COLUMNS = tuple(cash_returns.c[name] for name in Return.__dataclass_fields__)


def return_of(row: RowMapping) -> Return:
    """Make a proposal of a row that has its columns."""
    values = {name: row[name] for name in Return.__dataclass_fields__}
    return Return(**values | {"reason": Reason(row["reason"])})


def _read(connection: Connection, wanted: Select[Any]) -> tuple[Return, ...]:
    return tuple(return_of(row) for row in connection.execute(wanted).mappings())


def find_return(connection: Connection, token: str) -> Return | None:
    """Read a proposal by what addresses call it."""
    found = _read(connection, select(*COLUMNS).where(cash_returns.c.token == token))
    return found[0] if found else None


def returns_of(connection: Connection, intent_id: str) -> tuple[Return, ...]:
    """Read what was proposed for a payment, the latest first."""
    mine = select(*COLUMNS).where(cash_returns.c.intent_id == intent_id)
    return _read(connection, mine.order_by(cash_returns.c.id.desc()))


def waiting_returns(connection: Connection, *, limit: int = 100) -> tuple[Return, ...]:
    """Read the proposals that wait for a supervisor, oldest first."""
    waiting = select(*COLUMNS).where(cash_returns.c.granted.is_(None))
    return _read(connection, waiting.order_by(cash_returns.c.id).limit(limit))


def granted_returns(connection: Connection, office: str) -> tuple[Return, ...]:
    """Read what was granted and waits to be handed out at an office, oldest first."""
    waiting = (
        select(*COLUMNS)
        .join(till_entries, till_entries.c.intent_id == cash_returns.c.intent_id)
        .join(till_sessions)
        .join(tills)
        .where(cash_returns.c.granted, cash_returns.c.entry_id.is_(None))
        .where(till_entries.c.kind == EntryKind.TAKING, tills.c.office == office)
    )
    return _read(connection, waiting.order_by(cash_returns.c.id).limit(100))


def office_of(connection: Connection, intent_id: str) -> str | None:
    """Name the office whose till took a payment; None for one that was not taken in cash."""
    taken = (
        select(tills.c.office)
        .join_from(till_entries, till_sessions)
        .join(tills)
        .where(till_entries.c.intent_id == intent_id, till_entries.c.kind == EntryKind.TAKING)
    )
    office: str | None = connection.execute(taken).scalar_one_or_none()
    return office


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a cashier proposes to give back, and why."""

    intent_id: str
    reason: Reason
    note: str
    #: The cashier and where they work.
    by: int
    office: str | None


@dataclass(frozen=True, slots=True)
class HandingOut:
    """What a cashier hands out, against which signed voucher."""

    token: str
    by: int
    office: str | None
    voucher: str


@dataclass(frozen=True, slots=True)
class Returns:
    """Proposes, grants and hands out."""

    settlement: Settlement
    workflow: Engine

    def propose(self, connection: Connection, proposal: Proposal, *, at: datetime) -> Return:
        """Propose to give a payment back; raises CashRefused."""
        self._returnable(connection, proposal.intent_id, proposal.office)
        proposed = (
            insert(cash_returns)
            .values(
                token=secrets.token_urlsafe(16),
                intent_id=proposal.intent_id,
                reason=proposal.reason,
                note=proposal.note[:LONGEST_NOTE],
                proposed_by=proposal.by,
                proposed_at=at,
            )
            .on_conflict_do_nothing()
            .returning(*COLUMNS)
        )
        row = connection.execute(proposed).mappings().one_or_none()
        if row is None:
            raise CashRefused(Obstacle.PROPOSED_ALREADY)
        return return_of(row)

    def decide(
        self, connection: Connection, token: str, *, granted: bool, by: int, at: datetime
    ) -> Return:
        """Grant or decline a proposal as the second person; raises CashRefused."""
        locked = select(cash_returns.c.id).where(cash_returns.c.token == token).with_for_update()
        connection.execute(locked)
        proposed = find_return(connection, token)
        if proposed is None or not proposed.waits_for_decision:
            raise CashRefused(Obstacle.DONE_MEANWHILE)
        if proposed.proposed_by == by:
            raise CashRefused(Obstacle.SAME_PERSON)
        values = {"granted": granted, "decided_by": by, "decided_at": at}
        return _changed(connection, proposed, values)

    def hand_out(self, connection: Connection, handing: HandingOut) -> Entry:
        """Take the money out of the till and give it back; raises CashRefused.

        Doing it twice finds that it was done: the payment has one entry that gives it back.
        """
        found = find_return(connection, handing.token)
        if found is None:
            raise CashRefused(Obstacle.NOT_GRANTED)
        intent, case = self._returnable(connection, found.intent_id, handing.office)
        session = working_session_of(connection, handing.by)
        granted = find_return(connection, handing.token)
        if granted is None or not granted.may_be_handed_out:
            raise CashRefused(Obstacle.NOT_GRANTED)
        if balance(connection, session.id) < intent.money.minor:
            raise CashRefused(Obstacle.NOT_ENOUGH)
        entry = self._take_out(connection, intent, session, granted)
        values = {"entry_id": entry.id, "voucher": handing.voucher[:LONGEST_VOUCHER]}
        _changed(connection, granted, values)
        self._journal(connection, case, entry, granted, handing.by)
        return entry

    def _returnable(
        self, connection: Connection, intent_id: str, office: str | None
    ) -> tuple[Intent, Case]:
        """Lock the case of a payment that this office took and may give back."""
        try:
            case = lock_case(connection, find_intent(connection, intent_id).case_id)
        except UnknownIntent:
            raise CashRefused(Obstacle.NOT_OURS) from None
        intent = find_intent(connection, intent_id)
        if intent.provider != CASH or office_of(connection, intent_id) != office:
            raise CashRefused(Obstacle.NOT_OURS)
        if intent.status is not IntentStatus.SETTLED:
            raise CashRefused(Obstacle.DONE_MEANWHILE)
        if case.stage in SERVED:
            raise CashRefused(Obstacle.ISSUED)
        return intent, case

    def _take_out(
        self, connection: Connection, intent: Intent, session: Session, granted: Return
    ) -> Entry:
        at = self.settlement.clock.now(connection)
        taken = taking_of(connection, intent.id)
        here = taken is not None and taken.session_id == session.id
        new = NewEntry(
            session_id=session.id,
            kind=EntryKind.REVERSAL if here else EntryKind.REFUND,
            amount=-intent.money.minor,
            key=granted.token,
            at=at,
            intent_id=intent.id,
        )
        entry = add_entry(connection, new)
        add_refund(connection, intent, reason=AT_DESK, at=at)
        told = ProviderStatus(
            intent.id, intent.provider_reference, ProviderState.REFUNDED, intent.money
        )
        self.settlement.apply(connection, told)
        return entry

    def _journal(
        self, connection: Connection, case: Case, entry: Entry, granted: Return, by: int
    ) -> None:
        told = {"kind": entry.kind, "reason": granted.reason, "granted_by": granted.decided_by}
        occurrence = Occurrence(Happening.CASH_RETURNED, Actor(Role.CASHIER, by), told)
        record(connection, self.workflow, case.id, occurrence)


def _changed(connection: Connection, one: Return, values: dict[str, Any]) -> Return:
    changed = update(cash_returns).where(cash_returns.c.id == one.id).values(values)
    return return_of(connection.execute(changed.returning(*COLUMNS)).mappings().one())
