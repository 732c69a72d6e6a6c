"""Burundi's desks: a file lodged in a province leaves once a week, and only then runs its delay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from config.reactions import REACTIONS, Job
from eservices.packs import load_pack, read_pack
from tests.builders.checklists import ticks_all
from tests.builders.kernel import a_case, a_workflow, acting, an_account, claimed_by
from workflows import definitions
from workflows.accounts import Account
from workflows.actors import SYSTEM
from workflows.cases import Case
from workflows.clock import ShiftedClock
from workflows.deadlines import Deadline, running_promise
from workflows.engine import entered
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.organisations import all_pools
from workflows.routing import route

CENTRE = "migrations-bujumbura"
FIVE_DAYS, WEEK = timedelta(days=5), timedelta(days=7)


@dataclass(frozen=True)
class Burundi:
    """The pack in use, with somebody at each desk, and a clock that can be turned."""

    connection: Connection
    people: Mapping[str, Account]
    clock: ShiftedClock

    def lodged(self, eservice: str, desk: str) -> Case:
        """Lodge an application at a desk; routed as an installation does."""
        checksum = definitions.live_definition(self.connection, eservice).checksum
        workflow = a_workflow(self.clock)
        answers = {"surname": "Ndayi", "given_names": "Aline", "desk": desk}
        case = a_case(self.connection, workflow, checksum, eservice=eservice, answers=answers)
        return self._routed(case)

    def paid(self, case: Case) -> Case:
        """Settle what a case owes."""
        workflow = a_workflow(self.clock)
        return self._routed(workflow.fire(self.connection, case.id, PAYMENT_CLEARED, actor=SYSTEM))

    def treated(self, case: Case, pool: str, trigger: str) -> Case:
        """Let whoever works in a pool be given the case and fire."""
        workflow, somebody = a_workflow(self.clock), self.people[pool]
        held = claimed_by(self.connection, workflow, somebody)
        assert held.id == case.id
        ticks_all(self.connection, workflow, held, somebody)
        return self._routed(
            workflow.fire(self.connection, case.id, trigger, actor=acting(somebody))
        )

    def promise(self, case: Case) -> Deadline:
        """Read the delay promised to the applicant."""
        promise = running_promise(self.connection, case.id)
        assert promise is not None
        return promise

    def _routed(self, case: Case) -> Case:
        if Job.ROUTE in REACTIONS[entered(case.stage)]:
            route(self.connection, a_workflow(self.clock), case.id)
        return case


def burundi(connection: Connection) -> Burundi:
    load_pack(connection, read_pack("burundi"))
    people = {
        pool.slug: an_account(connection, pool.id, office=pool.office)
        for pool in all_pools(connection)
    }
    return Burundi(connection, people, ShiftedClock())


def whole(promise: Deadline) -> timedelta:
    """Give what is left of a promise of which nothing may be spent: three days to their end."""
    assert promise.remaining is not None
    left = timedelta(microseconds=promise.remaining)
    assert timedelta(days=3) <= left <= timedelta(days=4)
    return left


@pytest.mark.parametrize("eservice", ["laissez-passer", "cepgl-card"])
def test_the_days_of_a_provincial_file_run_from_its_sending(engine: Engine, eservice: str) -> None:
    with engine.begin() as connection:
        country = burundi(connection)
        lodged = country.lodged(eservice, "gup-ngozi")
        registered = country.treated(lodged, "ngozi-desk", "register")
        at_desk = country.paid(registered)
        before = country.promise(at_desk)
        country.clock.advance(FIVE_DAYS)
        bundled = country.treated(at_desk, "ngozi-desk", "bundle")
        country.clock.advance(WEEK)

        sent = country.treated(bundled, "ngozi-desk", "send")

        after = country.promise(sent)
    assert (before.due_at, before.paused_at) == (None, at_desk.entered_at)
    assert after.due_at == sent.entered_at + whole(before)
    assert (bundled.state, sent.state) == ("weekly_sending", "identity_check")


@pytest.mark.parametrize("eservice", ["laissez-passer", "cepgl-card"])
def test_a_file_lodged_in_bujumbura_is_not_sent(engine: Engine, eservice: str) -> None:
    with engine.begin() as connection:
        country = burundi(connection)
        lodged = country.lodged(eservice, CENTRE)
        at_desk = country.paid(country.treated(lodged, "bujumbura-desk", "register"))
        before = country.promise(at_desk)
        country.clock.advance(FIVE_DAYS)

        passed = country.treated(at_desk, "bujumbura-desk", "pass_on")

        after = country.promise(passed)
    assert after.due_at == passed.entered_at + whole(before)
