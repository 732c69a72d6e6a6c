"""A signatory names a substitute, a third person confirms, and it counts while they are away."""

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.absences import DAY, at_work, goes_away, stands_in, to_be_signed
from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_workflow,
    an_account,
    an_office,
    claimed_by,
)
from workflows import absences, delegations, organisations
from workflows.accounts import Account
from workflows.actors import Actor, Role
from workflows.agent_queues import next_case
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.delegations import Naming, NotAllowed, NotOpen, Overlaps, SamePerson
from workflows.journal import history
from workflows.signing import batches, deciding, taking

SIGNS = (Role.SIGNATORY,)


def test_it_counts_while_the_other_is_away_and_no_longer(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools = an_office(connection)
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        deputy = an_account(connection, roles=SIGNS)
        number = stands_in(connection, clock, delegator=director, substitute=deputy)

        assert at_work(connection, deputy, clock).pools == ()
        goes_away(connection, director, clock, days=2)
        acting = at_work(connection, deputy, clock)
        assert acting.pools == (pools["signatories"],)
        assert acting.delegation_for(pools["signatories"]) == number
        clock.advance(2 * DAY)
        assert at_work(connection, deputy, clock).pools == ()


def test_what_is_signed_by_it_says_so_in_the_journal(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        deputy = an_account(connection, roles=SIGNS)
        case = a_paid_case(connection, workflow, a_definition(connection))
        to_be_signed(connection, clock, case, agent)
        number = stands_in(connection, clock, delegator=director, substitute=deputy)
        goes_away(connection, director, clock)
        now_acting = at_work(connection, deputy, clock)

        held = claimed_by(connection, workflow, now_acting)
        by = Actor(Role.SIGNATORY, deputy.id, delegation=now_acting.delegation_for(held.pool_id))
        workflow.fire(connection, case.id, "sign", actor=by)

        entry = history(connection, case.id)[-1]
        assert (entry.account_id, entry.data["delegation"]) == (deputy.id, number)


def test_four_eyes_hold_for_a_substitute_too(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools = an_office(connection)
        both = an_account(connection, pools["records"], roles=(Role.AGENT, Role.SIGNATORY))
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        case = a_paid_case(connection, a_workflow(clock), a_definition(connection))
        to_be_signed(connection, clock, case, both)
        stands_in(connection, clock, delegator=director, substitute=both)
        goes_away(connection, director, clock)

        acting = at_work(connection, both, clock)
        assert pools["signatories"] in acting.pools
        assert next_case(connection, account=acting, clock=clock) is None


def test_a_batch_taken_by_a_delegation_that_ended_is_not_signed(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        deputy = an_account(connection, roles=SIGNS)
        case = a_paid_case(connection, workflow, a_definition(connection))
        to_be_signed(connection, clock, case, agent)
        stands_in(connection, clock, delegator=director, substitute=deputy)
        goes_away(connection, director, clock)
        batch = taking.take(connection, workflow, at_work(connection, deputy, clock))
        assert batch is not None
        now = clock.now(connection)
        absences.come_back(connection, director.id, by=director.id, at=now)

        deciding.decide(connection, workflow, batch_id=batch.id, position=1)

        (item,) = batches.items_of(connection, batch.id)
        assert (item.outcome, item.problem) == ("failed", deciding.NO_DELEGATION)
        assert find_case(connection, case.id).state == "signature"


def test_ended_by_hand_what_was_taken_by_it_goes_back(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        deputy = an_account(connection, roles=SIGNS)
        case = a_paid_case(connection, workflow, a_definition(connection))
        to_be_signed(connection, clock, case, an_account(connection, pools["records"]))
        number = stands_in(connection, clock, delegator=director, substitute=deputy)
        goes_away(connection, director, clock)
        claimed_by(connection, workflow, at_work(connection, deputy, clock))

        delegations.end(connection, number, by=director.id, at=clock.now(connection))

        assert find_case(connection, case.id).claimed_by is None
        assert at_work(connection, deputy, clock).pools == ()


def test_only_who_signs_in_the_organisation_may_stand_in(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools = an_office(connection)
        organisations.save_organisation(connection, slug="elsewhere", name={"fr": "Ailleurs"})
        organisations.save_office(
            connection,
            slug="far-office",
            organisation="elsewhere",
            calendar="benin",
            name={"fr": "Ailleurs"},
        )
        director = an_account(connection, pools["signatories"], roles=SIGNS)
        agent = an_account(connection, pools["records"])
        stranger = an_account(connection, roles=SIGNS, office="far-office")
        deputy = an_account(connection, roles=SIGNS, office=OFFICE)

        assert set(delegations.allowed(connection, director)) == {deputy.id}
        for one in (agent, stranger, director):
            with pytest.raises(NotAllowed):
                named(connection, clock, director, one)
        with pytest.raises(NotAllowed):
            named(connection, clock, agent, deputy)


def named(connection: Connection, clock: ShiftedClock, one: Account, other: Account) -> int:
    now = clock.now(connection)
    asked = Naming(one, other.id, now, now + 7 * DAY, "Arrêté no 12/2026")
    return delegations.name(connection, asked, at=now)


def test_nobody_confirms_their_own_and_nothing_is_settled_twice(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools = an_office(connection)
        director, deputy, third = (
            an_account(connection, pools["signatories"], roles=SIGNS) for _ in range(3)
        )
        number = named(connection, clock, director, deputy)
        with pytest.raises(Overlaps):
            named(connection, clock, director, third)
        now = clock.now(connection)
        for one in (director, deputy):
            with pytest.raises(SamePerson):
                delegations.settle(connection, number, confirmed=True, by=one.id, at=now)
        declined = delegations.settle(connection, number, confirmed=False, by=third.id, at=now)

        assert not declined.runs(now)
        with pytest.raises(NotOpen):
            delegations.settle(connection, number, confirmed=True, by=third.id, at=now)
        assert named(connection, clock, director, third) > number
