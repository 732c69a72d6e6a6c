"""Agents are given the oldest case they may treat, one at a time, and never the same one."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select

from tests.builders.kernel import (
    a_definition,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows import agent_queues
from workflows.actors import APPLICANT, Role
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.errors import CaseNotClaimed
from workflows.returning import return_expired
from workflows.routing import route
from workflows.tables import claims

MINUTE = timedelta(minutes=1)


def test_the_oldest_case_comes_first(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        older = a_paid_case(connection, workflow, checksum)
        clock.advance(MINUTE)
        a_paid_case(connection, workflow, checksum)

        given = claimed_by(connection, workflow, an_account(connection, pools["records"]))

    assert given.id == older.id


def test_within_a_minute_a_keyed_hash_decides_so_that_nobody_can_aim(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        waiting = [a_paid_case(connection, workflow, checksum) for _ in range(8)]
        in_order = sorted(
            waiting, key=lambda case: (case.eligible_at, workflow.tie_break(case.reference))
        )

        given = [
            claimed_by(connection, workflow, an_account(connection, pools["records"])).id
            for _ in waiting
        ]

    assert given == [case.id for case in in_order]


def test_whoever_holds_a_case_is_given_that_one_again(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        for _ in range(2):
            a_paid_case(connection, workflow, checksum)
        agent = an_account(connection, pools["records"])

        assert (
            claimed_by(connection, workflow, agent).id == claimed_by(connection, workflow, agent).id
        )


def test_sixteen_agents_at_once_never_get_the_same_case(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        for _ in range(12):
            a_paid_case(connection, workflow, checksum)
        agents = [an_account(connection, pools["records"]) for _ in range(16)]

    def ask(number: int) -> int | None:
        with engine.begin() as connection:
            case = agent_queues.next_case(connection, account=agents[number], clock=workflow.clock)
        return None if case is None else case.id

    with ThreadPoolExecutor(8) as threads:
        given = [case for case in threads.map(ask, range(16)) if case is not None]

    assert len(given) == 12
    assert set(Counter(given).values()) == {1}


def test_who_approved_is_not_given_the_same_case_to_sign(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        both = an_account(connection, *pools.values(), roles=(Role.AGENT, Role.SIGNATORY))
        other = an_account(connection, pools["signatories"], roles=(Role.SIGNATORY,))
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, both)
        workflow.fire(connection, case.id, "approve", actor=acting(both))
        route(connection, workflow, case.id)

        assert agent_queues.next_case(connection, account=both, clock=workflow.clock) is None
        assert claimed_by(connection, workflow, other).id == case.id


def test_a_case_left_idle_goes_back_to_its_place_for_somebody_else(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        case = a_paid_case(connection, workflow, checksum)
        clock.advance(MINUTE)
        a_paid_case(connection, workflow, checksum)
        sleeper = an_account(connection, pools["records"])
        claimed_by(connection, workflow, sleeper)
        clock.advance(timedelta(minutes=31))

        returned = return_expired(connection, clock=clock)
        given = claimed_by(connection, workflow, an_account(connection, pools["records"]))

        assert (returned, given.id) == (1, case.id)
        endings = connection.scalars(select(claims.c.ending).order_by(claims.c.id)).all()
        assert endings == ["expired", None]
        with pytest.raises(CaseNotClaimed):
            workflow.fire(connection, case.id, "approve", actor=acting(sleeper))


def test_a_released_case_keeps_its_place(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        case = a_paid_case(connection, workflow, a_definition(connection))
        agent = an_account(connection, pools["records"])
        claimed_by(connection, workflow, agent)

        agent_queues.release(connection, case.id, agent, clock=workflow.clock)

        assert find_case(connection, case.id).eligible_at == case.eligible_at
        with pytest.raises(CaseNotClaimed):
            agent_queues.renew(connection, case.id, agent, clock=workflow.clock)


def test_a_case_keeps_its_place_between_offices_and_takes_a_new_one_after_the_applicant(
    engine: Engine,
) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        pools = an_office(connection)
        agent = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        clock.advance(timedelta(hours=3))
        claimed_by(connection, workflow, agent)
        asked = {"fields_to_correct": ["surname"], "reason": "unreadable"}
        waiting = workflow.fire(
            connection, case.id, "ask_applicant", actor=acting(agent), data=asked
        )
        clock.advance(timedelta(hours=3))

        answered = workflow.fire(connection, case.id, "answer", actor=APPLICANT)

        route(connection, workflow, case.id)
        claimed_by(connection, workflow, agent)
        approved = workflow.fire(connection, case.id, "approve", actor=acting(agent))
    assert waiting.eligible_at == case.eligible_at
    assert answered.eligible_at is not None
    assert case.eligible_at is not None
    assert answered.eligible_at - case.eligible_at >= timedelta(hours=5, minutes=59)
    assert approved.eligible_at == answered.eligible_at


def test_an_agent_of_no_pool_is_given_nothing(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        an_office(connection)
        a_paid_case(connection, workflow, a_definition(connection))
        outsider = an_account(connection)

        assert agent_queues.next_case(connection, account=outsider, clock=workflow.clock) is None
        assert agent_queues.waiting(connection, outsider).count == 0


def test_what_waits_is_counted_with_the_age_of_the_oldest(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = an_office(connection)
        checksum = a_definition(connection)
        oldest = a_paid_case(connection, workflow, checksum)
        a_paid_case(connection, workflow, checksum)

        waiting = agent_queues.waiting(connection, an_account(connection, pools["records"]))

    assert (waiting.count, waiting.is_capped) == (2, False)
    assert waiting.oldest == oldest.eligible_at


def test_what_waits_and_since_when_are_read_at_one_instant(engine: Engine) -> None:
    with engine.begin() as connection:
        account = an_account(connection, *an_office(connection).values())
        asked: list[str] = []

        def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
            asked.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        agent_queues.waiting(connection, account)

    assert len(asked) == 1, "the last case may be taken between two questions"
