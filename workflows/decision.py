"""The decision to move: may this actor fire this trigger on this case, with what is given?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.actors import TREATING, Actor
from workflows.cases import Case
from workflows.errors import (
    ActorNotAllowed,
    CaseNotClaimed,
    FourEyesRefused,
    InvalidMoveData,
    MoveRefused,
    StaleCase,
    TriggerUnavailable,
)
from workflows.interpreter import Interpreter, Position
from workflows.language.procedure import CompiledProcedure, Question, Transition

LONGEST_TEXT = 4000


@dataclass(frozen=True, slots=True)
class Attempt:
    """What an actor wants to do to a case."""

    trigger: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] | None = None
    expected_version: int | None = None


def position_of(case: Case, actor: Actor, now: datetime) -> Position:
    """Place the case for the interpreter."""
    return Position(case.state, actor.role, case.answers, now.date(), case.opinions)


def decide(case: Case, attempt: Attempt, *, interpreter: Interpreter, now: datetime) -> Transition:
    """Give the transition that the attempt takes, or raise the MoveRefused that says why not."""
    names = {"reference": case.reference, "trigger": attempt.trigger}
    if attempt.expected_version not in {None, case.version}:
        raise StaleCase(**names)
    transition = interpreter.move(attempt.trigger, position_of(case, attempt.actor, now))
    if transition is None:
        raise _why_unavailable(case, attempt, interpreter)(**names)
    if needs_claim(attempt.actor) and not case.is_claimed_by(attempt.actor.account_id, now):
        raise CaseNotClaimed(**names)
    problems = check_data(transition, attempt.data, interpreter.compiled)
    if problems:
        raise InvalidMoveData(**names, problems=problems)
    return transition


def check_four_eyes(
    case: Case, transition: Transition, actor: Actor, others: frozenset[int]
) -> None:
    """Raise FourEyesRefused when the actor filed the case, or did a step kept apart from this."""
    if actor.account_id in others or filed_it(case, actor):
        raise FourEyesRefused(reference=case.reference, trigger=transition.fire)


def filed_it(case: Case, actor: Actor) -> bool:
    """Tell whether somebody about to treat a case filed it at a counter themselves."""
    return case.filed_by is not None and actor.account_id == case.filed_by and needs_claim(actor)


def needs_claim(actor: Actor) -> bool:
    """Tell whether the actor's role treats cases in agent queues."""
    return actor.role in TREATING


def _why_unavailable(case: Case, attempt: Attempt, interpreter: Interpreter) -> type[MoveRefused]:
    triggers = [t for t in interpreter.outgoing(case.state) if t.fire == attempt.trigger]
    roles = {transition.by for transition in triggers}
    return ActorNotAllowed if roles and attempt.actor.role not in roles else TriggerUnavailable


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What coded answers may say: the reasons of this transition, the fields of this form."""

    reasons: tuple[str, ...]
    fields: tuple[str, ...]


def _check_reason(value: Any, allowed: _Allowed) -> str | None:
    return None if value in allowed.reasons else "unknown_reason"


def _check_fields(value: Any, allowed: _Allowed) -> str | None:
    if not isinstance(value, list) or not value:
        return "choose_one"
    return None if set(value) <= set(allowed.fields) else "unknown_field"


def _check_opinion(value: Any, allowed: _Allowed) -> str | None:
    if not isinstance(value, dict) or not isinstance(value.get("favourable"), bool):
        return "required"
    return _check_text(value.get("text"), allowed)


def _check_text(value: Any, _allowed: _Allowed) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return "required"
    return "too_long" if len(value) > LONGEST_TEXT else None


CHECKS: Mapping[Question, Callable[[Any, _Allowed], str | None]] = {
    Question.REASON: _check_reason,
    Question.FIELDS_TO_CORRECT: _check_fields,
    Question.OPINION: _check_opinion,
    Question.MESSAGE: _check_text,
    Question.NOTE: _check_text,
}


def check_data(
    transition: Transition, data: Mapping[str, Any], compiled: CompiledProcedure
) -> dict[str, str]:
    """Map each question badly answered to a problem code, such as `required`."""
    allowed = _Allowed(transition.reasons or compiled.reasons, compiled.fields)
    problems = dict.fromkeys(data.keys() - set(transition.asks), "unexpected")
    for question in transition.asks:
        problem = CHECKS[question](data.get(question), allowed)
        if question not in data:
            problem = "required"
        if problem is not None:
            problems[question] = problem
    return problems
