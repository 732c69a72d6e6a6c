"""Dates, amounts and answers read as a clerk would write them."""

from datetime import date
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import delivery
from delivery.masking import mask
from delivery.wording import (
    Amount,
    AnswerField,
    AnswerKind,
    catalogue,
    write_amount,
    write_answer,
    write_date,
)

PACKAGE = Path(delivery.__file__).parent
SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


def test_the_first_of_the_month_is_an_ordinal_in_french_alone() -> None:
    assert write_date(date(2026, 3, 1), "fr") == "1er mars 2026"
    assert write_date(date(2026, 3, 11), "fr") == "11 mars 2026"
    assert write_date(date(2026, 3, 1), "en") == "1 March 2026"


@pytest.mark.parametrize(
    ("amount", "language", "written"),
    [
        (Amount(1900, "XOF"), "fr", "1 900 F CFA"),
        (Amount(1234567, "BIF"), "fr", "1 234 567 BIF"),
        (Amount(1050, "KES"), "en", "10.50 KES"),
        (Amount(1900, "XOF"), "en", "1,900 F CFA"),
        (Amount(0, "XOF"), "fr", "0 F CFA"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    amount: Amount, language: str, written: str
) -> None:
    assert write_amount(amount, language).translate(SPACES) == written


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("Dossou", AnswerKind.TEXT, "Dossou"),
        ("1994-03-01", AnswerKind.DATE, "1er mars 1994"),
        ("F", AnswerKind.CHOICE, "Féminin"),
        (["F", "M"], AnswerKind.CHOICE, "Féminin et Masculin"),
        ("1250.5", AnswerKind.NUMBER, "1 250,5"),
        (True, AnswerKind.YES_NO, "Oui"),
        (False, AnswerKind.YES_NO, "Non"),
        (None, AnswerKind.DATE, "—"),
        ("", AnswerKind.TEXT, "—"),
        ([], AnswerKind.CHOICE, "—"),
    ],
)
def test_an_answer_is_written_by_its_kind(value: object, kind: AnswerKind, written: str) -> None:
    asked = AnswerField("Label", kind, {"F": "Féminin", "M": "Masculin"})

    assert write_answer(value, asked, "fr").translate(SPACES) == written


def test_a_language_without_a_catalogue_is_an_error_not_a_fallback() -> None:
    with pytest.raises(FileNotFoundError):
        catalogue("rn")


def test_every_fixed_word_is_in_the_french_catalogue() -> None:
    found = extract_from_dir(PACKAGE, keywords={"gettext": None, "words": None})
    written = {message for _file, _line, message, _comments, _context in found}
    with (PACKAGE / "translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        translated = {entry.id for entry in read_po(file) if entry.id and entry.string}

    assert written == translated


@pytest.mark.parametrize(
    ("name", "masked"),
    [("Afi Dossou", "A••• D•••"), ("Ɔ̀lá", "Ɔ̀•••"), ("  É  ", "É•••"), ("", "")],
)
def test_a_masked_name_keeps_first_letters_and_hides_its_length(name: str, masked: str) -> None:
    assert mask(name) == masked
