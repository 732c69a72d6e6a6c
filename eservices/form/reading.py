"""Read a whole form: which questions are asked, what they are answered, and all that is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from eservices.definition.form import Check, Field, FieldType, Form, Page
from eservices.definition.groups import answer_to, item_fields, item_name, least, most
from eservices.form.entries import Entries, typed_in
from eservices.form.groups import count_of
from eservices.form.kinds import KINDS
from eservices.form.phones import in_full
from eservices.form.problems import Code, Invalid, Problem
from workflows.language.conditions import compile_condition

#: Attachment identifiers by file field, in the order in which they were added.
Files = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a group: its number, and the questions it asks under their own names."""

    number: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One question of a page, or a group with the items that are shown of it."""

    field: Field
    items: tuple[Item, ...] = ()
    #: Of a group: how many items there are, shown or not.
    count: int = 0
    may_add: bool = False
    #: The first item that may be removed, if any may.
    removable: int | None = None

    @property
    def is_group(self) -> bool:
        """Tell whether it is repeated."""
        return self.field.type is FieldType.GROUP

    @property
    def fields(self) -> tuple[Field, ...]:
        """List the questions that are asked."""
        if not self.is_group:
            return (self.field,)
        return tuple(one for item in self.items for one in item.fields)


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page as it was filled in: what it asks and what is wrong in it."""

    page: Page
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """List the questions that are asked, those of every item included."""
        return tuple(one for block in self.blocks for one in block.fields)

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

    def answer(self, name: str) -> Any:
        """Give the answer to a question, also of an item; None where there is none."""
        return answer_to(name, self.answers)

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


@dataclass(slots=True)
class _Typed:
    """What was typed and added, the day, and what has been made of it so far."""

    entries: Entries
    files: Files
    today: date
    answers: dict[str, Any] = field(default_factory=dict)
    #: Where a telephone number without a country code belongs; left as typed where unknown.
    country: str | None = None

    def holds(self, expression: str | None, item: Mapping[str, Any]) -> bool:
        """Tell whether a question is asked, of an item or of the applicant."""
        if expression is None:
            return True
        return compile_condition(expression).holds(self.answers, self.today, item=item)


def read_form(
    form: Form, entries: Entries, files: Files, today: date, *, country: str | None = None
) -> Reading:
    """Read every page in order; a condition sees the answers given before it.

    A question whose condition is false is not asked: what was typed there is kept with the
    draft but is no answer.
    """
    typed = _Typed(entries, files, today, country=country)
    read = [page for page in (_read_page(page, typed) for page in form.pages) if page.blocks]
    wrong = (*_unreachable(form, read, typed), *check_answers(form.checks, typed.answers, today))
    return Reading(pages=tuple(_with(page, wrong) for page in read), answers=typed.answers)


def _unreachable(form: Form, read: Sequence[PageReading], typed: _Typed) -> tuple[Problem, ...]:
    """Say that one of mail and telephone is needed, where either will do and both are missing."""
    ways = (form.contact.mail, form.contact.phone)
    if not form.contact.one_is_enough or any(way in typed.answers for way in ways):
        return ()
    wrong = {problem.field for page in read for problem in page.problems}
    # A number mistyped is said to be so, and nothing else.
    missing = () if wrong & set(ways) else ways
    return tuple(Problem(way, Code.NO_WAY_TO_REACH) for way in missing if way is not None)


