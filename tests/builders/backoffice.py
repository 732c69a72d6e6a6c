"""A back office at work: its people, their cases, and browsers that sign in and send forms."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backoffice.application import create_backoffice
from backoffice.services import BackofficeServices
from eservices.one_time_codes import OneTimeCodes
from eservices.packs import read_pack, surroundings_of
from eservices.packs.model import NationalLanguage
from payments.settlement import Settlement
from tests.builders.cash import a_cash_trade
from tests.builders.eservices import ANSWERS, publish_small
from tests.builders.kernel import (
    a_paid_case,
    a_workflow,
    acting,
    an_account,
    an_office,
    claimed_by,
)
from tests.builders.portal import an_issuer
from tests.builders.provided import Provided
from workflows import attachments
from workflows.accounts import Account, set_language
from workflows.actors import Role
from workflows.attachments import Attachment
from workflows.board import catch_up
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.engine import Engine
from workflows.journal import Entry, history
from workflows.language.values import Text
from workflows.proofs.keys import Site
from workflows.proofs.locker import Locker
from workflows.proofs.proving import Means
from workflows.routing import route
from workflows.sessions import open_session
from workflows.storage import DirectoryStorage

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SITE = Site(host="localhost", origin="http://localhost", name="Services publics")
PDF = b"%PDF-1.4 a birth certificate"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a person reads it, addressed by CSS selectors."""

    soup: BeautifulSoup

    @property
    def html(self) -> str:
        """Give the page as it was sent."""
        return str(self.soup)

    @property
    def words(self) -> str:
        """Give all that the page says."""
        return self.soup.get_text()

    def has(self, selector: str) -> bool:
        """Tell whether something like this stands on the page."""
        return self.soup.select_one(selector) is not None

    def texts(self, selector: str) -> list[str]:
        """Give the words of everything like this, in order."""
        return [found.get_text(" ", strip=True) for found in self.soup.select(selector)]

    def text(self, selector: str) -> str:
        """Give the words of the first thing like this, which must be there."""
        return self.texts(selector)[0]

    def attributes(self, selector: str, name: str) -> list[str]:
        """Give an attribute of everything like this, in order."""
        return [str(found.get(name, "")) for found in self.soup.select(selector)]

    def attribute(self, selector: str, name: str) -> str:
        """Give an attribute of the first thing like this, which must be there."""
        return self.attributes(selector, name)[0]

    def typed(self, selector: str) -> list[str]:
        """Give what stands in the text areas like this, to the letter."""
        return [found.get_text() for found in self.soup.select(selector)]


class Browser:
    """A browser that keeps its cookies, sends forms with their token, and reads pages."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, **options: Any) -> TestResponse:
        """Open an address."""
        return self.client.get(address, buffered=True, **options)

    def read(self, address: str) -> Page:
        """Open a page that must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, answer.status
        return page_of(answer)

    def post(self, address: str, form: dict[str, Any] | None = None) -> TestResponse:
        """Send a form as a page of this session would."""
        data = {"csrf_token": self.token(), **(form or {})}
        return self.client.post(address, data=data, buffered=True)

    def decide(self, case: Case, trigger: str, **form: Any) -> TestResponse:
        """Send the form of one action, from the version of the case that its page showed."""
        sent = {"trigger": trigger, "version": case.version, **form}
        return self.post(f"/cases/{case.reference}", sent)

    def token(self) -> str:
        """Take the form token from a page that every session can open."""
        html = self.client.get("/nowhere").get_data(as_text=True)
        found = TOKEN.search(html)
        assert found is not None
        return found[1]


def page_of(answer: TestResponse) -> Page:
    """Read an answer as a page."""
    return Page(BeautifulSoup(answer.get_data(as_text=True), "html.parser"))


