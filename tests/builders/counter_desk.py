"""Somebody at a counter of the back office, and what they lodge with the people before them."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from eservices.counter.filing import file_at_counter
from eservices.counter.model import COLUMNS, Agreed, Assistance, Consent, assistance_of
from eservices.counter.tables import assistances
from eservices.drafts import find_draft, save_entries
from eservices.lodging import Desk
from eservices.offering import offer_of
from tests.builders.backoffice import PDF, Backoffice, Browser
from tests.builders.counter import a_counter_agent
from tests.builders.portal import ZONE
from workflows.accounts import Account
from workflows.attachments import attachments_of_draft, record
from workflows.cases import Case, find_case
from workflows.tables import accounts

BEGIN = {"eservice": "criminal-record", "language": "fr"}
#: What fills in the small form.
ENTRIES = {
    "surname": "Dossou",
    "given_names": "Afi",
    "sex": "F",
    "born_on-day": "1",
    "born_on-month": "3",
    "born_on-year": "1994",
    "purpose": "examination",
    "mail": "afi@example.org",
    "phone": "01 97 00 00 00",
}


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody at a counter, in a browser."""

    office: Backoffice
    account: Account
    browser: Browser

    def begins(self) -> Assistance:
        """Begin with a person who is present."""
        answer = self.browser.post("/counter", BEGIN)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        assert answer.location.startswith("https://portal.example/counter/")
        return self.last()

    def last(self) -> Assistance:
        """Read what was begun last."""
        with self.office.engine.begin() as connection:
            latest = select(*COLUMNS).order_by(assistances.c.id.desc()).limit(1)
            return assistance_of(connection.execute(latest).one())

    def files(self) -> Case:
        """Lodge an application with a person who signed."""
        return file_for(self.office, self.begins())


def file_for(office: Backoffice, one: Assistance) -> Case:
    """Fill the small form in for somebody and lodge it, as the portal does."""
    desk = Desk(office.workflow, office.clock, ZONE, "BJ")
    with office.engine.begin() as connection:
        now = office.clock.now(connection)
        draft = find_draft(connection, one.draft_id, now=now)
        save_entries(connection, draft, ENTRIES, now=now)
        offer = offer_of(connection, one.eservice)
        draft = find_draft(connection, one.draft_id, now=now)
        attach(office, connection, one)
        files = attachments_of_draft(connection, draft.id)
        reading = desk.read(draft, offer.service, files, now=now)
        agreed = Agreed(one, Consent.PAPER)
        case = file_at_counter(connection, desk, offer, agreed, reading=reading)
        return find_case(connection, case.id)


def attach(office: Backoffice, connection: Connection, one: Assistance) -> None:
    """Add the document that the small form asks for."""
    record(
        connection,
        draft_id=one.draft_id,
        field="birth_certificate",
        filename="acte.pdf",
        media_type="application/pdf",
        size=len(PDF),
        sha256=office.storage.put(PDF),
        created_at=office.clock.now(connection),
    )


def somebody_at_the_counter(office: Backoffice, slug: str | None = None) -> AtWork:
    """Seat somebody at the counter of an office."""
    with office.engine.begin() as connection:
        place = {} if slug is None else {"office": slug}
        account = a_counter_agent(connection, **place)
        mine = accounts.c.id == account.id
        connection.execute(update(accounts).where(mine).values(language="en"))
    return AtWork(office, account, office.browser(account))
