"""A small browser without a screen: it follows links, fills in forms and sends them as written."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
from lxml import html

#: Seconds for which a server that restarts is waited for.
PATIENCE = 60.0
PAUSE = 0.5


class PageFailed(Exception):
    """A page did not answer as a page that works does."""


class NothingThere(Exception):
    """A page lacks the form or link that its user needs."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer read as a page."""

    url: str
    root: Any
    status: int

    @property
    def path(self) -> str:
        """Give the path of the address."""
        return urlsplit(self.url).path

    def find(self, selector: str) -> list[Any]:
        """Find elements by CSS selector."""
        found: list[Any] = self.root.cssselect(selector)
        return found

    def text(self, selector: str) -> str:
        """Give the words of the first element found, or nothing."""
        found = self.find(selector)
        return " ".join(found[0].text_content().split()) if found else ""

    def form(self, **wanted: str) -> Any:
        """Find the first form to post that has these hidden values; raises NothingThere."""
        for form in self.root.forms:
            if form.method == "POST" and all(form.fields.get(k) == v for k, v in wanted.items()):
                return form
        msg = f"no form with {wanted} on {self.path}: {self.text('h1')}"
        raise NothingThere(msg)

    def values(self, name: str) -> frozenset[str]:
        """List the values that the forms of the page hold under a name."""
        held = (form.fields[name] for form in self.root.forms if name in form.fields)
        return frozenset(value for value in held if value)

    def form_to(self, ending: str) -> Any:
        """Find the form that posts to an address with this ending; raises NothingThere."""
        for form in self.root.forms:
            if form.method == "POST" and urlsplit(form.action or self.url).path.endswith(ending):
                return form
        msg = f"no form to {ending} on {self.path}: {self.text('h1')}"
        raise NothingThere(msg)

    def link(self, ending: str) -> str | None:
        """Give the address of the first link with this ending, if there is one."""
        for anchor in self.root.iter("a"):
            if urlsplit(anchor.get("href", "")).path.endswith(ending):
                return str(urljoin(self.url, anchor.get("href")))
        return None


@dataclass(slots=True)
class Browser:
    """One person's browser, with cookies of its own."""

    base: str
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(
            follow_redirects=True, timeout=20, headers={"Accept-Language": "fr"}
        )
    )

    def __enter__(self) -> Self:
        """Open the browser."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the browser."""
        self.client.close()

    def open(self, address: str) -> Page:
        """Read a page, waiting for a server that restarts; raises PageFailed."""
        return self._page(self._ask("GET", urljoin(self.base, address)))

    def send(
        self,
        page: Page,
        form: Any,
        values: Mapping[str, str | list[str]] | None = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        *,
        button: tuple[str, str] | None = None,
    ) -> Page:
        """Send a form as its page has it, with some values changed; raises PageFailed."""
        filled = {name: value for name, value in form.form_values() if name not in (files or {})}
        filled |= values or {}
        if button is not None:
            filled[button[0]] = button[1]
        url = urljoin(page.url, form.action or page.url)
        return self._page(self._ask("POST", url, data=filled, files=files, referer=page.url))

    def download(self, url: str) -> bytes:
        """Read a file; raises PageFailed."""
        return self._ask("GET", urljoin(self.base, url)).content

    def _ask(self, method: str, url: str, referer: str = "", **body: Any) -> httpx.Response:
        """Ask until the server answers; a repeated POST is harmless, as the pages promise."""
        limit = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self.client.request(method, url, headers={"Referer": referer}, **body)
            except httpx.TransportError as error:
                if time.monotonic() > limit:
                    raise PageFailed(url) from error
            else:
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return answer
                if time.monotonic() > limit:
                    msg = f"{url}: {answer.status_code}"
                    raise PageFailed(msg)
            time.sleep(PAUSE)

    def _page(self, answer: httpx.Response) -> Page:
        root = html.fromstring(answer.content or b"<html></html>", base_url=str(answer.url))
        return Page(str(answer.url), root, answer.status_code)
