"""Read a whole form: which questions are asked, what they are answered, and all that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eservices.definition.form import Field, Form, Page
from eservices.form.entries import Entries, typed_in
from eservices.form.kinds import KINDS
from eservices.form.problems import Code, Invalid, Problem
from workflows.language.conditions import compile_condition

#: Attachment identifiers by file field, in the order in which they were added.
Files = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as it was filled in: the fields it asks and what is wrong in them."""

    page: Page
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]

    @property
    def is_complete(self) -> bool:
        """Tell whether everything the page asks has a right answer."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A form as it was filled in; pages that ask nothing are left out."""

    pages: tuple[PageReading, ...]
    answers: Mapping[str, Any]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """List what is wrong on every page."""
        return tuple(problem for page in self.pages for problem in page.problems)

    def page(self, name: str) -> PageReading | None:
        """Find a page that is asked by its name."""
        return next((read for read in self.pages if read.page.page == name), None)

    def first_incomplete(self) -> PageReading | None:
        """Give the first page that still needs something."""
        return next((page for page in self.pages if not page.is_complete), None)

    def after(self, name: str) -> PageReading | None:
        """Give the page that follows another among those that are asked."""
        names = [read.page.page for read in self.pages]
        following = names.index(name) + 1
        return self.pages[following] if following < len(names) else None


def read_form(form: Form, entries: Entries, files: Files, today: date) -> Reading:
    """Read every page in order; a condition sees the answers given before it.

    A question whose condition is false is not asked: what was typed there is kept with the
    draft but is no answer.
    """
    answers: dict[str, Any] = {}
    pages = (_read_page(page, entries, files, answers, today) for page in form.pages)
    return Reading(pages=tuple(page for page in pages if page.fields), answers=answers)


def read_fields(
    fields: Sequence[Field], entries: Entries, files: Files, today: date
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read some fields alone, as for a correction that opens only those."""
    answers: dict[str, Any] = {}
    problems = tuple(
        problem
        for field in fields
        if (problem := _read_field(field, entries, files, answers, today)) is not None
    )
    return answers, problems


def _read_page(
    page: Page, entries: Entries, files: Files, answers: dict[str, Any], today: date
) -> PageReading:
    asked, problems = [], []
    for field in page.fields if _holds(page.when, answers, today) else ():
        if _holds(field.when, answers, today):
            asked.append(field)
            problem = _read_field(field, entries, files, answers, today)
            problems += [problem] if problem else []
    return PageReading(page=page, fields=tuple(asked), problems=tuple(problems))


def _read_field(
    field: Field, entries: Entries, files: Files, answers: dict[str, Any], today: date
) -> Problem | None:
    """Put the field's answer among the answers, or tell what is wrong with it."""
    kind = KINDS[field.type]
    typed = typed_in(field, entries)
    given = list(files.get(field.id, ())) if kind.read is None else typed
    if not given:
        return Problem(field.id, kind.missing) if field.required else None
    try:
        answers[field.id] = given if kind.read is None else kind.read(typed, field, today)
    except Invalid as invalid:
        return Problem(field.id, invalid.code, invalid.parameters)
    return _empty(field, kind.missing, answers)


def _empty(field: Field, missing: Code, answers: dict[str, Any]) -> Problem | None:
    # Only invisible characters were typed: that is no answer.
    if answers[field.id] != "":
        return None
    del answers[field.id]
    return Problem(field.id, missing) if field.required else None


def _holds(expression: str | None, answers: Mapping[str, Any], today: date) -> bool:
    return expression is None or compile_condition(expression).holds(answers, today)
