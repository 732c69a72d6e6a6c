"""An office that takes cash: its tills, its cashiers, a supervisor, and what they do all day."""

import secrets
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy

from backoffice.cash.trade import CashTrade
from payments.cash.book import Entry
from payments.cash.counting import Coinage, Count
from payments.cash.deposits import NewDeposit, record_deposit
from payments.cash.desk import CashDesk, Taking
from payments.cash.gateway import CashGateway
from payments.cash.returns import HandingOut, Proposal, Reason, Return, Returns
from payments.cash.sessions import Session, count_till, open_session
from payments.cash.tills import NewTill, Till, save_tills, tills_of
from payments.gateways import gateways_of
from payments.money import Money
from payments.reconciliation import Reconciliation
from payments.settlement import Settlement
from tests.builders.kernel import OFFICE, an_account, an_office
from tests.builders.payments import FEE, a_payable_case, a_sandbox, a_till
from tests.builders.payments import Till as Collecting
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import ShiftedClock

COINS = Coinage((10_000, 5_000, 2_000, 1_000, 500, 250, 200, 100, 50, 25, 10, 5))
ZONE = ZoneInfo("Africa/Porto-Novo")
DAY = date(2026, 3, 2)
FLOAT = 10_000


def new_tills() -> list[NewTill]:
    """Declare two tills of the office, which take money for its e-service."""
    return [
        NewTill(
            slug=f"till-{number}",
            office=OFFICE,
            name={"fr": f"Caisse {number}", "en": f"Till {number}"},
            currency="XOF",
            eservices=["criminal-record"],
        )
        for number in (1, 2)
    ]


@dataclass(frozen=True, slots=True)
class CashOffice:
    """What a test of the cash desk works with."""

    engine: sqlalchemy.Engine
    clock: ShiftedClock
    collecting: Collecting
    desk: CashDesk
    returns: Returns
    tills: tuple[Till, ...]

    def hire(self, role: Role = Role.CASHIER) -> Account:
        """Hire a cashier, or somebody else."""
        with self.engine.begin() as connection:
            return an_account(connection, roles=(role,))

    def opens(self, cashier: Account, *, till: int = 0, opening: int = FLOAT) -> Session:
        """Let a cashier open a till."""
        with self.engine.begin() as connection:
            at = self.clock.now(connection)
            return open_session(
                connection, self.tills[till], cashier=cashier.id, count=Count(opening), at=at
            )

    def at_work(self, *, till: int = 0) -> Account:
        """Hire a cashier who opens a till."""
        cashier = self.hire()
        self.opens(cashier, till=till)
        return cashier

    def case(self) -> Case:
        """Lodge an application that waits for its fee of 1900 francs."""
        return a_payable_case(self.collecting)

    def taking(self, case: Case, cashier: Account, *, tendered: int = 2_000) -> Taking:
        """Fill in the form by which a cashier takes the fee."""
        return Taking(
            case_id=case.id,
            cashier=cashier.id,
            amount=FEE,
            tendered=tendered,
            key=secrets.token_hex(16),
            receipt_code=secrets.token_hex(8),
        )

    def send(self, taking: Taking) -> Entry:
        """Send the form."""
        with self.engine.begin() as connection:
            return self.desk.take(connection, taking)

    def takes(self, cashier: Account, case: Case | None = None) -> str:
        """Let a cashier take a fee, and give the payment."""
        intent_id = self.send(self.taking(case or self.case(), cashier)).intent_id
        assert intent_id is not None
        return intent_id

    def proposes(self, cashier: Account, intent_id: str) -> Return:
        """Let a cashier propose to give a payment back."""
        proposal = Proposal(intent_id, Reason.WRONG_CASE, "Autre dossier", cashier.id, OFFICE)
        with self.engine.begin() as connection:
            at = self.clock.now(connection)
            return self.returns.propose(connection, proposal, at=at)

    def decides(self, supervisor: Account, proposed: Return, *, granted: bool = True) -> Return:
        """Let a supervisor decide."""
        with self.engine.begin() as connection:
            at = self.clock.now(connection)
            return self.returns.decide(
                connection, proposed.token, granted=granted, by=supervisor.id, at=at
            )

    def hands_out(self, cashier: Account, granted: Return) -> Entry:
        """Let a cashier hand the money out."""
        with self.engine.begin() as connection:
            handing = HandingOut(granted.token, cashier.id, OFFICE, "B-1")
            return self.returns.hand_out(connection, handing)

    def gives_back(self, cashier: Account, intent_id: str) -> Entry:
        """Let a payment be given back, from proposal to hand."""
        granted = self.decides(self.hire(Role.SUPERVISOR), self.proposes(cashier, intent_id))
        return self.hands_out(cashier, granted)

    def counts(self, cashier: Account, total: int) -> Session:
        """Let a cashier count the till."""
        with self.engine.begin() as connection:
            at = self.clock.now(connection)
            return count_till(connection, cashier=cashier.id, count=Count(total), at=at)

    def deposits(self, cashier: Account, amount: int, *, out_of_till: bool, slip: str = "") -> None:
        """Let a cashier record a deposit."""
        new = NewDeposit(
            office=OFFICE,
            by=cashier.id,
            money=Money(amount, "XOF"),
            slip=slip or secrets.token_hex(4),
            place="Trésor public",
            deposited_on=DAY,
            out_of_till=out_of_till,
        )
        with self.engine.begin() as connection:
            record_deposit(connection, new, at=self.clock.now(connection), today=DAY)


def a_cash_office(engine: sqlalchemy.Engine) -> CashOffice:
    """Open an office that takes cash, beside a provider on whose pages people pay."""
    clock = ShiftedClock()
    collecting = a_till(engine, a_sandbox(engine, clock), CashGateway(engine), clock=clock)
    with engine.begin() as connection:
        an_office(connection)
        save_tills(connection, new_tills())
        tills = tills_of(connection, OFFICE)
    settlement, reconciliation = (
        collecting.collection.settlement,
        collecting.collection.reconciliation,
    )
    return CashOffice(
        engine=engine,
        clock=clock,
        collecting=collecting,
        desk=CashDesk(settlement, reconciliation, COINS, ZONE),
        returns=Returns(settlement, collecting.workflow),
        tills=tills,
    )


def a_cash_trade(engine: sqlalchemy.Engine, settlement: Settlement) -> CashTrade:
    """Give the back office a cash desk; its printer writes what it was asked for."""
    gateways = gateways_of(CashGateway(engine))
    reconciliation = Reconciliation(engine, gateways, settlement)
    return CashTrade(
        desk=CashDesk(settlement, reconciliation, COINS, ZONE),
        original=lambda intent_id: f"%PDF original {intent_id}".encode(),
        duplicate=lambda intent_id: f"%PDF duplicate {intent_id}".encode(),
        ceiling=Money(50_000, "XOF"),
        longest=3,
    )
