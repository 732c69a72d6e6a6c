"""Corrections: what the administration asked an applicant to correct, and their answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from eservices.definition.form import Field, FieldType
from eservices.definition.model import EService
from eservices.form import Entries, Problem, entries_for, read_fields
from eservices.lodging import files_by_field
from workflows.actors import APPLICANT, Role
from workflows.attachments import (
    Attachment,
    adopt,
    attachments_of_case,
    attachments_of_draft,
    mark_replaced,
)
from workflows.cases import Case
from workflows.engine import Engine
from workflows.journal import Entry, history
from workflows.language.procedure import Question, Stage, Transition
from workflows.language.values import Text


@dataclass(frozen=True, slots=True)
class Correction:
    """What is open to an applicant who was asked to correct: these fields and no other."""

    case: Case
    trigger: str
    fields: tuple[Field, ...]
    asks_message: bool
    reason: Text | None
    #: What the administration said, as journalled.
    asked: Entry
    #: Files added since, which take the place of the earlier ones when the answer is sent.
    new_files: tuple[Attachment, ...]
    old_files: tuple[Attachment, ...]

    @property
    def holding(self) -> str:
        """Name where new files wait until the answer is sent."""
        return holding_of(self.case)

    @property
    def entries(self) -> dict[str, str]:
        """Write the present answers as they would be typed."""
        typed: dict[str, str] = {}
        for field in self.fields:
            typed |= entries_for(field, self.case.answers.get(field.id))
        return typed

    def read(self, entries: Entries, today: date) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
        """Read the corrected answers, and name every mistake in them."""
        return read_fields(self.fields, entries, files_by_field(self.new_files), today)


def holding_of(case: Case) -> str:
    """Name where files added for a correction wait; each request for correction has its own."""
    return f"correction:{case.id}:{case.version}"


def open_correction(
    connection: Connection, workflow: Engine, case: Case, service: EService
) -> Correction | None:
    """Give what the applicant may correct now, if anything was asked of them."""
    if case.stage is not Stage.APPLICANT:
        return None
    answer = answer_among(workflow.offered(connection, case, APPLICANT), service)
    if answer is None:
        return None
    asked = history(connection, case.id)[-1]
    fields = _fields_named(asked, service)
    named = {field.id for field in fields}
    earlier = attachments_of_case(connection, case.id)
    return Correction(
        case=case,
        trigger=answer.fire,
        fields=fields,
        asks_message=Question.MESSAGE in answer.asks,
        reason=service.reasons.get(asked.data.get(Question.REASON, "")),
        asked=asked,
        new_files=attachments_of_draft(connection, holding_of(case)),
        old_files=tuple(file for file in earlier if file.field in named),
    )


def send_correction(
    connection: Connection,
    workflow: Engine,
    correction: Correction,
    answers: Mapping[str, Any],
    message: str,
    *,
    now: datetime,
) -> Case:
    """Answer the administration; raises the MoveRefused that says why it may not be.

    The case is moved at the version that was read, so that of two tabs one is told.
    """
    new = [file for file in correction.new_files if file.id in _named_files(correction, answers)]
    answered = {file.field for file in new}
    moved = workflow.fire(
        connection,
        correction.case.id,
        correction.trigger,
        actor=APPLICANT,
        data={Question.MESSAGE: message} if correction.asks_message else {},
        answers=answers,
        expected_version=correction.case.version,
    )
    replaced = [file.id for file in correction.old_files if file.field in answered]
    mark_replaced(connection, replaced, at=now)
    adopt(connection, [file.id for file in new], moved.id)
    return moved


def answer_among(offered: Sequence[Transition], service: EService) -> Transition | None:
    """Find the move that answers: the one that does not end the case."""
    moves = (transition for transition in offered if not _ends(transition, service))
    return next(moves, None)


def withdrawal_among(offered: Sequence[Transition], service: EService) -> Transition | None:
    """Find the move by which the applicant withdraws, if it is offered."""
    moves = (transition for transition in offered if _ends(transition, service))
    return next((move for move in moves if move.by is Role.APPLICANT), None)


def _ends(transition: Transition, service: EService) -> bool:
    return service.procedure.states[transition.to].stage is Stage.WITHDRAWN


def _fields_named(asked: Entry, service: EService) -> tuple[Field, ...]:
    named = set(asked.data.get(Question.FIELDS_TO_CORRECT, ()))
    return tuple(field for field in service.form.fields() if field.id in named)


def _named_files(correction: Correction, answers: Mapping[str, Any]) -> set[str]:
    files = (field for field in correction.fields if field.type is FieldType.FILE)
    return {name for field in files for name in answers.get(field.id, ())}
