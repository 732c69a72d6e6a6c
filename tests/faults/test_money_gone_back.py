"""A case granted while its fee was given back in cash: told to who can act, issued once paid."""

import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from config.reactions import Job
from payments.cash.book import Entry
from payments.cash.counting import Count
from payments.cash.desk import CashDesk, Taking
from payments.cash.returns import HandingOut, Proposal, Reason, Returns
from payments.cash.sessions import open_session
from payments.cash.tills import NewTill, save_tills, tills_of
from payments.charges import charges_of
from payments.settlement import Settlement
from payments.standing import is_due_at_desk
from tests.builders.cash import COINS, FLOAT, ZONE
from tests.builders.kernel import an_account
from tests.faults import people
from tests.faults.world import SERVICE, World, a_world
from workflows import outbox
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.language.procedure import Stage

OFFICE = "cncj"


@dataclass(frozen=True, slots=True)
class Till:
    """A till of the office that treats the cases, with a cashier at it and a supervisor."""

    world: World
    cashier: Account
    supervisor: Account

    def takes(self, case: Case) -> Entry:
        """Take the fee of a case."""
        taking = Taking(
            case_id=case.id,
            cashier=self.cashier.id,
            amount=people.FEE.money,
            tendered=2_000,
            key=secrets.token_hex(16),
            receipt_code=secrets.token_hex(8),
        )
        with self.world.engine.begin() as connection:
            return self._desk().take(connection, taking)

    def gives_back(self, entry: Entry) -> None:
        """Let a payment go back, from proposal to hand."""
        returns = Returns(self._settlement(), self.world.installation.workflow)
        assert entry.intent_id is not None
        wanted = Proposal(entry.intent_id, Reason.WRONG_CASE, "", self.cashier.id, OFFICE)
        with self.world.engine.begin() as connection:
            at = self.world.clock.now(connection)
            token = returns.propose(connection, wanted, at=at).token
            returns.decide(connection, token, granted=True, by=self.supervisor.id, at=at)
            returns.hand_out(connection, HandingOut(token, self.cashier.id, OFFICE, "B-1"))

    def _settlement(self) -> Settlement:
        return Settlement(self.world.installation.outbox, self.world.clock)

    def _desk(self) -> CashDesk:
        reconciliation = self.world.paying.collection.reconciliation
        return CashDesk(self._settlement(), reconciliation, COINS, ZONE)


@pytest.fixture
def till(engine: Engine, tmp_path: Path) -> Till:
    world = a_world(engine, tmp_path)
    name = {"fr": "Caisse", "en": "Till"}
    with engine.begin() as connection:
        new = NewTill(slug="till", office=OFFICE, name=name, currency="XOF", eservices=[SERVICE])
        save_tills(connection, [new])
        cashier = an_account(connection, roles=(Role.CASHIER,), office=OFFICE)
        supervisor = an_account(connection, roles=(Role.SUPERVISOR,), office=OFFICE)
        (place,) = tills_of(connection, OFFICE)
        at = world.clock.now(connection)
        open_session(connection, place, cashier=cashier.id, count=Count(FLOAT), at=at)
    return Till(world, cashier, supervisor)


def granted_after_the_money_went_back(till: Till) -> Case:
    """Sign a case whose fee was taken at the till and given back while it was examined."""
    world = till.world
    case = people.lodged(world)
    entry = till.takes(case)
    world.drain(Job.CLEAR)
    world.drain(Job.ROUTE)
    people.decide(world, world.agent, "approve", role=Role.AGENT)
    world.drain(Job.ROUTE)
    till.gives_back(entry)
    people.decide(world, world.signatory, "sign", role=Role.SIGNATORY)
    return case


def set_aside(connection: Connection) -> list[tuple[str, int | None]]:
    return [(row.job, row.case_id) for row in outbox.parked(connection)]


def test_the_sealer_refuses_and_its_step_waits_for_somebody(till: Till) -> None:
    case = granted_after_the_money_went_back(till)

    till.world.settle()

    with till.world.engine.begin() as connection:
        owed = charges_of(connection, case.id)
        assert set_aside(connection) == [(Job.ISSUE, case.id)]
        assert is_due_at_desk(connection, people.now(till.world, case), owed)


@pytest.mark.parametrize("parked", [True, False])
def test_once_it_is_paid_again_the_act_is_issued_by_itself(till: Till, *, parked: bool) -> None:
    case = granted_after_the_money_went_back(till)
    if parked:
        till.world.settle()
    else:
        till.world.drain(Job.ISSUE)

    till.takes(case)
    till.world.drain(Job.CLEAR)

    # Without anybody's word, and without waiting for the next attempt.
    till.world.drain(Job.ISSUE)
    till.world.drain(Job.FINISH)
    assert people.now(till.world, case).stage is Stage.DELIVERED
    till.world.settle()
    with till.world.engine.begin() as connection:
        assert set_aside(connection) == []
        assert not is_due_at_desk(connection, case, charges_of(connection, case.id))


def test_what_was_never_given_back_is_not_due_at_the_desk(till: Till) -> None:
    case = people.lodged(till.world)
    with till.world.engine.begin() as connection:
        assert not is_due_at_desk(connection, case, charges_of(connection, case.id))
