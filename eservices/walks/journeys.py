"""Journeys: one case each, lodged on generated answers and led along one route by the engine.

Nothing is left behind: each journey is undone when it has ended, and what is driven is the engine
that drives citizens' cases, on PostgreSQL, with the pack's offices, pools, calendars and people.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from eservices.definition import rules
from eservices.definition.branches import opinions_that_may_come
from eservices.definition.model import EService
from eservices.definition.publish import publish
from eservices.lodging import evaluate
from eservices.walks.applications import applications
from eservices.walks.gathering import A_SECOND, MOST_ENDED, gather
from eservices.walks.people import NobodyThere, Staff
from eservices.walks.routes import Leg, Route, legs, routes
from payments.charges import freeze
from payments.tariff import TariffError, assess
from payments.waivers import reject_waivers
from workflows import checklists, deadlines, falling_due
from workflows.actors import SYSTEM, TREATING, Actor, Role
from workflows.cases import Case, lock_case
from workflows.checklists import items_for
from workflows.clock import ShiftedClock
from workflows.deadlines import Kind
from workflows.engine import Engine, Lodging
from workflows.errors import WorkflowError
from workflows.interpreter import interpreter
from workflows.language.conditions import UnusableExpression
from workflows.language.procedure import OPINIONS_GATHERED, Question
from workflows.outbox import Outbox
from workflows.routing import route as put_in_queue
from workflows.silence import decide_by_silence
from workflows.verifier.flaws import Flaw, transition_at

FAILURES = (WorkflowError, TariffError, UnusableExpression, NobodyThere)


class NotExpired(WorkflowError):
    """The end of a wait came and fired nothing."""


class OtherWayTaken(WorkflowError):
    """Another transition of the same trigger was taken."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What a case needs to be led: who works, on which e-service, with which answers."""

    staff: Staff
    eservice: EService
    checksum: str
    answers: Mapping[str, Any]
    #: What offices that are consulted will say; favourable where nothing is said here.
    opinions: Mapping[str, str]


def walk(connection: Connection, staff: Staff, eservice: EService) -> Iterator[Flaw]:
    """Drive every transition of an e-service; each that could not be driven is a flaw."""
    checksum = publish(connection, eservice)
    today = ShiftedClock().now(connection).date()
    missing: dict[Leg, str] = dict.fromkeys(legs(eservice.procedure), "no answers open it")
    for answers in applications(eservice, today):
        for opinions in opinions_that_may_come(eservice.procedure, answers):
            journey = Journey(staff, eservice, checksum, answers, opinions)
            _cover(connection, journey, missing, today)
            if not missing:
                return
    for leg, problem in missing.items():
        values = {"fire": leg.transition.fire, "state": leg.origin, "problem": problem}
        yield Flaw(rules.NOT_WALKED, transition_at(leg.position), values)


def _cover(connection: Connection, journey: Journey, missing: dict[Leg, str], today: date) -> None:
    for way in routes(journey.eservice.procedure, journey.answers, today, journey.opinions):
        if way[-1] not in missing:
            continue
        undone = connection.begin_nested()
        try:
            lead(connection, journey, new_engine(), way)
        except FAILURES as failure:
            missing[way[-1]] = f"{type(failure).__name__} {failure}".strip()
        else:
            for leg in way:
                missing.pop(leg, None)
        finally:
            undone.rollback()


def new_engine() -> Engine:
    """Give an engine whose clock can be turned and that rings for nobody."""
    return Engine(ShiftedClock(), Outbox({}), secrets.token_bytes(32))


def lead(connection: Connection, journey: Journey, engine: Engine, way: Route) -> Case:
    """Lodge a case and lead it along a way; raises what refuses to let it pass."""
    case = _lodge(connection, journey, engine)
    for leg in way:
        case = _move(connection, journey, engine, case=case, leg=leg)
        if case.state != leg.transition.to:
            raise OtherWayTaken
    return case


