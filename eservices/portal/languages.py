"""The language of the pages: the reader's choice, else the browser's, else French."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, request
from flask_babel import Babel

LANGUAGES: Mapping[str, str] = MappingProxyType({"fr": "Français", "en": "English"})
DEFAULT = "fr"
COOKIE = "language"
YEAR = 365 * 24 * 3600


def chosen_language() -> str:
    """Choose the language of this exchange."""
    wanted = request.cookies.get(COOKIE, "")
    if wanted in LANGUAGES:
        return wanted
    # By primary language: a browser set to en-GB before fr reads English.
    accepted = (value.partition("-")[0].lower() for value in request.accept_languages.values())
    return next((code for code in accepted if code in LANGUAGES), DEFAULT)


def speak(app: Flask, zone: str) -> None:
    """Set up translations; instants are shown in the country's zone."""
    Babel(
        app,
        locale_selector=chosen_language,
        default_locale=DEFAULT,
        default_timezone=zone,
        default_translation_directories="translations",
    )
