"""Documents made of every definition of the packs: whole, in both languages, and safe to print."""

import re

import pytest

from eservices.definition.form import FieldType
from eservices.definition.model import EService
from eservices.documents import Document, Kind, as_markdown, document
from eservices.packs import known_packs, read_eservices, read_pack
from workflows.actors import TREATING, Role
from workflows.language.procedure import LegalSilence
from workflows.language.values import Text

ESERVICES = [one for name in known_packs() for one in read_eservices(read_pack(name))]

every_eservice = pytest.mark.parametrize(
    "eservice", ESERVICES, ids=lambda one: f"{one.pack}/{one.eservice}"
)
both_languages = pytest.mark.parametrize("language", ["fr", "en"])


def cells(made: Document) -> list[tuple[str, ...]]:
    return [row for section in made.sections for table in section.tables for row in table.rows]


@every_eservice
@both_languages
@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_left_to_fill_in(kind: Kind, eservice: EService, language: str) -> None:
    made = document(kind, eservice, language)
    text = as_markdown(made)

    assert made.title == eservice.title.in_language(language)
    assert made.sections
    assert all(section.says_something and section.title for section in made.sections)
    assert not re.search(r"%\(|\bNone\b|\{answers", text)


@every_eservice
def test_the_plan_has_a_line_for_each_transition_and_each_refusal(eservice: EService) -> None:
    numbers = [row[0] for row in cells(document(Kind.TEST_PLAN, eservice, "fr"))]
    moves = eservice.procedure.transitions
    edges = sum(len(move.origins) for move in moves)
    refusals = sum(
        len(move.origins)
        * (
            len(move.asks)
            + len(move.distinct_from)
            + (move.when is not None and move.by is not Role.SYSTEM)
            + (move.by in TREATING)
        )
        for move in moves
    )

    assert [number for number in numbers if number.startswith("T")] == [
        f"T{number}" for number in range(1, edges + 1)
    ]
    assert sum(number.startswith("R") for number in numbers) == refusals
    opinions = eservice.procedure.consultations()
    assert sum(number.startswith("O") for number in numbers) == 2 * len(opinions)
    assert len(numbers) == len(set(numbers))


@every_eservice
@both_languages
def test_the_guide_tells_every_button_reason_and_question(
    eservice: EService, language: str
) -> None:
    told = as_markdown(document(Kind.GUIDE, eservice, language)).replace("\\", "")

    def said(words: str) -> bool:
        return " ".join(words.split()) in told

    labels = [move.label for move in eservice.procedure.transitions if move.label is not None]
    labels += [field.label for field in eservice.form.fields()]
    labels += [state.label for state in eservice.procedure.states.values() if not state.final]
    labels += list(eservice.reasons.values())
    labels += [asked.label for asked in eservice.procedure.consultations().values()]
    assert [label for label in labels if not said(label.in_language(language))] == []
    assert any(field.type is FieldType.FILE for field in eservice.form.fields()) == (
        ("pièces " if language == "fr" else "documents ") in told
        or not any(state.queue for state in eservice.procedure.states.values())
    )


@every_eservice
def test_the_sheet_names_each_price_and_document(eservice: EService) -> None:
    told = as_markdown(document(Kind.SHEET, eservice, "fr")).replace("\\", "")

    for line in eservice.tariff:
        assert " ".join(line.label.in_language("fr").split()) in told
    for piece in eservice.sheet.documents:
        assert " ".join(piece.label.in_language("fr").split()) in told


def test_words_of_a_definition_never_become_markup() -> None:
    wild = ESERVICES[0].model_copy(update={"title": Text({"fr": "<b>|`#*"})})

    text = as_markdown(document(Kind.SHEET, wild, "fr"))

    assert text.startswith("# \\<b\\>\\|\\`\\#\\*\n")


def test_what_the_law_s_silence_decides_is_told_to_citizens_and_tried_out() -> None:
    silence = {"after": "60 days", "fire": "refuse", "decides": "refuse"}
    procedure = ESERVICES[0].procedure.model_copy(
        update={"silence": LegalSilence.model_validate(silence)}
    )
    eservice = ESERVICES[0].model_copy(update={"procedure": procedure})

    sheet = as_markdown(document(Kind.SHEET, eservice, "en"))
    plan = as_markdown(document(Kind.TEST_PLAN, eservice, "fr"))

    assert "Without a decision after 60 days, the application is refused by law." in sheet
    assert "Laisser passer 60 jours avant toute décision" in plan
