"""Parts of a sent form opened again: single fields, single items, and groups for what was missing.

What was not named stays as it was sent. An item is read with its own conditions; a group that was
named lets items be added after those that were sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eservices.definition.form import Check, Field, FieldType, Form
from eservices.definition.groups import item_fields, item_name, most
from eservices.form.entries import Entries
from eservices.form.groups import count_of
from eservices.form.problems import Problem
from eservices.form.reading import Block, Files, Item, check_answers, read_fields, read_item
from workflows.language.conditions import compile_condition


@dataclass(frozen=True, slots=True)
class Part:
    """A field that is open, or the items of a group that are."""

    field: Field
    numbers: tuple[int, ...] = ()
    #: How many items were sent, and how many there are with those added.
    sent: int = 0
    count: int = 0
    is_growing: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """List the fields that are open, those of items included."""
        if self.field.type is not FieldType.GROUP:
            return (self.field,)
        return tuple(one for number in self.numbers for one in item_fields(self.field, number))


@dataclass(frozen=True, slots=True)
class Reopened:
    """A correction as it was filled in: what it asks, what it changes, and what is wrong."""

    blocks: tuple[Block, ...]
    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]


def opened_parts(
    form: Form, answers: Mapping[str, Any], named: frozenset[str], entries: Entries
) -> tuple[Part, ...]:
    """Find what is open, in the order of the form."""
    parts = (_part(field, answers, named, entries) for field in form.fields())
    return tuple(part for part in parts if part is not None)


def read_parts(
    form: Form,
    parts: Sequence[Part],
    entries: Entries,
    files: Files,
    *,
    answers: Mapping[str, Any],
    today: date,
) -> Reopened:
    """Read what is open among the answers that were sent."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    changed: dict[str, Any] = {}
    for part in parts:
        if part.field.type is FieldType.GROUP:
            block, items, wrong = _read_group(
                part, entries, files, answers={**answers, **changed}, today=today
            )
            changed[part.field.id] = items
            blocks.append(block)
            problems += wrong
        else:
            own, mistakes = read_fields([part.field], entries, files, today)
            changed |= own
            blocks.append(Block(part.field))
            problems += mistakes
    disagreeing = _disagreeing(form, changed, {**answers, **changed}, today)
    return Reopened(tuple(blocks), changed, (*problems, *disagreeing))


def _part(
    field: Field, answers: Mapping[str, Any], named: frozenset[str], entries: Entries
) -> Part | None:
    if field.type is not FieldType.GROUP:
        return Part(field) if field.id in named else None
    sent = len(answers.get(field.id) or ())
    is_growing = field.id in named
    count = max(sent, count_of(field, entries)) if is_growing else sent
    numbers = tuple(
        number
        for number in range(1, count + 1)
        if number > sent or item_name(field, number) in named
    )
    if not numbers and not is_growing:
        return None
    return Part(field, numbers, sent, count, is_growing)


def _read_group(
    part: Part, entries: Entries, files: Files, *, answers: Mapping[str, Any], today: date
) -> tuple[Block, list[dict[str, Any]], list[Problem]]:
    items = [dict(item) for item in answers.get(part.field.id) or ()]
    items += [{} for _added in range(part.count - part.sent)]
    shown: list[Item] = []
    problems: list[Problem] = []
    for number in part.numbers:
        item, own, wrong = read_item(
            part.field, number, entries, files, answers=answers, today=today
        )
        items[number - 1] = own
        shown.append(item)
        problems += wrong
    block = Block(
        field=part.field,
        items=tuple(shown),
        count=part.count,
        may_add=part.is_growing and part.count < most(part.field),
        removable=part.sent + 1 if part.count > part.sent else None,
    )
    return block, items, problems


def _disagreeing(
    form: Form, changed: Mapping[str, Any], answers: Mapping[str, Any], today: date
) -> tuple[Problem, ...]:
    """Name what does not hold any more, beside what is open where its own place is not."""
    checks = [*form.checks, *(check for page in form.pages for check in page.checks)]
    concerned = [check for check in checks if set(changed) & _read_by(check)]
    found = check_answers(concerned, answers, today)
    here = next(iter(changed), "")
    moved = (
        problem if problem.field in changed else Problem(here, problem.code, said=problem.said)
        for problem in found
    )
    return _each_once(moved)


def _read_by(check: Check) -> set[str]:
    texts = (text for text in (check.holds, check.when) if text is not None)
    return {name for text in texts for name in compile_condition(text).names()}


def _each_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    kept: list[Problem] = []
    for problem in problems:
        if problem not in kept:
            kept.append(problem)
    return tuple(kept)
