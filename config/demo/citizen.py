"""The demonstration's citizen: applies, pays, follows the case, downloads, verifies."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

import httpx

from config.demo.answers import Citizen, photograph, typed
from config.demo.browser import Browser, NothingThere, Page
from eservices.definition.form import Field, FieldType
from eservices.definition.model import EService
from eservices.form import leaves

#: Pages after which a form that never ends is given up.
MOST_PAGES = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its applicant knows it."""

    reference: str
    link: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A step of the case's timeline: its title and when the case came there."""

    title: str
    at: datetime


def apply(
    browser: Browser, service: EService, citizen: Citizen, today: date, *, link: str | None = None
) -> Page:
    """Fill in the form page by page and send it; gives the page that follows.

    `link` opens the delivered case that the new one follows.
    """
    begun = browser.open(link or f"/services/{service.eservice}")
    ending = "/start" if link is None else f"/follow/{service.eservice}"
    page = browser.send(begun, begun.form_to(ending))
    fields = {field.id: field for field in leaves(service.form.fields(), {})}
    for _ in range(MOST_PAGES):
        if page.path.endswith("/check"):
            return browser.send(page, page.form_to("/lodge"))
        page = _fill(browser, page, fields, citizen, today)
    msg = f"the form of {service.eservice} does not end: {page.path}"
    raise NothingThere(msg)


def _fill(
    browser: Browser, page: Page, fields: dict[str, Field], citizen: Citizen, today: date
) -> Page:
    form = page.form_to(page.path)
    names = set(form.inputs.keys())
    values: dict[str, str] = {}
    files: dict[str, tuple[str, bytes, str]] = {}
    for field in fields.values():
        if field.type is FieldType.FILE and field.id in names:
            files[field.id] = photograph(field, citizen)
        elif field.type is not FieldType.FILE:
            said = typed(field, citizen, today)
            values |= {name: text for name, text in said.items() if name in names}
    return browser.send(page, form, values, files or None)


def case_of(page: Page) -> Case:
    """Read reference and secret link from the address of any page of a case."""
    parts = urlsplit(page.url)
    _, track, reference, secret, *_ = parts.path.split("/")
    return Case(reference, f"{parts.scheme}://{parts.netloc}/{track}/{reference}/{secret}")


def pay(browser: Browser, page: Page) -> Page:
    """Pay what is due, on the provider's page."""
    provider = browser.send(page, page.form(provider="sandbox"))
    return browser.send(provider, provider.form_to("/pay"))


def accept(browser: Browser, link: str, verdict: str) -> Page:
    """Say that the answer to a complaint is enough."""
    asked = browser.open(link)
    return browser.send(asked, asked.form_to("/verdict"), button=("verdict", verdict))


def follow(browser: Browser, case: Case) -> Page:
    """Open the case's page."""
    return browser.open(case.link)


def passed(page: Page) -> Iterator[Passed]:
    """Read the steps that the case has been through from its page."""
    for item in page.find("ol.timeline li"):
        moments = item.cssselect("time")
        if moments:
            title = item.cssselect("h3")[0].text or ""
            yield Passed(title.strip(), datetime.fromisoformat(moments[0].get("datetime")))


def wait_for(browser: Browser, case: Case, ending: str, *, patience: float) -> str:
    """Wait until the case's page links to a file, and give its address; raises NothingThere."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        link = follow(browser, case).link(ending)
        if link is not None:
            return link
        time.sleep(0.3)
    msg = f"no {ending} for {case.reference}"
    raise NothingThere(msg)


def receipts(page: Page) -> tuple[str, ...]:
    """List the addresses of the receipts on a case's page."""
    found = (anchor.get("href") for anchor in page.find("a[href*='/receipts/']"))
    return tuple(dict.fromkeys(found))


def verify(browser: Browser, name: str, pdf: bytes) -> dict[str, object]:
    """Have an act verified by its file; gives the verdict and the three answers."""
    asked = browser.open("/verify")
    form = asked.form_to("/verify/file")
    told = browser.send(asked, form, files={"file": (name, pdf, "application/pdf")})
    answers = (
        told.find("section.answers")[0].cssselect("dl > div")
        if told.status == httpx.codes.OK
        else []
    )
    return {
        "valid": bool(told.find(".verdict-good")),
        "verdict": told.text(".verdict h1"),
        "answers": {
            " ".join(row.cssselect("dt")[0].text_content().split()): " ".join(
                row.cssselect("dd")[0].text_content().split()
            )
            for row in answers
        },
    }
