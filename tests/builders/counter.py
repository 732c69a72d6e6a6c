"""A counter: somebody who works at it, the form they open for a citizen, and a case of theirs."""

from dataclasses import dataclass

import sqlalchemy
from sqlalchemy import Connection, select

from delivery.register import Act, Issued, register, reserve
from eservices.counter.assisting import Beginning, begin, give_link
from eservices.counter.model import Assistance
from eservices.offering import offer_of
from eservices.one_time_codes import OneTimeCodes
from eservices.tables import one_time_codes
from tests.builders.kernel import OFFICE, an_account
from tests.builders.portal import ZONE, Site
from tests.builders.visitor import Visitor
from workflows import organisations
from workflows.accounts import Account, record_addresses
from workflows.actors import Role
from workflows.cases import Case
from workflows.clock import ShiftedClock

OWN_PHONE = "+2290197999901"


def a_counter_agent(
    connection: Connection, *pools: int, office: str = OFFICE, phone: str = OWN_PHONE
) -> Account:
    """Hire somebody at a counter, who also treats cases of these pools."""
    roles = (Role.AGENT, Role.COUNTER_AGENT) if pools else (Role.COUNTER_AGENT,)
    account = an_account(connection, *pools, roles=roles, office=office)
    record_addresses(connection, account.id, mail=None, phone=phone)
    return account


def another_office(connection: Connection, slug: str = "mairie") -> str:
    """Open an office with a counter that treats nothing itself."""
    name = {"fr": "Mairie de Cotonou", "en": "Cotonou city hall"}
    organisations.save_office(
        connection, slug=slug, organisation="cncj", calendar="benin", name=name
    )
    return slug


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Somebody at a counter, with the browser in which they fill a form in."""

    site: Site
    account: Account

    def begins(self) -> Assistance:
        """Open a draft for somebody who is present."""
        with self.site.services.engine.begin() as connection:
            now = self.site.clock.now(connection)
            offer = offer_of(connection, "criminal-record")
            office = self.account.office or ""
            return begin(connection, Beginning(self.account, office, offer, "fr", ZONE), now=now)

    def link(self, one: Assistance, browser: str | None = None) -> str:
        """Give the address that opens the form once."""
        with self.site.services.engine.begin() as connection:
            now = self.site.clock.now(connection)
            agent = browser or the_browser(self.site)
            token = give_link(connection, one.id, self.account, browser=agent, now=now)
        return f"/counter/{token}"

    def fills_in(self, one: Assistance, **changes: str) -> Visitor:
        """Open the form and answer it, up to the page on which the person agrees."""
        visitor = Visitor(self.site.app, language="en").get(self.link(one))
        return fill(visitor, **changes)


def fill(visitor: Visitor, **changes: str) -> Visitor:
    """Answer every page of the thorough form, and go on to the consent."""
    visitor.answer(**changes)
    onward = visitor.page.select_one("a[href$='/consent']")
    assert onward is not None, visitor.text
    return visitor.get(str(onward["href"]))


def the_browser(site: Site) -> str:
    """Say what the browser of a test says of itself."""
    with site.app.test_client() as client:
        client.get("/")
        return client.get("/").request.user_agent.string


def code_sent(engine: sqlalchemy.Engine, codes: OneTimeCodes, clock: ShiftedClock) -> str:
    """Read the latest code as the person who receives it does."""
    with engine.begin() as connection:
        latest = select(one_time_codes.c.id).order_by(one_time_codes.c.asked_at.desc()).limit(1)
        identifier = connection.execute(latest).scalar_one()
        message = codes.message(connection, identifier, now=clock.now(connection))
    assert message is not None
    return message.code


def issue_an_act(connection: Connection, case: Case, sha256: str, clock: ShiftedClock) -> Act:
    """Register the act of a case, as the sealer does."""
    now = clock.now(connection)
    kept = reserve(connection, case.id, pattern="CJ-{year}-{serial:07}", year=2026, now=now)
    issued = Issued(
        sha256=sha256,
        language="fr",
        title={"fr": "Bulletin n° 3", "en": "Bulletin no. 3"},
        authority={"fr": "CNCJ", "en": "CNCJ"},
        holder="A••• D•••",
        issued_at=now,
        issued_on=now.date(),
        valid_until=None,
    )
    return register(connection, kept, issued)