def read_fields(
    fields: Sequence[Field], entries: Entries, files: Files, today: date
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Read some fields alone, as for a correction that opens only those."""
    answers: dict[str, Any] = {}
    typed = _Typed(entries, files, today)
    problems = tuple(
        problem for field in fields if (problem := _read_field(field, typed, answers)) is not None
    )
    return answers, problems


def read_item(
    group: Field,
    number: int,
    entries: Entries,
    files: Files,
    *,
    answers: Mapping[str, Any],
    today: date,
) -> tuple[Item, dict[str, Any], tuple[Problem, ...]]:
    """Read one item alone, whose conditions see the given answers to the rest of the form."""
    return _read_item(group, number, _Typed(entries, files, today, dict(answers)))


def check_answers(
    checks: Iterable[Check], answers: Mapping[str, Any], today: date
) -> tuple[Problem, ...]:
    """Name everything that does not hold among answers; what needs a missing one is left out."""
    return tuple(
        Problem(name, Code.CHECK, said=check.message)
        for check in checks
        if _fails(check, answers, today)
        for name in check.fields
    )


def _fails(check: Check, answers: Mapping[str, Any], today: date) -> bool:
    if check.when is not None and not compile_condition(check.when).holds(answers, today):
        return False
    return compile_condition(check.holds).verdict(answers, today) is False


def _with(page: PageReading, wrong: Sequence[Problem]) -> PageReading:
    """Add to a page what is wrong with its own answers among those of other pages."""
    names = {block.field.id for block in page.blocks}
    own = tuple(problem for problem in wrong if problem.field in names)
    return replace(page, problems=page.problems + own) if own else page


def _read_page(page: Page, typed: _Typed) -> PageReading:
    blocks: list[Block] = []
    problems: list[Problem] = []
    for asked in page.fields if typed.holds(page.when, {}) else ():
        if typed.holds(asked.when, {}):
            block, wrong = _read_block(asked, typed)
            blocks.append(block)
            problems += wrong
    if blocks:
        problems += check_answers(page.checks, typed.answers, typed.today)
    return PageReading(page=page, blocks=tuple(blocks), problems=tuple(problems))


def _read_block(asked: Field, typed: _Typed) -> tuple[Block, Sequence[Problem]]:
    if asked.type is not FieldType.GROUP:
        problem = _read_field(asked, typed, typed.answers)
        return Block(asked), [problem] if problem else []
    read = [
        _read_item(asked, number, typed) for number in range(1, count_of(asked, typed.entries) + 1)
    ]
    typed.answers[asked.id] = [answers for _item, answers, _wrong in read]
    problems = [problem for _item, _answers, wrong in read for problem in wrong]
    block = Block(
        field=asked,
        items=tuple(item for item, _answers, _wrong in read),
        count=len(read),
        may_add=len(read) < most(asked),
        removable=1 if len(read) > least(asked) else None,
    )
    return block, problems


def _read_item(
    group: Field, number: int, typed: _Typed
) -> tuple[Item, dict[str, Any], tuple[Problem, ...]]:
    prefix = f"{item_name(group, number)}."
    answers: dict[str, Any] = {}
    asked, problems = [], []
    for one in item_fields(group, number):
        own = {name.removeprefix(prefix): answer for name, answer in answers.items()}
        if typed.holds(one.when, own):
            asked.append(one)
            problem = _read_field(one, typed, answers)
            problems += [problem] if problem else []
    own = {name.removeprefix(prefix): answer for name, answer in answers.items()}
    return Item(number, tuple(asked)), own, tuple(problems)


def _read_field(asked: Field, typed: _Typed, answers: dict[str, Any]) -> Problem | None:
    """Put the field's answer among the answers, or tell what is wrong with it."""
    kind = KINDS[asked.type]
    written = typed_in(asked, typed.entries)
    given = list(typed.files.get(asked.id, ())) if kind.read is None else written
    if not given:
        return Problem(asked.id, kind.missing) if asked.required else None
    try:
        answers[asked.id] = given if kind.read is None else kind.read(written, asked, typed.today)
        if asked.type is FieldType.PHONE and typed.country and answers[asked.id]:
            answers[asked.id] = in_full(answers[asked.id], typed.country)
    except Invalid as invalid:
        answers.pop(asked.id, None)
        return Problem(asked.id, invalid.code, invalid.parameters)
    return _empty(asked, kind.missing, answers)


def _empty(asked: Field, missing: Code, answers: dict[str, Any]) -> Problem | None:
    # Only invisible characters were typed: that is no answer.
    if answers[asked.id] != "":
        return None
    del answers[asked.id]
    return Problem(asked.id, missing) if asked.required else None
