"""The cash desk: what a case owes at a till, and taking it exactly once.

A payment in cash is an intent like any other, begun and settled in the one transaction that writes
the till's entry: whoever dies before the commit has taken nothing. Money that was paid online for
the same charge in the meantime is surplus there, and goes back by the same path as ever.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from payments.cash.book import Entry, EntryKind, NewEntry, add_entry, entry_of_form
from payments.cash.counting import Coinage
from payments.cash.errors import CashRefused, Obstacle
from payments.cash.sessions import Session, lock_session_of
from payments.cash.tills import CASH, Till, find_till
from payments.charges import Charge, charges_of, due
from payments.errors import ProviderError, UnknownProvider
from payments.gateway import ProviderState, ProviderStatus
from payments.intents import Intent, IntentStatus, NewIntent, add_intent, intents_of
from payments.money import Money, total
from payments.receipts import allocate, yearly_series
from payments.reconciliation import Reconciliation
from payments.settlement import Settlement
from payments.standing import collected_by
from workflows.cases import Case, applicant_of, lock_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What a cashier confirms: this sum, for what this case owes, out of what was handed over."""

    case_id: int
    cashier: int
    #: What the page had shown as owed.
    amount: Money
    tendered: int
    #: Names the form: sending it twice takes the money once.
    key: str
    #: To be printed on the receipt, so that anybody can ask whether it is genuine.
    receipt_code: str


def reference_of(entry: Entry) -> str:
    """Name an entry as receipts and providers' statements name a payment."""
    return f"{CASH}-{entry.id}"


def owed_at(connection: Connection, case: Case, till: Till) -> tuple[Charge, ...]:
    """Give what a case owes now at a till; raises CashRefused, which says why it owes nothing."""
    if not till.takes_for(case.eservice):
        raise CashRefused(Obstacle.NOT_TAKEN_HERE)
    owed = due(connection, case.id, collected_by(connection, case, CASH))
    if owed and total(charge.money for charge in owed).currency != till.currency:
        raise CashRefused(Obstacle.NOT_TAKEN_HERE)
    if owed:
        return owed
    raise CashRefused(_why_nothing(connection, case))


def _why_nothing(connection: Connection, case: Case) -> Obstacle:
    charges = charges_of(connection, case.id)
    if not charges:
        return Obstacle.NOTHING_OWED
    if all(not charge.is_due for charge in charges):
        return Obstacle.PAID_ALREADY
    return Obstacle.TOO_LATE if case.is_closed else Obstacle.NOT_DUE_NOW


def change_of(owed: Money, tendered: int, coinage: Coinage) -> int:
    """Compute the change; raises CashRefused where the sums cannot be meant."""
    if not coinage.can_pay(owed.minor):
        raise CashRefused(Obstacle.NO_COIN)
    if tendered < owed.minor:
        raise CashRefused(Obstacle.TOO_LITTLE)
    # Nobody hands over a note that they get back whole: a zero too many was typed.
    if tendered - owed.minor >= coinage.largest:
        raise CashRefused(Obstacle.TOO_MUCH)
    if not coinage.can_pay(tendered):
        raise CashRefused(Obstacle.NO_COIN)
    return tendered - owed.minor


@dataclass(frozen=True, slots=True)
class CashDesk:
    """Takes cash for cases."""

    settlement: Settlement
    reconciliation: Reconciliation
    coinage: Coinage
    #: Where a year begins, by which receipts are numbered.
    zone: ZoneInfo

    def end_online_pages(self, case_id: int) -> bool:
        """Close the pages on which the case could be paid online; tells whether all are known.

        Call it with nothing open: it asks providers. What they have received by then settles the
        case, which then owes nothing at the till.
        """
        with self.reconciliation.engine.begin() as connection:
            pages = [intent for intent in intents_of(connection, case_id) if intent.is_payable]
        answered = [self._ends(intent) for intent in pages]
        return all(answered)

    def _ends(self, intent: Intent) -> bool:
        try:
            self.reconciliation.end(intent)
        except (ProviderError, UnknownProvider):
            return False
        return True

    def take(self, connection: Connection, taking: Taking) -> Entry:
        """Take the money that a case owes, once; a repeat of the form finds the first entry.

        Raises CashRefused; nothing was then written that survives the transaction's end.
        """
        case = lock_case(connection, taking.case_id)
        session = lock_session_of(connection, taking.cashier)
        earlier = entry_of_form(connection, session.id, taking.key)
        if earlier is not None:
            return earlier
        if not session.takes_money:
            raise CashRefused(Obstacle.NO_SESSION)
        owed = owed_at(connection, case, find_till(connection, session.till_id))
        if total(charge.money for charge in owed) != taking.amount:
            raise CashRefused(Obstacle.CHANGED)
        change_of(taking.amount, taking.tendered, self.coinage)
        return self._take(connection, case, session, taking, owed)

    def _take(
        self,
        connection: Connection,
        case: Case,
        session: Session,
        taking: Taking,
        owed: tuple[Charge, ...],
    ) -> Entry:
        clock = self.settlement.clock
        at = clock.now(connection)
        language = applicant_of(connection, case.id).language
        new = NewIntent(case.id, CASH, owed, language, return_url="")
        intent = add_intent(connection, new, at=at)
        entry = add_entry(
            connection,
            NewEntry(
                session_id=session.id,
                kind=EntryKind.TAKING,
                amount=taking.amount.minor,
                key=taking.key,
                at=at,
                intent_id=intent.id,
                tendered=taking.tendered,
            ),
        )
        told = ProviderStatus(intent.id, reference_of(entry), ProviderState.PAID, taking.amount)
        if self.settlement.apply(connection, told) is not IntentStatus.SETTLED:
            raise CashRefused(Obstacle.CHANGED)
        series = yearly_series(at, self.zone)
        allocate(connection, intent.id, series=series, code=taking.receipt_code, clock=clock)
        return entry
