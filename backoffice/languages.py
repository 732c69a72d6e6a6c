"""The language of the pages: the account's own, else the browser's choice, else French."""

from collections.abc import Mapping

from flask import Flask, Response, request
from flask_babel import Babel, get_locale

from backoffice.exchange import known_account, services
from workflows.language.values import Text

LANGUAGES = {"fr": "Français", "en": "English"}
DEFAULT = "fr"
COOKIE = "language"
YEAR = 365 * 24 * 3600


def choose_locale() -> str:
    """Choose the language of this exchange."""
    account = known_account()
    wanted = account.language if account else request.cookies.get(COOKIE, "")
    return wanted if wanted in LANGUAGES else _accepted()


def _accepted() -> str:
    return request.accept_languages.best_match(LANGUAGES, DEFAULT) or DEFAULT


def language() -> str:
    """Give the language of the page being made."""
    return str(get_locale() or DEFAULT)


def words(text: Text | None) -> str:
    """Give a text of the definition in the language of the page."""
    return "" if text is None else text.in_language(language())


def words_of(name: Mapping[str, str] | None) -> str:
    """Give a stored name, such as an office's, in the language of the page."""
    return words(Text(dict(name))) if name else ""


def remember(response: Response, chosen: str) -> Response:
    """Keep the choice for the pages before sign-in."""
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=YEAR,
        secure=services().secure,
        httponly=True,
        samesite="Strict",
    )
    return response


def speak(app: Flask, zone: str) -> None:
    """Set up translations; instants are shown in the zone where people sit."""
    Babel(
        app,
        locale_selector=choose_locale,
        default_locale=DEFAULT,
        default_timezone=zone,
        default_translation_directories="translations",
    )
    app.jinja_env.globals.update(
        languages=LANGUAGES, language=language, words=words, words_of=words_of
    )
