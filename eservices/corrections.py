"""Corrections: what the administration asked an applicant to correct, and their answer to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from eservices.definition.form import Field, FieldType, Form
from eservices.definition.groups import answer_to, find_part
from eservices.definition.model import EService
from eservices.form import Entries, Files, entries_for, entries_of
from eservices.form.reopening import Reopened, opened_parts, read_parts
from eservices.lodging import files_by_field
from workflows.actors import APPLICANT, Actor, Role
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
    """What is open to an applicant who was asked to correct: what was named and nothing else."""

    case: Case
    form: Form
    trigger: str
    #: Fields, items of groups, and groups of which an item was missing.
    named: frozenset[str]
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
        for field in self.fields({}):
            typed |= entries_for(field, answer_to(field.id, self.case.answers))
        return typed

    def typed(self, posted: Mapping[str, str]) -> dict[str, str]:
        """Pick what was typed in what is open, and how many items were asked for."""
        counts = {name: posted[name] for name in self.named if name in posted}
        return counts | entries_of(self.fields(posted), posted)

    def fields(self, entries: Entries) -> tuple[Field, ...]:
        """List the fields that are open, those of items included."""
        opened = opened_parts(self.form, self.case.answers, self.named, entries)
        return tuple(field for part in opened for field in part.fields)

    def read(self, entries: Entries, today: date) -> Reopened:
        """Read the corrected answers, and name every mistake in them."""
        opened = opened_parts(self.form, self.case.answers, self.named, entries)
        return read_parts(
            self.form, opened, entries, self._files(), answers=self.case.answers, today=today
        )

    def _files(self) -> Files:
        """Give the new files; an item whose document was left alone keeps it."""
        kept = {
            file.field: answer_to(file.field, self.case.answers) or ()
            for file in self.old_files
            if "." in file.field
        }
        return {**kept, **files_by_field(self.new_files)}


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
    named = frozenset(asked.data.get(Question.FIELDS_TO_CORRECT, ()))
    opened = opened_parts(service.form, case.answers, named, {})
    open_names = {field.id for part in opened for field in part.fields}
    earlier = attachments_of_case(connection, case.id)
    return Correction(
        case=case,
        trigger=answer.fire,
        form=service.form,
        named=named,
        asks_message=Question.MESSAGE in answer.asks,
        reason=service.reasons.get(asked.data.get(Question.REASON, "")),
        asked=asked,
        new_files=attachments_of_draft(connection, holding_of(case)),
        old_files=tuple(file for file in earlier if file.field in open_names),
    )


def send_correction(
    connection: Connection,
    workflow: Engine,
    correction: Correction,
    answers: Mapping[str, Any],
    message: str,
    *,
    actor: Actor,
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
        actor=actor,
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
    verdicts = verdicts_of(service)
    moves = (one for one in offered if not _ends(one, service) and one.fire not in verdicts)
    return next(moves, None)


def withdrawal_among(offered: Sequence[Transition], service: EService) -> Transition | None:
    """Find the move by which the applicant withdraws, if it is offered."""
    moves = (transition for transition in offered if _ends(transition, service))
    return next((move for move in moves if move.by is Role.APPLICANT), None)


def verdicts_of(service: EService) -> tuple[str, ...]:
    """Name the triggers by which whoever complained says whether the answer is enough."""
    complaint = service.complaint
    named = () if complaint is None else (complaint.satisfied, complaint.unsatisfied)
    return tuple(fire for fire in named if fire is not None)


def _ends(transition: Transition, service: EService) -> bool:
    return service.procedure.states[transition.to].stage is Stage.WITHDRAWN


def _named_files(correction: Correction, answers: Mapping[str, Any]) -> set[str]:
    fields = (find_part(correction.form, file.field) for file in correction.new_files)
    files = (field for field in fields if field is not None and field.type is FieldType.FILE)
    return {name for field in files for name in answer_to(field.id, answers) or ()}
