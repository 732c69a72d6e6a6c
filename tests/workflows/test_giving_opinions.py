"""Giving an opinion: by whoever holds it, once, with its reasons, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from config.pulse import Deadlines
from tests.builders.consulting import (
    a_case_with_opinions,
    a_drafter,
    answers,
    asked_of,
    taken_by,
)
from tests.builders.kernel import a_workflow, acting, claimed_by
from workflows import agent_queues
from workflows.actors import APPLICANT, Role
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.engine import Engine as WorkflowEngine
from workflows.errors import ActorNotAllowed, CaseNotClaimed, InvalidMoveData, StaleCase
from workflows.language.procedure import OPINIONS_GATHERED
from workflows.opinions import Opinion, give
from workflows.returning import return_expired
from workflows.routing import route

A_WEEK = timedelta(days=7)


def test_only_whoever_holds_an_opinion_gives_it_and_only_once(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        _case, planner, officer = a_case_with_opinions(connection, workflow)
        handed = taken_by(connection, workflow, planner)
        opinion, asked = Opinion("favourable", "Yes."), handed.consultation_id or 0

        with pytest.raises(CaseNotClaimed):
            give(connection, workflow, asked, opinion, account_id=officer.id)
        give(connection, workflow, asked, opinion, account_id=planner.id)
        with pytest.raises(CaseNotClaimed):
            give(connection, workflow, asked, opinion, account_id=planner.id)


@pytest.mark.parametrize(
    ("opinion", "problems"),
    [
        (Opinion("", "Why not."), {"result": "required"}),
        (Opinion("perhaps", ""), {"result": "required", "text": "required"}),
        (Opinion("favourable", "x" * 4001), {"text": "too_long"}),
    ],
)
def test_an_opinion_says_which_and_why(
    engine: Engine, opinion: Opinion, problems: dict[str, str]
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        _case, planner, _officer = a_case_with_opinions(connection, workflow)
        handed = taken_by(connection, workflow, planner)

        with pytest.raises(InvalidMoveData) as refused:
            give(
                connection,
                workflow,
                handed.consultation_id or 0,
                opinion,
                account_id=planner.id,
            )

        assert refused.value.problems == problems


def test_whoever_holds_an_opinion_does_not_hold_the_case(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)
        handed = taken_by(connection, workflow, planner)

        assert handed.id == case.id
        assert handed.claimed_by is None
        assert workflow.offered(connection, find_case(connection, case.id), acting(planner)) == ()
        assert taken_by(connection, workflow, planner).consultation_id == handed.consultation_id


def test_an_opinion_left_idle_goes_back_to_its_place(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)
        handed = taken_by(connection, workflow, planner)
        assert agent_queues.waiting(connection, planner).count == 0
        clock.advance(agent_queues.LEASE)

        assert return_expired(connection, clock=clock) == 1

        assert agent_queues.waiting(connection, planner).count == 1
        assert taken_by(connection, workflow, planner).consultation_id == handed.consultation_id
        assert asked_of(connection, case)["planning"].claimed_by == planner.id


def test_an_opinion_that_comes_in_meanwhile_stops_a_decision_on_the_page_before(
    engine: Engine,
) -> None:
    clock = ShiftedClock()
    workflow: WorkflowEngine = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)
    clock.advance(A_WEEK)
    Deadlines(engine, workflow).sweep()
    with engine.begin() as connection:
        drafting = answers(connection, workflow, planner)
        route(connection, workflow, case.id)
        agent = a_drafter(connection)
        claimed_by(connection, workflow, agent)
        answers(connection, workflow, officer, "unfavourable")

        with pytest.raises(StaleCase):
            workflow.fire(
                connection,
                case.id,
                "propose",
                actor=acting(agent),
                expected_version=drafting.version,
            )


def test_nobody_but_the_system_gathers_the_opinions(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)

        for actor in (APPLICANT, acting(planner), acting(planner, Role.SIGNATORY)):
            with pytest.raises(ActorNotAllowed):
                workflow.fire(connection, case.id, OPINIONS_GATHERED, actor=actor)
