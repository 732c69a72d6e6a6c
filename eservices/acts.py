"""How the answers of a form are written on the act that follows from them."""

from collections.abc import Mapping

from delivery.wording import AnswerField, AnswerKind
from eservices.definition.form import Field, FieldType
from eservices.definition.groups import naming_fields
from eservices.definition.model import EService

#: How the answers of each kind of field are written on an act; the others are written as typed.
KINDS: Mapping[FieldType, AnswerKind] = {
    FieldType.DATE: AnswerKind.DATE,
    FieldType.CHOICE: AnswerKind.CHOICE,
    FieldType.INTEGER: AnswerKind.NUMBER,
    FieldType.DECIMAL: AnswerKind.NUMBER,
    FieldType.AREA: AnswerKind.NUMBER,
    FieldType.BOOLEAN: AnswerKind.YES_NO,
    FieldType.GROUP: AnswerKind.GROUP,
}


def printed_fields(eservice: EService, language: str) -> dict[str, AnswerField]:
    """Describe every field of the form as an act prints it in a language."""
    return {field.id: _printed(field, language) for field in eservice.form.fields()}


def _printed(field: Field, language: str) -> AnswerField:
    return AnswerField(
        label=field.label.in_language(language),
        kind=KINDS.get(field.type, AnswerKind.TEXT),
        options={option.value: option.label.in_language(language) for option in field.options},
        parts={one.id: _printed(one, language) for one in naming_fields(field)},
    )
