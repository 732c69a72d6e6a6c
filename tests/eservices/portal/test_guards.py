"""Guards: every address of the portal is listed here with whom it lets in; no other may exist."""

from itertools import takewhile
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine

from eservices.portal.guards import Guard, Route
from tests.builders.portal import Site, a_site
from tests.builders.visitor import Visitor

DRAFT = "/applications/<draft_id>"
CASE = "/track/<reference>/<secret>"
SANDBOX = "/sandbox/checkout/<checkout>"

LISTED = {
    ("GET", "/"): Guard.PUBLIC,
    ("GET", "/services/<eservice>"): Guard.PUBLIC,
    ("POST", "/services/<eservice>/start"): Guard.LOOKUP,
    ("GET", "/services/<eservice>/follow"): Guard.PUBLIC,
    ("GET", "/procedures/<procedure>"): Guard.PUBLIC,
    ("GET", "/to-be-confirmed"): Guard.PUBLIC,
    ("POST", "/services/<eservice>/follow"): Guard.LOOKUP,
    ("POST", "/track/<reference>/<secret>/follow/<eservice>"): Guard.CASE_HOLDER,
    ("GET", "/categories/<category>"): Guard.PUBLIC,
    ("GET", "/life-events/<event>"): Guard.PUBLIC,
    ("GET", "/for/<audience>"): Guard.PUBLIC,
    ("GET", "/offices"): Guard.PUBLIC,
    ("GET", "/offices/<office>"): Guard.PUBLIC,
    ("GET", "/find"): Guard.PUBLIC,
    ("GET", "/find/<question>"): Guard.PUBLIC,
    ("GET", "/sheets/<kind>/<slug>/remark"): Guard.PUBLIC,
    ("POST", "/sheets/<kind>/<slug>/remark"): Guard.WRITER,
    ("GET", "/remarks/<token>"): Guard.LOOKUP,
    ("GET", "/accessibility"): Guard.PUBLIC,
    ("GET", "/language/<code>"): Guard.PUBLIC,
    ("GET", "/health"): Guard.PUBLIC,
    ("GET", "/figures/out-of-turn"): Guard.PUBLIC,
    ("GET", "/catalogue.jsonld"): Guard.PUBLIC,
    ("GET", "/services/<eservice>.jsonld"): Guard.PUBLIC,
    ("GET", "/procedures/<procedure>.jsonld"): Guard.PUBLIC,
    ("GET", "/changes/<language>.atom"): Guard.PUBLIC,
    ("GET", "/services/<eservice>/changes/<language>.atom"): Guard.PUBLIC,
    ("GET", "/procedures/<procedure>/changes/<language>.atom"): Guard.PUBLIC,
    ("GET", "/sitemap.xml"): Guard.PUBLIC,
    ("GET", "/robots.txt"): Guard.PUBLIC,
    ("GET", "/figures/"): Guard.PUBLIC,
    ("GET", "/figures/of/<eservice>"): Guard.PUBLIC,
    ("GET", "/figures/dictionary"): Guard.PUBLIC,
    ("GET", "/figures/data.csv"): Guard.PUBLIC,
    ("GET", "/figures/data.json"): Guard.PUBLIC,
    ("GET", "/figures/complaints"): Guard.PUBLIC,
    ("GET", "/figures/complaints/dictionary"): Guard.PUBLIC,
    ("GET", "/figures/complaints.csv"): Guard.PUBLIC,
    ("GET", "/figures/complaints.json"): Guard.PUBLIC,
    ("GET", "/static/<digest>/<name>"): Guard.PUBLIC,
    ("GET", "/track"): Guard.PUBLIC,
    ("POST", "/track"): Guard.LOOKUP,
    ("POST", "/track/code"): Guard.LOOKUP,
    ("GET", "/verify"): Guard.LOOKUP,
    ("POST", "/verify/file"): Guard.LOOKUP,
    ("GET", "/v/<code>"): Guard.LOOKUP,
    ("POST", "/webhooks/<provider>"): Guard.PROVIDER,
    ("POST", "/reports/sms/<provider>"): Guard.PROVIDER,
    ("GET", "/s/<token>"): Guard.LOOKUP,
    ("GET", "/account"): Guard.CITIZEN,
    ("GET", "/account/sign-in"): Guard.PUBLIC,
    ("POST", "/account/sign-in"): Guard.LOOKUP,
    ("GET", "/account/codes/<code>"): Guard.LOOKUP,
    ("POST", "/account/codes/<code>"): Guard.LOOKUP,
    ("POST", "/account/sign-out"): Guard.CITIZEN,
    ("POST", "/account/sessions/<session>"): Guard.CITIZEN,
    ("GET", "/resume"): Guard.PUBLIC,
    ("POST", "/resume"): Guard.LOOKUP,
    ("GET", DRAFT): Guard.DRAFT_HOLDER,
    ("GET", f"{DRAFT}/elsewhere"): Guard.APPLICANT_ALONE,
    ("POST", f"{DRAFT}/elsewhere"): Guard.APPLICANT_ALONE,
    ("POST", f"{DRAFT}/keep"): Guard.APPLICANT_ALONE,
    ("GET", "/counter/<token>"): Guard.LOOKUP,
    ("GET", f"{DRAFT}/consent"): Guard.ASSISTANT,
    ("POST", f"{DRAFT}/consent"): Guard.ASSISTANT,
    ("POST", f"{DRAFT}/consent/code"): Guard.ASSISTANT,
    ("POST", f"{DRAFT}/consent/paper"): Guard.ASSISTANT,
    ("GET", f"{DRAFT}/consent/form"): Guard.ASSISTANT,
    ("GET", f"{DRAFT}/lodged"): Guard.ASSISTANT,
    ("GET", f"{DRAFT}/receipt"): Guard.ASSISTANT,
    ("GET", f"{DRAFT}/pages/<page>"): Guard.DRAFT_HOLDER,
    ("POST", f"{DRAFT}/pages/<page>"): Guard.DRAFT_HOLDER,
    ("GET", f"{DRAFT}/files/<attachment>"): Guard.DRAFT_HOLDER,
    ("GET", f"{DRAFT}/files/<attachment>/small"): Guard.DRAFT_HOLDER,
    ("POST", f"{DRAFT}/files/<field>"): Guard.DRAFT_HOLDER,
    ("GET", f"{DRAFT}/check"): Guard.DRAFT_HOLDER,
    ("POST", f"{DRAFT}/lodge"): Guard.APPLICANT_ALONE,
    ("GET", CASE): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/confirmation"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/channel"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/questions"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/questions"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/new-link"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/new-link"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/filing-receipt"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/withdraw"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/withdraw"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/attachments/<attachment>"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/act"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/proof"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/application"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/receipts/<intent>"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/correction"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/correction/files/<attachment>"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/correction/files/<attachment>/small"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/correction"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/verdict"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/verdict"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/payment"): Guard.CASE_HOLDER,
    ("POST", f"{CASE}/payment"): Guard.CASE_HOLDER,
    ("GET", f"{CASE}/payment/return"): Guard.CASE_HOLDER,
    ("GET", SANDBOX): Guard.SANDBOX_PAYER,
    ("POST", f"{SANDBOX}/pay"): Guard.SANDBOX_PAYER,
    ("POST", f"{SANDBOX}/refuse"): Guard.SANDBOX_PAYER,
}


