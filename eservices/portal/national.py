"""Languages of the country: approved words where there are some, else French, marked as French.

While a page is made, what falls back to French is enclosed in two marks that no keyboard types.
When it is complete, the marks become elements with the attribute `lang` in its text, and vanish
from its attributes. Nothing of this happens for readers of French and English.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy
from babel.support import Translations
from flask import Response
from flask_babel import Domain
from sqlalchemy.exc import SQLAlchemyError

from eservices.packs.model import NationalLanguage
from eservices.translating.keeping import approved
from eservices.translating.sources import FRENCH, is_offered

BEGIN, END = "\ue000", "\ue001"
MARKS = re.compile(f"[{BEGIN}{END}]")
#: The innermost of what is enclosed; what is around it is put together from several texts.
ENCLOSED = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")
AS_FRENCH = rf'<span lang="{FRENCH}">\1</span>'
TAGS = re.compile(r"(<[^>]*>)")
#: In these, an element would be read as text.
PLAIN = ("title", "option", "textarea", "script", "style", "desc", "text")
OPENING = re.compile(rf"<({'|'.join(PLAIN)})\b")


@dataclass(slots=True)
class NationalTexts:
    """The approved words of each language of the country, read anew when they have aged."""

    engine: sqlalchemy.Engine
    languages: Sequence[NationalLanguage]
    #: Seconds for which a withdrawn approval may still be read.
    fresh_for: float
    now: Callable[[], float] = time.monotonic
    _read: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _read_at: float | None = None

    def offered(self) -> Mapping[str, str]:
        """Give the languages of which enough is approved, by code, as their readers write them."""
        texts = self._texts()
        return {one.code: one.name for one in self.languages if one.code in texts}

    def words(self, language: str) -> Mapping[str, str]:
        """Give the approved words of a language by their French text."""
        return self._texts().get(language, {})

    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        if not self.languages:
            return {}
        now = self.now()
        if self._read_at is None or now - self._read_at >= self.fresh_for:
            self._read = self._ask()
            self._read_at = now
        return self._read

    def _ask(self) -> Mapping[str, Mapping[str, str]]:
        try:
            with self.engine.begin() as connection:
                found = {one.code: approved(connection, one.code) for one in self.languages}
        except SQLAlchemyError:
            # The page that says so must still come when the database does not answer.
            return self._read
        return {code: words for code, words in found.items() if is_offered(words)}


def in_words_of(words: Mapping[str, str], french: str) -> str:
    """Give the approved words for a French text, or that text, enclosed in marks."""
    return words.get(french) or (f"{BEGIN}{french}{END}" if french.strip() else french)


@dataclass(frozen=True, slots=True)
class NationalWords:
    """What gettext asks of a catalogue, answered with approved words."""

    words: Mapping[str, str]
    french: Any

    def ugettext(self, message: str) -> str:
        """Translate a text of the pages."""
        return in_words_of(self.words, self.french.ugettext(message))

    def ungettext(self, singular: str, plural: str, count: int) -> str:
        """Translate a text that counts, in the form that French would use."""
        return in_words_of(self.words, self.french.ungettext(singular, plural, count))


class ReadersDomain(Domain):  # type: ignore[misc]  # flask_babel carries no types
    """The catalogue of the reader's language, which may be one that no file holds."""

    def __init__(self, words: Callable[[], Mapping[str, str] | None], folder: str) -> None:
        super().__init__(translation_directories=folder)
        self._words = words
        self._french = Translations.load(folder, [FRENCH])

    def get_translations(self) -> Any:
        """Give the catalogue for this exchange."""
        words = self._words()
        if words is None:
            return super().get_translations()
        return NationalWords(words, self._french)


def told_apart(response: Response) -> Response:
    """Turn the marks of a page into elements, in its text alone."""
    if response.mimetype == "text/html" and not response.direct_passthrough:
        page = response.get_data(as_text=True)
        if BEGIN in page or END in page:
            response.set_data("".join(_pieces(page)))
    return response


def _pieces(page: str) -> Iterator[str]:
    inside = ""
    for piece in TAGS.split(page):
        if piece.startswith("<"):
            opened = OPENING.match(piece)
            if opened and not inside:
                inside = opened[1]
            elif piece == f"</{inside}>":
                inside = ""
            yield MARKS.sub("", piece)
        else:
            yield MARKS.sub("", piece if inside else ENCLOSED.sub(AS_FRENCH, piece))
