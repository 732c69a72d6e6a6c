"""Offices asked side by side: each answers for itself, and the case goes on once, with them all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import Engine

from config.pulse import Deadlines
from tests.builders.consulting import (
    FIRE_OFFICE,
    a_case_with_opinions,
    a_drafter,
    answers,
    asked_of,
    taken_by,
    told,
)
from tests.builders.kernel import a_workflow, acting, claimed_by
from workflows import agent_queues, consultations
from workflows.cases import find_case
from workflows.clock import ShiftedClock
from workflows.deadlines import Kind, deadlines_of
from workflows.journal import Happening, history, moves
from workflows.language.procedure import OPINIONS_GATHERED
from workflows.opinions import Opinion, give
from workflows.routing import route

A_WEEK = timedelta(days=7)


def test_each_office_is_asked_at_once_with_a_clock_of_its_own(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, _planner, _officer = a_case_with_opinions(connection, workflow)

        route(connection, workflow, case.id)

        asked = asked_of(connection, case)
        clocks = [d for d in deadlines_of(connection, case.id) if d.kind is Kind.OPINION]
        assert asked.keys() == {"planning", "fire"}
        assert asked["fire"].office == FIRE_OFFICE
        assert {d.consultation_id for d in clocks} == {one.id for one in asked.values()}
        assert asked["fire"].due_at < asked["planning"].due_at


def test_an_office_is_asked_only_when_the_answers_call_for_it(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow, levels=1)

        assert asked_of(connection, case).keys() == {"planning"}
        assert agent_queues.next_case(connection, account=officer, clock=workflow.clock) is None
        assert answers(connection, workflow, planner).state == "drafting"


def test_the_case_goes_on_with_the_last_opinion_and_every_answer_is_journalled(
    engine: Engine,
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)

        assert answers(connection, workflow, officer, "with_reserves").state == "opinions"
        moved = answers(connection, workflow, planner)

        assert moved.state == "drafting"
        assert moved.opinions == {"fire": "with_reserves", "planning": "favourable"}
        given = Happening.OPINION_GIVEN
        assert told(connection, case) == ["lodge", given, given, OPINIONS_GATHERED]
        entries = history(connection, case.id)
        assert [entry.position for entry in entries] == [1, 2, 3, 4]
        assert [entry.account_id for entry in entries] == [None, officer.id, planner.id, None]
        assert entries[1].data["opinion"]["office"] == FIRE_OFFICE


def test_what_was_answered_decides_where_the_case_goes(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        _case, planner, officer = a_case_with_opinions(connection, workflow)
        answers(connection, workflow, planner, "unfavourable")

        assert answers(connection, workflow, officer).state == "contested"


def test_two_last_opinions_at_the_same_instant_join_once(engine: Engine) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)
        held = [(one, taken_by(connection, workflow, one)) for one in (planner, officer)]
    together = Barrier(len(held))

    def answer(number: int) -> str:
        account, handed = held[number]
        with engine.begin() as connection:
            together.wait(60)
            said = Opinion("favourable", "Yes.")
            return give(
                connection, workflow, handed.consultation_id or 0, said, account_id=account.id
            ).state

    with ThreadPoolExecutor(2) as threads:
        left_in = list(threads.map(answer, range(2)))

    with engine.begin() as connection:
        assert sorted(left_in) == ["drafting", "opinions"]
        assert told(connection, case).count(OPINIONS_GATHERED) == 1
        assert find_case(connection, case.id).version == 4


def test_silence_counts_as_declared_and_what_comes_late_is_kept_and_moves_nothing(
    engine: Engine,
) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)
    clock.advance(A_WEEK)
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        silent = asked_of(connection, case)["fire"]
        assert (silent.result, silent.is_open) == ("favourable", True)
        assert find_case(connection, case.id).opinions == {"fire": "favourable"}
        assert asked_of(connection, case)["planning"].silent_at is None
        assert answers(connection, workflow, planner).state == "drafting"

        late = answers(connection, workflow, officer, "unfavourable")

        assert late.state == "drafting"
        assert late.opinions["fire"] == "unfavourable"
        assert asked_of(connection, case)["fire"].is_late
        assert told(connection, case).count(OPINIONS_GATHERED) == 1
        assert [entry.to_state for entry in moves(history(connection, case.id))] == [
            "opinions",
            "drafting",
        ]


def test_the_last_silence_lets_the_case_go_on(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)
        assert answers(connection, workflow, planner).state == "opinions"
    clock.advance(A_WEEK)
    Deadlines(engine, workflow).sweep()
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "drafting"
        assert told(connection, case).count(Happening.OPINION_SILENT) == 1


def test_a_case_that_waits_for_an_office_waits_however_late_it_is(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)
        answers(connection, workflow, officer)
    clock.advance(4 * A_WEEK)
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert find_case(connection, case.id).state == "opinions"
        assert answers(connection, workflow, planner).state == "drafting"
        assert asked_of(connection, case)["planning"].is_late


def test_an_opinion_held_while_its_time_ends_can_still_be_given(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, _planner, officer = a_case_with_opinions(connection, workflow)
        due = asked_of(connection, case)["fire"].due_at
        clock.advance(due - clock.now(connection) - timedelta(minutes=5))
        taken_by(connection, workflow, officer)
    clock.advance(timedelta(minutes=10))
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        assert asked_of(connection, case)["fire"].silent_at is not None
        assert answers(connection, workflow, officer).opinions["fire"] == "favourable"


def test_asking_again_forgets_the_first_answers_and_wants_no_late_one(engine: Engine) -> None:
    clock = ShiftedClock()
    workflow = a_workflow(clock)
    with engine.begin() as connection:
        case, planner, _officer = a_case_with_opinions(connection, workflow)
        answers(connection, workflow, planner)
    clock.advance(A_WEEK)
    Deadlines(engine, workflow).sweep()

    with engine.begin() as connection:
        route(connection, workflow, case.id)
        agent = a_drafter(connection)
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "ask_again", actor=acting(agent))
        route(connection, workflow, case.id)

        first, again = (
            [one for one in consultations.asked_on(connection, case.id) if one.is_open is is_open]
            for is_open in (False, True)
        )
        assert find_case(connection, case.id).opinions == {}
        assert {one.name for one in first} == {one.name for one in again} == {"planning", "fire"}
        assert all(one.closed_at or one.answered_at for one in first)


def test_whoever_gave_an_opinion_is_kept_from_what_must_be_done_by_another(
    engine: Engine,
) -> None:
    workflow = a_workflow()
    with engine.begin() as connection:
        case, planner, officer = a_case_with_opinions(connection, workflow)
        answers(connection, workflow, officer)
        answers(connection, workflow, planner)
        route(connection, workflow, case.id)
        agent = a_drafter(connection)
        claimed_by(connection, workflow, agent)
        workflow.fire(connection, case.id, "propose", actor=acting(agent))
        route(connection, workflow, case.id)

        assert set(find_case(connection, case.id).barred) == {agent.id, planner.id, officer.id}
