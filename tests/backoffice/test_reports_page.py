"""Reports in the back office: asked for, made while the page waits, read and downloaded again."""

import json
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import cast
from zipfile import ZipFile

from backoffice.reporting.asking import REPORT_WANTED
from config.composition import Installation
from config.reporting import report
from eservices.packs import read_pack
from tests.builders.backoffice import Backoffice, page_of
from workflows import outbox
from workflows.actors import Role

YEAR = timedelta(days=40)


def installation_of(office: Backoffice) -> Installation:
    """Give the worker of figures what it needs of an installation."""
    parts = {
        "database": office.engine,
        "clock": office.clock,
        "storage": office.storage,
        "pack": read_pack("benin"),
        "settings": SimpleNamespace(demo=True),
    }
    return cast("Installation", SimpleNamespace(**parts))


def work(office: Backoffice) -> None:
    """Do what the worker of figures has to do."""
    with office.engine.begin() as connection:
        rows = outbox.claim(connection, REPORT_WANTED, limit=9, lease=timedelta(minutes=5))
    for held in rows:
        report(installation_of(office), held)


def a_month_later(office: Backoffice) -> dict[str, str]:
    """Lodge two cases, let one be decided and a month pass; gives the form that asks for it."""
    agent = office.hire(Role.AGENT)
    office.a_waiting_case()
    office.a_waiting_case()
    refused = office.claim(agent)
    office.fire(refused, "refuse", agent, reason="unreadable")
    with office.engine.begin() as connection:
        month = office.clock.now(connection)
    office.clock.advance(YEAR)
    return {"year": f"{month:%Y}", "month": f"{month:%m}", "day": "", "about": "all"}


def test_a_report_is_made_while_its_page_waits_and_is_the_same_in_every_form(
    office: Backoffice,
) -> None:
    form = a_month_later(office)
    supervisor = office.browser(office.hire(Role.SUPERVISOR))

    answer = supervisor.post("/reports", form)
    assert answer.status_code == 303, page_of(answer).words
    waiting = supervisor.read(answer.location)
    work(office)
    page = supervisor.read(answer.location)

    assert waiting.has("progress")
    assert waiting.has("meta[http-equiv=refresh]")
    assert page.texts(".tiles dd")[0] == "2"
    assert page.has("svg.plot[role=img] title")
    assert "Identity" not in page.words
    files = {form: supervisor.get(f"{answer.location}/{form}").data for form in ("pdf", "xlsx")}
    told = json.loads(supervisor.get(f"{answer.location}/json").data)
    assert files["pdf"].startswith(b"%PDF-")
    assert "xl/workbook.xml" in ZipFile(BytesIO(files["xlsx"])).namelist()
    assert told["figures"]["total"]["received"] == 2
    assert [one["reason"] for one in told["figures"]["refusals"]] == ["unreadable"]
