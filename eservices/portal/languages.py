"""The language of the pages: the reader's choice, else the browser's, else French.

French and English are complete. A language of the country is offered once enough of its texts are
approved; dates and numbers follow it where the Unicode locale data know it, and French elsewhere.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

from babel import localedata
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel

from eservices.portal.national import NationalTexts, ReadersDomain, in_words_of, told_apart

LANGUAGES: Mapping[str, str] = MappingProxyType({"fr": "Français", "en": "English"})
DEFAULT = "fr"
COOKIE = "language"
YEAR = 365 * 24 * 3600
NATIONAL = "portal.national"
CATALOGUES = Path(__file__).parent / "translations"


def offered_languages() -> Mapping[str, str]:
    """Give the languages that readers may choose, by code, each in its own words."""
    return {**LANGUAGES, **_national().offered()}


def chosen_language() -> str:
    """Choose the language of this exchange, once: every text of a page asks for it."""
    if "reader_language" not in g:
        g.reader_language = _choose()
    return cast("str", g.reader_language)


def _choose() -> str:
    offered = offered_languages()
    wanted = request.cookies.get(COOKIE, "")
    if wanted in offered:
        return wanted
    # By primary language: a browser set to en-GB before fr reads English.
    accepted = (value.partition("-")[0].lower() for value in request.accept_languages.values())
    return next((code for code in accepted if code in offered), DEFAULT)


def base_language() -> str:
    """Give the complete language in which whatever has no approved words is said."""
    chosen = chosen_language() if has_request_context() else DEFAULT
    return chosen if chosen in LANGUAGES else DEFAULT


def national_words() -> Mapping[str, str] | None:
    """Give the approved words of the reader's language by their French text; None in others."""
    chosen = chosen_language() if has_request_context() else DEFAULT
    return None if chosen in LANGUAGES else _national().words(chosen)


def in_reader_words(text: str) -> str:
    """Give approved words for a text that was made in the base language, if there are any."""
    words = national_words()
    return text if words is None else in_words_of(words, text)


def speak(app: Flask, zone: str, texts: NationalTexts) -> None:
    """Set up translations; instants are shown in the country's zone."""
    app.extensions[NATIONAL] = texts
    babel = Babel(
        app,
        locale_selector=_locale,
        default_locale=DEFAULT,
        default_timezone=zone,
        default_translation_directories="translations",
    )
    babel.domain_instance = ReadersDomain(national_words, str(CATALOGUES))


def tell_languages_apart(app: Flask) -> None:
    """Mark French as French on the pages of readers of other languages of the country."""

    def finish(response: Response) -> Response:
        return response if national_words() is None else told_apart(response)

    app.after_request(finish)


def _national() -> NationalTexts:
    return cast("NationalTexts", current_app.extensions[NATIONAL])


def _locale() -> str:
    """Name the locale by which dates and numbers are written."""
    chosen = chosen_language()
    return chosen if localedata.exists(chosen) else DEFAULT
