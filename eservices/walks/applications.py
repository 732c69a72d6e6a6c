"""Applications that nobody wrote: answers to a whole form, such as its questions admit."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from eservices.definition.form import Field, FieldType, Page
from eservices.definition.groups import least
from eservices.definition.model import EService
from eservices.definition.overflowing import overflow_texts
from eservices.definition.samples import candidates, sample_answers
from workflows.language.conditions import compile_condition

#: What is answered where no expression tells answers apart.
WORDS: Mapping[FieldType, Any] = {
    FieldType.PERSON_NAME: "Afi Dossou",
    FieldType.NATIONAL_ID: "1234567890",
    FieldType.MAIL: "afi@example.org",
    FieldType.PHONE: "+22990000000",
    FieldType.PLACE: "Cotonou",
    FieldType.FILE: ["generated"],
}


def applications(eservice: EService, today: date) -> Iterator[dict[str, Any]]:
    """Yield answers that open every way that the procedure's conditions and routes tell apart."""
    states, transitions = eservice.procedure.states.values(), eservice.procedure.transitions
    routing = [state.office for state in states if state.office is not None]
    guards = [one.when for one in transitions if one.when is not None]
    asked = eservice.procedure.consultations().values()
    spilling = [text for state in states for text in overflow_texts(state)]
    asking = [text for one in asked for text in (one.when, one.office) if text is not None]
    for chosen in sample_answers(eservice.form, (*guards, *routing, *asking, *spilling)):
        yield _filled(eservice, chosen, today)


def _filled(eservice: EService, chosen: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Answer the questions left open, in order, as far as the answers before them ask them."""
    answers: dict[str, Any] = {}
    for page in eservice.form.pages:
        for field in page.fields:
            if _is_asked(page, field, answers, today):
                answer = chosen.get(field.id, _answer(field, today))
                if answer is not None:
                    answers[field.id] = _as_kept(answer)
    return answers


def _is_asked(page: Page, field: Field, answers: Mapping[str, Any], today: date) -> bool:
    conditions = (text for text in (page.when, field.when) if text is not None)
    return all(compile_condition(text).holds(answers, today) for text in conditions)


def _answer(field: Field, today: date) -> Any:
    if field.type is FieldType.DATE:
        return today.isoformat()
    if field.type is FieldType.GROUP:
        asked = (one for one in field.fields if one.when is None)
        return [{one.id: _as_kept(_answer(one, today)) for one in asked}] * max(1, least(field))
    return WORDS.get(field.type) or candidates(field, ())[0]


def _item_as_kept(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_kept(answer) for name, answer in item.items() if answer is not None}


def _as_kept(answer: Any) -> Any:
    """Write a number as answers are kept: JSON has no decimals."""
    if isinstance(answer, list):
        return [_item_as_kept(one) if isinstance(one, dict) else one for one in answer]
    if not isinstance(answer, Decimal):
        return answer
    return int(answer) if answer == answer.to_integral_value() else float(answer)
