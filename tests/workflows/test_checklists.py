"""Checklists: each reader ticks for themselves in one stay of a case, or the move is refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import event

from tests.builders.backoffice import Backoffice
from tests.builders.checklists import ticked, ticks, with_checklists
from workflows.accounts import Account
from workflows.actors import APPLICANT, Actor, Role
from workflows.cases import Case
from workflows.errors import ChecklistUnticked
from workflows.signing import taking

DONE = ("identity", "namesake")


@pytest.fixture
def office(engine: sqlalchemy.Engine, tmp_path: Path) -> Backoffice:
    return with_checklists(Backoffice.open(engine, tmp_path))


@pytest.fixture
def agent(office: Backoffice) -> Account:
    return office.hire(Role.AGENT)


@pytest.fixture
def case(office: Backoffice, agent: Account) -> Case:
    office.a_waiting_case()
    return office.claim(agent)


def signed_for(office: Backoffice, case: Case, agent: Account) -> tuple[Case, Account]:
    """Approve a case and put it in the hands of a signatory."""
    ticks(office, case, agent, DONE)
    office.fire(case, "approve", agent)
    signatory = office.hire(Role.SIGNATORY)
    return office.claim(signatory), signatory


def test_a_move_forward_is_refused_with_what_is_missing_and_nothing_moves(
    office: Backoffice, agent: Account, case: Case
) -> None:
    ticks(office, case, agent, ["identity"])

    with pytest.raises(ChecklistUnticked) as refused:
        office.fire(case, "approve", agent)

    assert refused.value.missing == ("namesake",)
    assert office.state_of(case) == "verification"


def test_what_was_ticked_is_journalled_with_the_move_in_the_order_of_the_list(
    office: Backoffice, agent: Account, case: Case
) -> None:
    ticks(office, case, agent, ["namesake", "identity", "no_such_item"])

    office.fire(case, "approve", agent)

    move = office.journal(case)[-1]
    assert move.data == {"checked": ["identity", "namesake"]}
    assert move.account_id == agent.id


@pytest.mark.parametrize(
    ("trigger", "data", "needed"),
    [
        ("ask_applicant", {"fields_to_correct": ["surname"], "reason": "unreadable"}, ()),
        ("consult_court", {"message": "?", "note": "?"}, ("namesake",)),
        ("refuse", {"reason": "unreadable"}, ("discussed",)),
    ],
)
def test_other_moves_need_what_names_them_and_nothing_else(
    office: Backoffice,
    agent: Account,
    case: Case,
    trigger: str,
    data: dict[str, Any],
    needed: tuple[str, ...],
) -> None:
    if needed:
        with pytest.raises(ChecklistUnticked) as refused:
            office.fire(case, trigger, agent, **data)
        assert refused.value.missing == needed
    ticks(office, case, agent, needed)

    office.fire(case, trigger, agent, **data)

    assert office.state_of(case) != "verification"


def test_an_item_is_asked_of_the_cases_that_its_condition_names(
    office: Backoffice, agent: Account
) -> None:
    office.a_waiting_case(sex="M")
    his = office.claim(agent)
    ticks(office, his, agent, DONE)

    with pytest.raises(ChecklistUnticked) as refused:
        office.fire(his, "approve", agent)

    assert refused.value.missing == ("service",)


def test_the_second_reader_begins_with_an_empty_list_of_their_own(
    office: Backoffice, agent: Account, case: Case
) -> None:
    held, signatory = signed_for(office, case, agent)

    assert ticked(office, held, signatory) == frozenset()
    with pytest.raises(ChecklistUnticked) as refused:
        office.fire(held, "sign", signatory)
    assert refused.value.missing == ("identity", "wording")
    ticks(office, held, signatory, ["identity", "wording"])
    assert office.fire(held, "sign", signatory).state == "issuing"


def test_a_colleague_inherits_no_tick_and_a_case_that_comes_back_is_checked_anew(
    office: Backoffice, agent: Account, case: Case
) -> None:
    colleague = office.hire(Role.AGENT)
    ticks(office, case, agent, DONE)
    assert ticked(office, case, colleague) == frozenset()

    office.fire(case, "ask_applicant", agent, fields_to_correct=["surname"], reason="unreadable")
    office.clock.advance(timedelta(minutes=1))
    with office.engine.begin() as connection:
        office.workflow.fire(connection, case.id, "answer", actor=APPLICANT, answers={})
    office.route(case)
    again = office.claim(agent)

    assert ticked(office, again, agent) == frozenset()
    with pytest.raises(ChecklistUnticked):
        office.fire(again, "approve", agent)


def test_a_sitting_ends_before_a_case_whose_signature_needs_ticks(
    office: Backoffice, agent: Account, case: Case
) -> None:
    ticks(office, case, agent, DONE)
    office.fire(case, "approve", agent)
    signatory = office.hire(Role.SIGNATORY)

    with office.engine.begin() as connection:
        assert taking.take(connection, office.workflow, signatory) is None
    assert office.claim(signatory).id == case.id


def test_only_a_checklist_costs_a_question_to_the_database(
    engine: sqlalchemy.Engine, tmp_path: Path
) -> None:
    plain = Backoffice.open(engine, tmp_path)
    listed = with_checklists(plain)
    agent = plain.hire(Role.AGENT)
    asked: list[str] = []
    questions: dict[str, int] = {}
    for name, office in {"warm": plain, "plain": plain, "listed": listed}.items():
        office.a_waiting_case()
        case = office.claim(agent)
        ticks(office, case, agent, DONE)
        with engine.begin() as connection:
            event.listen(connection, "before_cursor_execute", lambda *a: asked.append(a[2]))
            asked.clear()
            actor = Actor(Role.AGENT, agent.id)
            office.workflow.fire(connection, case.id, "approve", actor=actor)
        questions[name] = sum("unfinished_work" in one for one in asked)

    assert questions == {"warm": 0, "plain": 0, "listed": 1}
