"""A citizen at the portal: opens pages, fills in what they show, presses their buttons."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from tests.builders.files import a_pdf
from tests.builders.portal import TYPED

Typed = Mapping[str, Any]


@dataclass
class Visitor:
    """A browser without JavaScript: it keeps cookies and sends back what forms hold."""

    app: Flask
    language: str = "fr"
    at: str = "/"
    last: TestResponse = field(init=False)

    def __post_init__(self) -> None:
        """Open a browser."""
        self.client = self.app.test_client()

    @property
    def page(self) -> BeautifulSoup:
        """Give the page shown."""
        return BeautifulSoup(self.last.get_data(), "html.parser")

    @property
    def text(self) -> str:
        """Give the words of the page shown."""
        return " ".join(self.page.get_text(" ").split())

    @property
    def token(self) -> dict[str, str]:
        """Give the form token of the page shown, to send a form by hand."""
        return {"csrf_token": self.held("csrf_token")}

    def held(self, name: str) -> str:
        """Give what an input of the page holds."""
        element = self.page.select_one(f'input[name="{name}"], textarea[name="{name}"]')
        assert element is not None, f"no input {name!r} on {self.at}"
        return element.get_text().strip() if element.name == "textarea" else str(element["value"])

    def get(self, address: str) -> "Visitor":
        """Open a page and follow where it leads."""
        headers = {"Accept-Language": self.language}
        self.last = self.client.get(address, headers=headers, follow_redirects=True)
        self.at = self.last.request.full_path.rstrip("?")
        return self

    def post(self, address: str, typed: Typed, *, follow: bool = True) -> "Visitor":
        """Send a form."""
        headers = {"Accept-Language": self.language}
        self.last = self.client.post(
            address, data=dict(typed), headers=headers, follow_redirects=follow
        )
        self.at = self.last.request.full_path.rstrip("?")
        return self

    def press(self, typed: Typed | None = None, *, form: int = 0, follow: bool = True) -> "Visitor":
        """Fill in a form of the page over what it holds already, and press its first button."""
        element = self.page.find_all("form", method="post")[form]
        address = str(element.get("action") or self.at)
        return self.post(address, {**held_in(element), **(typed or {})}, follow=follow)

    def start(self, eservice: str = "criminal-record") -> "Visitor":
        """Start an application."""
        return self.get(f"/services/{eservice}").press()

    def fill_in(self, **changes: str) -> "Visitor":
        """Fill in every page rightly, up to the check of the answers."""
        return self.start().answer(**changes)

    def answer(self, **changes: str) -> "Visitor":
        """Answer every page from the first one on, rightly but for what is changed."""
        self.press({**TYPED["identity"], **_of("identity", changes)})
        self.press({**TYPED["purpose"], **_of("purpose", changes)})
        return self.press({"birth_certificate": upload(a_pdf())})

    def apply(self) -> str:
        """Apply, and give the address of the case."""
        self.fill_in().press()
        return self.at.removesuffix("/payment")

    def mistakes(self) -> dict[str, str]:
        """Read the error summary: what is wrong, by the input that it links to."""
        links = self.page.select(".problems a")
        return {str(link["href"])[1:]: " ".join(link.get_text().split()) for link in links}


def _of(page: str, changes: Mapping[str, str]) -> dict[str, str]:
    """Give the changes that belong to a page; what no page has goes with the first."""
    own = {name: value for name, value in changes.items() if name in TYPED[page]}
    lost = {name: value for name, value in changes.items() if not _is_known(name)}
    return own | lost if page == "identity" else own


def _is_known(name: str) -> bool:
    return any(name in page for page in TYPED.values())


def held_in(form: Tag) -> dict[str, str]:
    """Read what the inputs of a form hold, as a browser would send it."""
    held = {}
    for element in form.select("input[name], textarea[name]"):
        kind = element.get("type")
        if kind == "file" or (kind == "radio" and not element.has_attr("checked")):
            continue
        value = element.get_text()[1:] if element.name == "textarea" else element.get("value", "")
        held[str(element["name"])] = str(value)
    return held


def upload(data: bytes, filename: str = "acte.pdf") -> tuple[io.BytesIO, str]:
    """Choose a file."""
    return io.BytesIO(data), filename