@dataclass(frozen=True, slots=True)
class Backoffice:
    """An office with its queues, one published e-service, and the web application on top."""

    engine: sqlalchemy.Engine
    app: Flask
    workflow: Engine
    clock: ShiftedClock
    storage: DirectoryStorage
    pools: dict[str, int]
    definition: str

    @classmethod
    def open(cls, engine: sqlalchemy.Engine, folder: Path, **settings: Any) -> "Backoffice":
        """Open the office; the back office speaks plain HTTP, as a demonstration does."""
        clock, storage = ShiftedClock(), DirectoryStorage(folder)
        workflow = a_workflow(clock)
        with engine.begin() as connection:
            pools, definition = an_office(connection), publish_small(connection)
        values: dict[str, Any] = {
            "engine": engine,
            "workflow": workflow,
            "clock": clock,
            "storage": storage,
            "settlement": Settlement(workflow.outbox, clock),
            "cash": a_cash_trade(engine, Settlement(workflow.outbox, clock)),
            "surroundings": surroundings_of(read_pack("benin")),
            "codes": OneTimeCodes(b"t" * 32),
            "issuer": lambda _connection, _eservice, _case, _language: an_issuer(),
            "house": lambda _connection, _office, _language: an_issuer(),
            "country": "BJ",
            "sms": True,
            "providing": Provided(),
            "session_key": "k" * 40,
            "means": Means(Locker("f" * 40), SITE),
            "national_languages": (NationalLanguage(code="rn", name="Ikirundi"),),
            "zone": ZoneInfo("Africa/Porto-Novo"),
            "installation": Text({"fr": "Services publics", "en": "Public services"}),
            "portal_url": "https://portal.example",
            "secure": False,
        }
        app = create_backoffice(BackofficeServices(**values | settings))
        return cls(engine, app, workflow, clock, storage, pools, definition)

    def which_wants_factors_of(self, *roles: Role) -> "Backoffice":
        """Give the same office where these roles must have a second factor."""
        services = self.app.extensions["backoffice"]
        app = create_backoffice(replace(services, must_prove=frozenset(roles)))
        return replace(self, app=app)

    def hire(self, *roles: Role, language: str = "en") -> Account:
        """Hire somebody, into the pools that their roles treat."""
        queues = {Role.AGENT: "records", Role.SIGNATORY: "signatories"}
        pools = [self.pools[queues[role]] for role in roles if role in queues]
        with self.engine.begin() as connection:
            account = an_account(connection, *pools, roles=roles)
            set_language(connection, account.id, language)
        return account

    def browser(self, account: Account | None = None) -> Browser:
        """Give a browser, signed in as somebody unless it is nobody's."""
        browser = Browser(self.app)
        if account is not None:
            with self.engine.begin() as connection:
                now = self.clock.now(connection)
                token = open_session(connection, account.id, at=now)
            browser.client.set_cookie("staff", token)
        return browser

    def a_waiting_case(self, **answers: Any) -> Case:
        """Lodge and pay an application, which then waits in the records queue."""
        with self.engine.begin() as connection:
            return a_paid_case(
                connection, self.workflow, self.definition, answers={**ANSWERS, **answers}
            )

    def attach(self, case: Case, **description: Any) -> Attachment:
        """Attach a file to a case."""
        values: dict[str, Any] = {
            "field": "birth_certificate",
            "filename": "acte.pdf",
            "media_type": "application/pdf",
            "size": len(PDF),
        }
        with self.engine.begin() as connection:
            return attachments.record(
                connection,
                case_id=case.id,
                sha256=self.storage.put(PDF),
                created_at=self.clock.now(connection),
                **values | description,
            )

    def claim(self, account: Account) -> Case:
        """Let somebody take their next case, which must be there."""
        with self.engine.begin() as connection:
            return claimed_by(connection, self.workflow, account)

    def case_in_hands_of(self, account: Account) -> Case:
        """Lodge a case that fits the account's role and let it take it."""
        self.a_waiting_case()
        if Role.SIGNATORY in account.roles:
            self.approve_next(self.hire(Role.AGENT))
        return self.claim(account)

    def approve_next(self, agent: Account) -> Case:
        """Let an agent take the oldest case and submit it for signature."""
        case = self.claim(agent)
        self.fire(case, "approve", agent)
        return case

    def fire(self, case: Case, trigger: str, account: Account, **data: Any) -> Case:
        """Move a case behind the web application's back."""
        role = Role.SIGNATORY if Role.SIGNATORY in account.roles else Role.AGENT
        with self.engine.begin() as connection:
            moved = self.workflow.fire(
                connection, case.id, trigger, actor=acting(account, role), data=data
            )
        self.route(case)
        return moved

    def route(self, case: Case) -> None:
        """Bring a case that moved into its next queue, as the routing job does."""
        with self.engine.begin() as connection:
            route(connection, self.workflow, case.id)

    def counts(self) -> None:
        """Count what changed for the board, as the clock has it done."""
        with self.engine.begin() as connection:
            catch_up(connection)

    def journal(self, case: Case) -> tuple[Entry, ...]:
        """Read a case's journal."""
        with self.engine.begin() as connection:
            return history(connection, case.id)

    def state_of(self, case: Case) -> str:
        """Tell where a case stands now."""
        with self.engine.begin() as connection:
            return find_case(connection, case.id).state

    def holder_of(self, case: Case) -> int | None:
        """Tell which account holds a case, if any."""
        with self.engine.begin() as connection:
            return find_case(connection, case.id).claimed_by
