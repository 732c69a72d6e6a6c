"""Whoever may not treat a case withdraws: it is never given to them again, whatever its state."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from tests.builders.absences import at_work
from tests.builders.consulting import a_case_with_opinions, taken_by
from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows import recusing
from workflows.accounts import Account
from workflows.actors import APPLICANT, Role
from workflows.agent_queues import next_case
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.errors import CaseNotClaimed
from workflows.journal import Happening, history
from workflows.presence import UNSEEN_AT_MOST
from workflows.recusing import Reason
from workflows.routing import route
from workflows.tables import claims, queue_stays

MINUTE = timedelta(minutes=1)


def withdraws(connection: Connection, clock: ShiftedClock, account: Account, case: Case) -> Case:
    workflow, note = a_workflow(clock), "C’est mon cousin."
    return recusing.recuse(connection, workflow, case.id, account, reason=Reason.FAMILY, note=note)


def test_it_keeps_its_place_and_goes_to_somebody_else(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        old = a_paid_case(connection, workflow, checksum)
        clock.advance(MINUTE)
        young = a_paid_case(connection, workflow, checksum)
        cousin, other = (an_account(connection, pools["records"]) for _ in range(2))
        claimed_by(connection, workflow, cousin)

        after = withdraws(connection, clock, cousin, old)

        assert after.eligible_at == old.eligible_at
        assert claimed_by(connection, workflow, cousin).id == young.id
        assert claimed_by(connection, workflow, other).id == old.id
        stays = select(queue_stays.c.barred).where(queue_stays.c.case_id == old.id)
        assert connection.scalars(stays).all() == [[cousin.id]]


def test_it_is_not_given_again_after_a_correction_either(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        case = a_paid_case(connection, workflow, checksum)
        cousin, other = (an_account(connection, pools["records"]) for _ in range(2))
        claimed_by(connection, workflow, cousin)
        withdraws(connection, clock, cousin, case)
        claimed_by(connection, workflow, other)
        asked = {"fields_to_correct": ["surname"], "reason": "unreadable"}
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(other), data=asked)
        workflow.fire(connection, case.id, "answer", actor=APPLICANT)
        route(connection, workflow, case.id)

        assert next_case(connection, account=cousin, clock=clock) is None
        assert claimed_by(connection, workflow, other).id == case.id


def test_the_journal_names_the_kind_and_never_the_words(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        case = a_paid_case(connection, a_workflow(clock), checksum)
        cousin = an_account(connection, pools["records"])
        claimed_by(connection, a_workflow(clock), cousin)

        withdraws(connection, clock, cousin, case)

        entry = history(connection, case.id)[-1]
        assert (entry.trigger, dict(entry.data)) == (
            Happening.RECUSED,
            {"recused_for": "family"},
        )
        assert connection.scalars(select(claims.c.ending)).all() == ["recused"]


def test_only_what_is_in_hand_can_be_withdrawn_from(engine: Engine) -> None:
    clock = ShiftedClock()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        case = a_paid_case(connection, a_workflow(clock), checksum)

        with pytest.raises(CaseNotClaimed):
            withdraws(connection, clock, an_account(connection, pools["records"]), case)


def test_from_an_opinion_one_withdraws_too_and_is_not_asked_again(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)
        taken_by(connection, workflow, planner)

        withdraws(connection, clock, planner, case)

        assert next_case(connection, account=planner, clock=clock) is None
        assert find_case(connection, case.id).claimed_by is None


def test_three_that_nobody_looked_at_and_no_case_is_given(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        picky = an_account(connection, pools["records"])
        boss = an_account(connection, roles=(Role.SUPERVISOR,))
        for _ in range(UNSEEN_AT_MOST + 1):
            a_paid_case(connection, workflow, checksum)
        for _ in range(UNSEEN_AT_MOST):
            assert at_work(connection, picky, clock).pools
            withdraws(connection, clock, picky, claimed_by(connection, workflow, picky))
        stopped = at_work(connection, picky, clock)
        first = recusing.lately(connection, since=clock.now(connection))[-1]

        assert (stopped.held_back, stopped.pools) == (True, ())
        now = clock.now(connection)
        assert recusing.look_at(connection, first.id, by=boss.id, at=now)
        assert not recusing.look_at(connection, first.id, by=boss.id, at=now)
        assert at_work(connection, picky, clock).pools == picky.pools


def test_supervisors_see_when_nobody_of_the_pool_is_left(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        a_paid_case(connection, workflow, checksum)
        only = an_account(connection, pools["records"])
        withdraws(connection, clock, only, claimed_by(connection, workflow, only))

        (one,) = recusing.lately(connection, since=clock.now(connection))

        assert (one.left, one.note) == (0, "C’est mon cousin.")
        an_account(connection, pools["records"])
        (one,) = recusing.lately(connection, since=clock.now(connection))
        assert one.left == 1
