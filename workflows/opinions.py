"""Opinions: offices asked side by side, their answers, their silence, and the join.

Everything here happens under the lock of the case, so that two last opinions that come together
let it go on once: the second finds it gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from workflows import claims, consultations, deadlines
from workflows.actors import SYSTEM, Actor, Role
from workflows.cases import Case, lock_case, lock_case_now
from workflows.claims import NOT_HELD
from workflows.consultations import Asked
from workflows.decision import LONGEST_TEXT, filed_it
from workflows.engine import Engine, to_the_minute
from workflows.errors import CaseNotClaimed, FourEyesRefused, InvalidMoveData
from workflows.happenings import Occurrence, record
from workflows.interpreter import interpreter
from workflows.journal import Happening
from workflows.language.conditions import compile_condition
from workflows.language.procedure import (
    OPINIONS_GATHERED,
    CompiledProcedure,
    Consultation,
    Result,
    Silence,
)
from workflows.offices import office_named
from workflows.organisations import pool_for, successor_of
from workflows.tables import cases
from workflows.tables import consultations as consultations_table


@dataclass(frozen=True, slots=True)
class Opinion:
    """An answer as it was filled in; `give` judges it."""

    result: str
    text: str


def ask(connection: Connection, engine: Engine, case: Case, compiled: CompiledProcedure) -> None:
    """Ask for the opinions of the state that a locked case stands in; asking twice does nothing.

    Where the answers call for none of them, the case goes on at once. Raises NoPool when nobody
    treats the agent queue of one.
    """
    asked = compiled.procedure.states[case.state].consults
    if not asked:
        return
    today = case.lodged_at.date()
    due = {
        name: one
        for name, one in asked.items()
        if one.when is None or compile_condition(one.when).holds(case.answers, today)
    }
    if _ask_each(connection, engine, case, compiled, due):
        _forget(connection, case, asked)
    _go_on_when_all_are_there(connection, engine, lock_case(connection, case.id))


def _ask_each(
    connection: Connection,
    engine: Engine,
    case: Case,
    compiled: CompiledProcedure,
    due: Mapping[str, Consultation],
) -> bool:
    """Ask every office that is due; tells whether this was done for the first time."""
    first = True
    for name, one in due.items():
        office = office_named(one.office, case, default=compiled.calendar_office)
        pool = pool_for(connection, queue=one.queue, office=office)
        if pool.succeeded_by is not None:
            pool = successor_of(connection, pool, on=engine.clock.now(connection).date())
            office = pool.office
        row = {
            "case_id": case.id,
            "name": name,
            "state": case.state,
            "asked_at": case.entered_at,
            "office": office,
            "pool_id": pool.id,
            "eligible_at": to_the_minute(case.entered_at),
            "tie_break": engine.tie_break(case.reference),
            "filed_by": case.filed_by,
            "barred": select(cases.c.recused).where(cases.c.id == case.id).scalar_subquery(),
        }
        once = insert(consultations_table).values(row).on_conflict_do_nothing()
        identifier = connection.execute(once.returning(consultations_table.c.id)).scalar()
        if identifier is None:
            first = False
            continue
        clock = deadlines.Start(
            deadlines.Kind.OPINION, case.state, one.deadline, office, one.warn_at, identifier
        )
        deadlines.start(connection, case.id, clock, at=case.entered_at)
    return first


def _forget(connection: Connection, case: Case, names: Mapping[str, Any]) -> None:
    """Take back what conditions know of the opinions that are asked for anew."""
    left = {name: result for name, result in case.opinions.items() if name not in names}
    if left != case.opinions:
        connection.execute(update(cases).where(cases.c.id == case.id).values(opinions=left))


def give(
    connection: Connection,
    engine: Engine,
    consultation_id: int,
    opinion: Opinion,
    *,
    account_id: int,
) -> Case:
    """Record an opinion of whoever holds it, and let the case go on if it was the last one.

    Raises CaseNotClaimed, FourEyesRefused, or InvalidMoveData with the problems of what was filled
    in.
    """
    case, instant = lock_case_now(
        connection, consultations.find(connection, consultation_id).case_id
    )
    asked, now = consultations.find(connection, consultation_id), engine.clock.told(instant)
    names = {"reference": case.reference, "trigger": asked.name}
    if not asked.is_held_by(account_id, now):
        raise CaseNotClaimed(**names)
    if filed_it(case, Actor(Role.AGENT, account_id)):
        raise FourEyesRefused(**names)
    problems = problems_of(opinion)
    if problems:
        raise InvalidMoveData(**names, problems=problems)
    answer = {"result": opinion.result, "text": opinion.text.strip()}
    _write(connection, asked, {**answer, "answered_at": now, "answered_by": account_id, **NOT_HELD})
    claims.end_of_opinion(connection, asked.id, claims.Ending.MOVED, at=now)
    deadlines.stop_opinions(connection, [asked.id], at=now)
    told = {"name": asked.name, "office": asked.office, **answer, "late": now > asked.due_at}
    given = Occurrence(
        Happening.OPINION_GIVEN,
        Actor(Role.AGENT, account_id),
        {"opinion": told},
        _known(case, asked, opinion.result),
    )
    noted = record(connection, engine, case.id, given)
    return _go_on_when_all_are_there(connection, engine, noted)


def problems_of(opinion: Opinion) -> dict[str, str]:
    """Map each part of an opinion that cannot stand to a problem code."""
    problems = {}
    if opinion.result not in set(Result):
        problems["result"] = "required"
    if not opinion.text.strip():
        problems["text"] = "required"
    elif len(opinion.text) > LONGEST_TEXT:
        problems["text"] = "too_long"
    return problems


def fall_silent(connection: Connection, engine: Engine, consultation_id: int) -> None:
    """Do what the end of an opinion's time means; one that waits, or that came, is left alone.

    What came late may still be given: it takes a new place in its agent queue, behind those that
    can still come in time.
    """
    case = lock_case(connection, consultations.find(connection, consultation_id).case_id)
    asked = consultations.find(connection, consultation_id)
    compiled = interpreter(connection, case.definition).compiled
    meant = compiled.procedure.states[asked.state].consults[asked.name].silence
    if not asked.is_open or asked.silent_at or meant is Silence.WAITS:
        return
    now = engine.clock.now(connection)
    place = {"eligible_at": to_the_minute(now)}
    _write(connection, asked, {"result": meant.value, "silent_at": now, **place})
    told = {"name": asked.name, "office": asked.office, "result": meant.value}
    silent = Occurrence(
        Happening.OPINION_SILENT, SYSTEM, {"opinion": told}, _known(case, asked, meant.value)
    )
    noted = record(connection, engine, case.id, silent)
    _go_on_when_all_are_there(connection, engine, noted)


def _write(connection: Connection, asked: Asked, values: Mapping[str, Any]) -> None:
    row = consultations_table.c.id == asked.id
    connection.execute(update(consultations_table).where(row).values(values))


def _known(case: Case, asked: Asked, result: str) -> dict[str, Any]:
    """Give what conditions may know of a case's opinions, once this one is there."""
    return {"opinions": {**case.opinions, asked.name: result}}


def _go_on_when_all_are_there(connection: Connection, engine: Engine, case: Case) -> Case:
    """Let a case leave the state that asked for opinions, once none is awaited any more."""
    compiled = interpreter(connection, case.definition).compiled
    if not compiled.procedure.states[case.state].consults:
        return case
    asked = consultations.asked_on(connection, case.id)
    awaited = [one for one in asked if one.asked_at == case.entered_at and not one.is_settled]
    if awaited:
        return case
    return engine.fire(connection, case.id, OPINIONS_GATHERED, actor=SYSTEM)
