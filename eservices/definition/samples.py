"""Answers that stand for all answers, as far as given expressions can tell them apart.

Every option of a choice, both answers of a yes-or-no question, numbers on both sides of every
number written in the expressions, and no answer where a question may go unanswered. Where these
make too many combinations, every two answers are tried together, and the check says so.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice, product
from typing import Any

from eservices.definition.combinations import combined, count_of
from eservices.definition.form import NUMERIC, Field, FieldType, Form, Page
from eservices.definition.groups import least, most
from eservices.definition.truths import SOME_DAY, Answers, Truths
from workflows.language.conditions import compile_condition

#: More different items of one group than this are not tried.
MOST_OF_ITEMS = 40
NUMBER = re.compile(r"(?<![\w\"'.])[0-9]+(?:\.[0-9]+)?")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
Asked = list[tuple[Page, Field]]


def sample_answers(form: Form, expressions: Iterable[str]) -> Iterator[Answers]:
    """Yield combinations of answers that the form can produce for what the expressions read."""
    texts = tuple(expressions)
    asked, truths = _concerned(form, texts), Truths()
    seen = set()
    for values in combined(_choices(asked, texts), partial(_places, asked, truths)):
        answers = _as_asked(asked, truths, values)
        key = tuple(repr(one) if isinstance(one, list) else one for one in answers.values())
        if key not in seen:
            seen.add(key)
            yield answers


def combinations_of(form: Form, expressions: Iterable[str]) -> int:
    """Count the combinations of answers that expressions may tell apart."""
    texts = tuple(expressions)
    return count_of(_choices(_concerned(form, texts), texts))


def _choices(asked: Asked, texts: Sequence[str]) -> list[tuple[Any, ...]]:
    conditions = [
        text for page, field in asked for text in (page.when, field.when) if text is not None
    ]
    return [candidates(field, (*texts, *conditions)) for _page, field in asked]


def _places(asked: Asked, truths: Truths, values: tuple[Any, ...]) -> Mapping[int, Any]:
    """Give the places of the questions that are asked, where these are the answers."""
    answers: dict[str, Any] = {}
    shown = {}
    for place, ((page, field), value) in enumerate(zip(asked, values, strict=True)):
        if _is_shown(page, field, answers, truths):
            shown[place] = value
        answers[field.id] = value if place in shown else None
    return shown


def candidates(field: Field, texts: Sequence[str]) -> tuple[Any, ...]:
    """List answers to a question that the texts can tell apart; None where it may be skipped."""
    skipped = () if field.required else (None,)
    if field.type is FieldType.CHOICE:
        return (*(option.value for option in field.options), *skipped)
    if field.type is FieldType.BOOLEAN:
        return (True, False, *skipped)
    if field.type in NUMERIC:
        return (*_numbers(field, texts), *skipped)
    if field.type is FieldType.GROUP:
        return tuple(_lists(field, texts))
    if field.type is FieldType.DATE:
        return (SOME_DAY.isoformat(), *_days(texts), *skipped)
    return (*sorted({*_words(texts), "other"}), *skipped)


def _lists(group: Field, texts: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    """Yield the shortest and the longest lists of equal items, for each item that can be told."""
    read = {name for text in texts for name in compile_condition(text).items}
    inner = [field for field in group.fields if field.id in read]
    known = [
        (*candidates(field, texts), *((None,) if field.when is not None else ())) for field in inner
    ]
    sizes = {least(group), max(1, least(group)), most(group)}
    for values in islice(product(*known), MOST_OF_ITEMS):
        item = {field.id: value for field, value in zip(inner, values, strict=True)}
        yield from ([item] * size for size in sorted(sizes))


def _conditions(page: Page, field: Field) -> Iterator[str]:
    """List what decides whether a question is asked, and those of its items."""
    inner = (one.when for one in field.fields)
    yield from (text for text in (page.when, field.when, *inner) if text is not None)


def _concerned(form: Form, texts: Iterable[str]) -> Asked:
    """List the questions that the texts read, and those that decide whether these are asked."""
    questions = [(page, field) for page in form.pages for field in page.fields]
    wanted = {name for text in texts for name in compile_condition(text).names()}
    for page, field in reversed(questions):
        if field.id in wanted:
            conditions = _conditions(page, field)
            wanted |= {name for text in conditions for name in compile_condition(text).names()}
    return [(page, field) for page, field in questions if field.id in wanted]


def _as_asked(asked: Asked, truths: Truths, values: tuple[Any, ...]) -> dict[str, Any]:
    """Keep the answers to the questions that are asked, given the answers before them."""
    answers: dict[str, Any] = {}
    for (page, field), value in zip(asked, values, strict=True):
        answers[field.id] = value if _is_shown(page, field, answers, truths) else None
    return answers


def _is_shown(page: Page, field: Field, answers: Answers, truths: Truths) -> bool:
    return truths.holds(page.when, answers) and truths.holds(field.when, answers)


def _numbers(field: Field, texts: Sequence[str]) -> tuple[Decimal, ...]:
    written = {Decimal(text) for source in texts for text in NUMBER.findall(source)}
    around = {number + step for number in written for step in (-1, 0, 1)}
    bounds = {
        Decimal(bound) for bound in (field.min, field.max) if isinstance(bound, int | Decimal)
    }
    allowed = {number for number in around | bounds | {Decimal(1)} if _allows(field, number)}
    return tuple(sorted(allowed))


def _allows(field: Field, number: Decimal) -> bool:
    low = field.min if isinstance(field.min, int | Decimal) else number
    high = field.max if isinstance(field.max, int | Decimal) else number
    return low <= number <= high


def _days(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in _words(texts) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word))


def _words(texts: Sequence[str]) -> tuple[str, ...]:
    found = {one or other for source in texts for one, other in QUOTED.findall(source)}
    return tuple(sorted(found))
