"""The trade's own words in the reader's language, from the catalogue beside this module."""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).parent / "translations"


def mark(message: str) -> str:
    """Mark a text for extraction where it stands in a table; it is translated when shown."""
    return message


@cache
def _catalogue(language: str) -> NullTranslations:
    # English is the language of the msgids, so a missing catalogue reads as English.
    return translation("messages", CATALOGUE, languages=[language], fallback=True)


def translate(message: str, language: str, **parameters: Any) -> str:
    """Give a marked text in a language with its parameters filled in."""
    translated = _catalogue(language).gettext(message)
    return translated % parameters if parameters else translated


def mark_counted(singular: str, plural: str) -> tuple[str, str]:
    """Mark a text that counts for extraction; it is translated when shown."""
    return singular, plural


def translate_counted(messages: tuple[str, str], count: int, language: str) -> str:
    """Give a marked text that counts, in the form that the language uses for this number."""
    return _catalogue(language).ngettext(*messages, count) % {"count": count}
