"""Whoever files a case at a counter never treats, signs or gives an opinion on it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, event, update

from eservices.definition.publish import publish
from tests.builders.consulting import a_consulting_eservice, consulting_offices
from tests.builders.kernel import (
    a_definition,
    a_lodging,
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from workflows import agent_queues, consultations, question_queue, questions
from workflows.accounts import Account
from workflows.actors import APPLICANT, Actor, Role
from workflows.cases import Case
from workflows.engine import Engine as WorkflowEngine
from workflows.errors import FourEyesRefused
from workflows.journal import COUNTER, history
from workflows.opinions import Opinion, give
from workflows.routing import route
from workflows.tables import cases
from workflows.tables import consultations as consultations_table


def at_counter(account: Account) -> Actor:
    return Actor(Role.COUNTER_AGENT, account.id)


def next_of(connection: Connection, workflow: WorkflowEngine, account: Account) -> Case | None:
    return agent_queues.next_case(connection, account=account, clock=workflow.clock)


def test_the_queue_gives_the_case_to_a_colleague_only(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        filer = an_account(connection, pools["records"], roles=(Role.AGENT, Role.COUNTER_AGENT))
        case = a_paid_case(connection, workflow, checksum, actor=at_counter(filer), data=COUNTER)

        assert next_of(connection, workflow, filer) is None
        given = claimed_by(connection, workflow, an_account(connection, pools["records"]))

        assert (given.id, given.filed_by) == (case.id, filer.id)
        first = history(connection, case.id)[0]
    assert (first.role, first.account_id, first.data) == (
        Role.COUNTER_AGENT,
        filer.id,
        dict(COUNTER),
    )


def test_leaving_them_out_asks_the_database_nothing_more(engine: Engine) -> None:
    workflow, asked, counts = a_workflow(), list[str](), list[int]()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        filer = an_account(connection, roles=(Role.COUNTER_AGENT,))
        a_paid_case(connection, workflow, checksum)
        claimed_by(connection, workflow, an_account(connection, pools["records"]))
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        for more in ({}, {"actor": at_counter(filer), "data": COUNTER}):
            colleague = an_account(connection, pools["records"])
            asked.clear()
            a_paid_case(connection, workflow, checksum, **more)
            claimed_by(connection, workflow, colleague)
            counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_claim_that_came_by_another_way_still_moves_nothing(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        filer = an_account(connection, pools["records"], roles=(Role.AGENT, Role.COUNTER_AGENT))
        case = a_paid_case(connection, workflow, checksum, actor=at_counter(filer))
        until = workflow.clock.now(connection) + timedelta(hours=1)
        held = {"claimed_by": filer.id, "claimed_until": until}
        connection.execute(update(cases).where(cases.c.id == case.id).values(held))
        taken = claimed_by(connection, workflow, filer)

        assert workflow.offered(connection, taken, acting(filer)) == ()
        with pytest.raises(FourEyesRefused):
            workflow.fire(connection, case.id, "approve", actor=acting(filer))


def test_they_are_given_no_question_about_it(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools, checksum = an_office(connection), a_definition(connection)
        filer = an_account(connection, pools["records"], roles=(Role.AGENT, Role.COUNTER_AGENT))
        colleague = an_account(connection, pools["records"])
        case = a_paid_case(connection, workflow, checksum, actor=at_counter(filer), data=COUNTER)
        questions.ask(connection, workflow, case.id, APPLICANT, text="When?", key="k" * 20)
        now = workflow.clock.now(connection)

        counted = [
            question_queue.questions_for(connection, one, at=now).count
            for one in (filer, colleague)
        ]
        given = [
            question_queue.next_question(connection, account=one, clock=workflow.clock)
            for one in (filer, colleague)
        ]

    assert counted == [0, 1]
    assert [one and one.case_id for one in given] == [None, case.id]


def test_they_are_asked_for_no_opinion_and_can_give_none(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        pools = consulting_offices(connection)
        checksum = publish(connection, a_consulting_eservice())
        filer = an_account(connection, pools["planners"], roles=(Role.AGENT, Role.COUNTER_AGENT))
        lodging = a_lodging(
            checksum, eservice="permit", answers={"levels": 1}, actor=at_counter(filer)
        )
        case = workflow.lodge(connection, lodging).case
        route(connection, workflow, case.id)

        assert next_of(connection, workflow, filer) is None
        asked = consultations.asked_on(connection, case.id)[0]
        until = workflow.clock.now(connection) + timedelta(hours=1)
        mine = consultations_table.c.id == asked.id
        connection.execute(
            update(consultations_table).where(mine).values(claimed_by=filer.id, claimed_until=until)
        )
        with pytest.raises(FourEyesRefused):
            give(connection, workflow, asked.id, Opinion("favourable", "Yes."), account_id=filer.id)
        planner = an_account(connection, pools["planners"])
        connection.execute(
            update(consultations_table).where(mine).values(claimed_by=None, claimed_until=None)
        )
        handed = claimed_by(connection, workflow, planner)
    assert handed.id == case.id
