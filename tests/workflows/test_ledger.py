"""The ledger accounts for every moment of a promise, and agrees with its clock."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.kernel import (
    OFFICE,
    a_definition,
    a_paid_case,
    a_procedure,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows.actors import APPLICANT
from workflows.calendars import HOUR, working_time_of
from workflows.clock import ShiftedClock
from workflows.deadlines import Kind, deadlines_of
from workflows.journal import history
from workflows.language.procedure import CompiledProcedure, Promise
from workflows.language.values import Span
from workflows.ledger import Counting, Ledger, account_for
from workflows.opening_hours import MICROSECOND

ASKED = {"fields_to_correct": ["surname"], "reason": "unreadable"}


def promised(span: str) -> CompiledProcedure:
    whole = a_procedure()
    assert whole.promise is not None
    promise = whole.promise.model_copy(update={"within": Span.of(span)})
    return whole.model_copy(update={"promise": promise})


def ledger_of(
    connection: Connection, case_id: int, promise: Promise | None, clock: ShiftedClock
) -> Ledger:
    assert promise is not None
    (deadline,) = (d for d in deadlines_of(connection, case_id) if d.kind is Kind.PROMISE)
    return account_for(
        history(connection, case_id),
        deadline,
        promise,
        working=working_time_of(connection, OFFICE),
        now=clock.now(connection),
    )


@pytest.mark.parametrize("span", ["72 hours", "24 working-hours", "5 working-days", "10 days"])
def test_what_the_ledger_leaves_is_what_the_clock_has_left(engine: Engine, span: str) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        compiled = promised(span)
        case = a_paid_case(connection, workflow, a_definition(connection, compiled))
        clock.advance(timedelta(hours=30))
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=ASKED)
        clock.advance(timedelta(hours=50))

        ledger = ledger_of(connection, case.id, compiled.promise, clock)

        (deadline,) = (d for d in deadlines_of(connection, case.id) if d.kind is Kind.PROMISE)
    assert [stretch.counting for stretch in ledger.stretches] == [
        Counting.BEFORE_START,
        Counting.COUNTED,
        Counting.PAUSED,
    ]
    assert ledger.granted - ledger.spent == deadline.remaining


def test_an_answer_lets_the_clock_count_again(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "ask_applicant", actor=acting(agent), data=ASKED)
        clock.advance(timedelta(hours=50))
        workflow.fire(connection, case.id, "answer", actor=APPLICANT)
        clock.advance(timedelta(hours=2))

        ledger = ledger_of(connection, case.id, a_procedure().promise, clock)

    last = ledger.stretches[-1]
    assert (last.counting, last.ends) == (Counting.COUNTED, None)
    assert last.spent * MICROSECOND == pytest.approx(timedelta(hours=2), abs=timedelta(seconds=5))
    assert ledger.spent < 3 * HOUR


def test_a_closed_case_spends_nothing_more(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        agent = an_account(connection, an_office(connection)["records"])
        case = a_paid_case(connection, workflow, a_definition(connection))
        claimed_by(connection, workflow, agent)
        refusal = {"reason": "identity_mismatch"}
        workflow.fire(connection, case.id, "refuse", actor=acting(agent), data=refusal)
        clock.advance(timedelta(days=30))

        ledger = ledger_of(connection, case.id, a_procedure().promise, clock)

    assert all(stretch.ends is not None for stretch in ledger.stretches)
    assert ledger.spent < HOUR
