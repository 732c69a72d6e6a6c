"""Everybody who takes part in a story, each with a browser of their own that is watched."""

from itertools import count
from typing import Any, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.journeys.citizen import Citizen
from tests.journeys.staff import Agent, Signatory, Staff, Supervisor
from tests.journeys.town import SECURE_HOST, Town
from tests.journeys.words import WORDS
from tests.ports import HOST

#: Milliseconds for which a page may make somebody wait, on a busy machine.
PATIENCE = 60_000

S = TypeVar("S", bound=Staff)


class People:
    """Gives people browsers, and hears what those browsers complain of."""

    def __init__(self, browser: Browser, town: Town) -> None:
        self._browser = browser
        self._town = town
        self._addresses = count(1)
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def citizen(self, language: str = "fr", *, scripts: bool = True, **device: Any) -> Citizen:
        """Let a citizen open a browser."""
        page = self._sit_down(language, java_script_enabled=scripts, **device)
        return Citizen(page, self._town.portal, WORDS[language], scripts=scripts)

    def holder_of(self, link: str, language: str = "fr") -> Citizen:
        """Let the citizen who holds the link of a case open a browser on it."""
        holder = self.citizen(language)
        holder.link = link
        holder.looks_again()
        return holder

    def agent(self, login: str, language: str = "fr", **device: Any) -> Agent:
        """Let an agent sign in."""
        return self._at_work(Agent, login, language, **device)

    def signatory(self, login: str, language: str = "fr", **device: Any) -> Signatory:
        """Let a signatory sign in."""
        return self._at_work(Signatory, login, language, **device)

    def supervisor(self, language: str = "fr", **device: Any) -> Supervisor:
        """Let the supervisor sign in."""
        return self._at_work(Supervisor, "supervisor", language, **device)

    def newcomer(self, language: str = "fr", **device: Any) -> Staff:
        """Let somebody stand before the back office, not signed in."""
        return Staff(self._sit_down(language, **device), self._town.backoffice, WORDS[language])

    def _at_work(self, role: type[S], login: str, language: str, **device: Any) -> S:
        person = role(self._sit_down(language, **device), self._town.backoffice, WORDS[language])
        person.signs_in(login)
        return person

    def go_home(self) -> None:
        """Close every browser."""
        for context in self._contexts:
            context.close()

    def _sit_down(self, language: str, **device: Any) -> Page:
        address = f"198.51.100.{next(self._addresses)}"
        context = self._browser.new_context(
            locale=WORDS[language].locale,
            # Nothing is half-way between two colours when a page is judged.
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": address},
            **device,
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on("request", self._watch)
        self._contexts.append(context)
        return context.new_page()

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says no has a status that says so too, and Chromium reports it as an error.
        if message.type in {"error", "warning"} and "the server responded" not in message.text:
            self.complaints.append(f"{message.text} ({message.page and message.page.url})")

    def _watch(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme.startswith("http") and parts.hostname not in {HOST, SECURE_HOST}:
            self.complaints.append(f"a request to another host: {request.url}")