def guards_of(app: Flask) -> dict[tuple[str, str], Guard]:
    """Read the guard of every address; a view without a route has none, and fails here."""
    found = {}
    for rule in app.url_map.iter_rules():
        route: Route = getattr(app.view_functions[rule.endpoint], "route")  # noqa: B009 - mypy does not know it
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            found[method, rule.rule] = route.guard
    return found


def test_every_address_has_the_guard_listed_for_it(site: Site) -> None:
    assert guards_of(site.app) == LISTED


def test_outside_a_demonstration_there_is_no_sandbox(engine: Engine, tmp_path: Path) -> None:
    production = a_site(engine, tmp_path, sandbox=None, demo=False).app

    assert guards_of(production) == {
        address: guard for address, guard in LISTED.items() if guard is not Guard.SANDBOX_PAYER
    }


def test_a_form_sent_from_another_site_is_refused_and_shown_again(visitor: Visitor) -> None:
    visitor.start()

    visitor.post(visitor.at, {"surname": "Dossou"})

    assert visitor.last.status_code == 400
    assert visitor.held("surname") == "Dossou"
    visitor.press()
    assert visitor.last.status_code == 422
    assert visitor.held("surname") == "Dossou"


def test_guessing_is_slowed_down(visitor: Visitor) -> None:
    # A token comes back each second, so a slow machine may try more often than the burst.
    tries = (visitor.get("/v/AAAA-BBBB").last.status_code for _ in range(600))
    allowed = list(takewhile(lambda status: status == 200, tries))

    assert 60 <= len(allowed) < 599
    assert "Attendez une minute" in visitor.text
    assert visitor.get(f"/track/BJ-26-0000001-E/{'a' * 32}").last.status_code == 429
    assert visitor.get("/").last.status_code == 200