def _lodge(connection: Connection, journey: Journey, engine: Engine) -> Case:
    eservice = journey.eservice
    lodging = Lodging(
        eservice=eservice.eservice,
        definition=journey.checksum,
        answers=journey.answers,
        lodging_key=secrets.token_hex(16),
        reference_prefix="WALK",
        name="Afi Dossou",
        language=eservice.languages[0],
    )
    case = engine.lodge(connection, lodging).case
    on = case.lodged_at.date()
    lines = assess(eservice.tariff, answers=journey.answers, on=on, evaluate=evaluate)
    freeze(connection, case_id=case.id, lines=lines)
    return case


def _move(
    connection: Connection, journey: Journey, engine: Engine, *, case: Case, leg: Leg
) -> Case:
    state = journey.eservice.procedure.states[leg.origin]
    transition = leg.transition
    expires = state.expires is not None and state.expires.fire == transition.fire
    if transition.by is Role.SYSTEM and expires:
        return _let_expire(connection, engine, case, Kind.EXPIRY)
    if transition.by is Role.SYSTEM and _is_the_laws(journey, transition.fire):
        return _let_expire(connection, engine, case, Kind.SILENCE)
    put_in_queue(connection, engine, case.id)
    if transition.fire == OPINIONS_GATHERED:
        return gather(
            connection,
            engine,
            journey.staff,
            case=case,
            procedure=journey.eservice.procedure,
            wanted=journey.opinions,
        )
    actor = SYSTEM if transition.by is Role.SYSTEM else Actor(transition.by)
    if transition.by in TREATING:
        taken = journey.staff.take(connection, case, transition, engine.clock)
        actor = Actor(transition.by, taken.id)
        _tick(connection, engine, case, taken.id)
    data = {question.value: _said(question, journey, leg) for question in transition.asks}
    moved = engine.fire(connection, case.id, transition.fire, actor=actor, data=data)
    if transition.rejects_exemptions:
        reject_waivers(connection, case.id)
    return moved


def _tick(connection: Connection, engine: Engine, case: Case, account_id: int) -> None:
    """Tick the checklist of the state for whoever is about to decide."""
    listed = items_for(interpreter(connection, case.definition), case)
    done = [item.id for item in listed]
    checklists.tick(connection, case, account_id, done, at=engine.clock.now(connection))


def _is_the_laws(journey: Journey, trigger: str) -> bool:
    silence = journey.eservice.procedure.silence
    return silence is not None and silence.fire == trigger


def _let_expire(connection: Connection, engine: Engine, case: Case, kind: Kind) -> Case:
    """Turn the clock until a delay has passed, and do what the sweep of deadlines does."""
    clock = engine.clock
    waits = [
        deadline
        for deadline in deadlines.deadlines_of(connection, case.id)
        if deadline.kind is kind and deadline.stopped_at is None and deadline.due_at
    ]
    if not waits or waits[0].due_at is None or not isinstance(clock, ShiftedClock):
        raise NotExpired
    clock.advance(waits[0].due_at - clock.now(connection) + A_SECOND)
    ended = falling_due.overdue(connection, at=clock.now(connection), limit=MOST_ENDED)
    locked = lock_case(connection, case.id)
    if kind is Kind.SILENCE:
        moved = decide_by_silence(connection, engine, locked)
    else:
        moved = engine.expire(connection, locked)
    if waits[0].id not in ended or moved is None:
        raise NotExpired
    return moved


def _said(question: Question, journey: Journey, leg: Leg) -> Any:
    """Answer what a transition asks of whoever fires it."""
    text = "Written for a walk."
    reasons = leg.transition.reasons or tuple(journey.eservice.reasons)
    answers: Mapping[Question, Any] = {
        Question.REASON: next(iter(reasons), ""),
        Question.FIELDS_TO_CORRECT: [journey.eservice.form.fields()[0].id],
        Question.OPINION: {"favourable": True, "text": text},
    }
    return answers.get(question, text)
