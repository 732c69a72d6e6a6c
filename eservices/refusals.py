"""Why an uploaded file is refused, in words that say what to do instead."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from eservices.texts import mark, translate


class Refusal(StrEnum):
    """The reasons for which a file is refused; each has one text in `EXPLANATIONS`."""

    EMPTY = "empty"
    TOO_BIG = "too-big"
    TOO_MANY = "too-many"
    UNKNOWN_KIND = "unknown-kind"
    KIND_NOT_ACCEPTED = "kind-not-accepted"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_SMALL = "too-small"


EXPLANATIONS: Mapping[Refusal, str] = {
    Refusal.EMPTY: mark("This file is empty. Choose another one."),
    Refusal.TOO_BIG: mark("This file is larger than %(limit)s MB. Choose a lighter one."),
    Refusal.TOO_MANY: mark("%(limit)s files at most here. Remove one before you add another."),
    Refusal.UNKNOWN_KIND: mark("This is neither a PDF nor a JPEG or PNG image, whatever its name."),
    Refusal.KIND_NOT_ACCEPTED: mark("This document must be in one of these formats: %(accepted)s."),
    Refusal.DAMAGED: mark("This file is damaged or incomplete. Save or scan it again."),
    Refusal.ENCRYPTED: mark("This PDF is protected by a password. Save it without one."),
    Refusal.ACTIVE: mark(
        "This PDF holds a programme or an automatic action. Print it to a new PDF and add that one."
    ),
    Refusal.EMBEDDED: mark("This PDF holds other files. Add them one by one instead."),
    Refusal.TOO_MANY_PAGES: mark(
        "This PDF has more than %(limit)s pages. Add only those asked for."
    ),
    Refusal.TOO_MANY_PIXELS: mark("This image is too large to be opened. Reduce it first."),
    Refusal.TOO_SMALL: mark("This image is too small to be read. Take it again, closer."),
}


class FileRefused(Exception):
    """An uploaded file cannot be accepted."""

    def __init__(self, refusal: Refusal, **parameters: Any) -> None:
        self.refusal = refusal
        self.parameters = parameters
        super().__init__(refusal)

    def explain(self, language: str) -> str:
        """Say why, and what to do instead, in the citizen's language."""
        return translate(EXPLANATIONS[self.refusal], language, **self.parameters)
