"""What can be wrong with what somebody typed, and the plain words that say so."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from eservices.form.presenting import in_words
from eservices.texts import mark, translate
from workflows.language.values import Text


class Code(StrEnum):
    """The mistakes a form knows; each has one text in `EXPLANATIONS`."""

    MISSING = "missing"
    MISSING_CHOICE = "missing-choice"
    MISSING_FILE = "missing-file"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    NO_LETTER = "no-letter"
    NOT_IN_A_NAME = "not-in-a-name"
    NOT_IN_A_NUMBER = "not-in-a-number"
    WRONG_FORM = "wrong-form"
    DATE_INCOMPLETE = "date-incomplete"
    DATE_UNREAL = "date-unreal"
    DATE_TOO_EARLY = "date-too-early"
    DATE_TOO_LATE = "date-too-late"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    TOO_PRECISE = "too-precise"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    NOT_AN_OPTION = "not-an-option"
    NOT_A_MAIL = "not-a-mail"
    NOT_A_PHONE = "not-a-phone"
    NOT_A_PHONE_HERE = "not-a-phone-here"
    NO_WAY_TO_REACH = "no-way-to-reach"
    CHECK = "check"


EXPLANATIONS: Mapping[Code, str] = {
    Code.MISSING: mark("Fill in this field."),
    Code.MISSING_CHOICE: mark("Choose one of the answers."),
    Code.MISSING_FILE: mark("Add this document."),
    Code.UNREADABLE: mark(
        "This text holds characters that cannot be read. Delete it and type it again."
    ),
    Code.TOO_LONG: mark("Shorten this to %(limit)s characters at most; it has %(length)s now."),
    Code.NO_LETTER: mark("Write this in letters."),
    Code.NOT_IN_A_NAME: mark(
        "Use only letters, spaces, hyphens and apostrophes. Remove: %(characters)s"
    ),
    Code.NOT_IN_A_NUMBER: mark("Use only letters without accents and digits."),
    Code.WRONG_FORM: mark("This does not look as expected. Compare it with your document."),
    Code.DATE_INCOMPLETE: mark("Give the day, the month and the year, in figures."),
    Code.DATE_UNREAL: mark("This date does not exist. Check the day, the month and the year."),
    Code.DATE_TOO_EARLY: mark("The date must be %(limit)s or later."),
    Code.DATE_TOO_LATE: mark("The date must be %(limit)s or earlier."),
    Code.NOT_A_NUMBER: mark("Write a number, in figures."),
    Code.NOT_WHOLE: mark("Write a whole number, without decimals."),
    Code.TOO_PRECISE: mark("Use two decimals at most, and no dot or comma between thousands."),
    Code.TOO_SMALL: mark("The number must be %(limit)s or more."),
    Code.TOO_LARGE: mark("The number must be %(limit)s or less."),
    Code.NOT_AN_OPTION: mark("Choose one of the answers offered."),
    Code.NOT_A_MAIL: mark("Write a complete mail address, such as name@example.org."),
    Code.NOT_A_PHONE_HERE: mark(
        "This number does not exist. Count its figures; write the country code if it is abroad."
    ),
    Code.NO_WAY_TO_REACH: mark(
        "Write a mail address or a telephone number: one of the two is enough."
    ),
    Code.CHECK: mark("Correct this: it does not agree with another answer."),
    Code.NOT_A_PHONE: mark(
        "Write a telephone number in figures, with the country code if it is abroad, "
        "such as +229 01 97 00 00 00."
    ),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one field; `parameters` fill the text, which a definition may give itself."""

    field: str
    code: Code
    parameters: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    said: Text | None = None

    def explain(self, language: str) -> str:
        """Say what is wrong and what to do, in the citizen's language."""
        if self.said is not None:
            return self.said.in_language(language)
        written = {name: in_words(value, language) for name, value in self.parameters.items()}
        return translate(EXPLANATIONS[self.code], language, **written)


class Invalid(Exception):
    """What was typed is not a value of the field's type."""

    def __init__(self, code: Code, **parameters: Any) -> None:
        self.code = code
        self.parameters = parameters
        super().__init__(code)
