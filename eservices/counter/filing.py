"""Filing at a counter: whose address it may be, and the lodging once the citizen agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from delivery.notices import Channel
from eservices.contacts import Contact, read_contact
from eservices.counter.model import Agreed
from eservices.counter.tables import assistances
from eservices.definition.model import EService
from eservices.filing import digest_of_answers
from eservices.form import Reading
from eservices.lodging import Desk
from eservices.offering import Offer
from workflows.accounts import WORKS_AT_A_COUNTER
from workflows.cases import Case
from workflows.openings import record_opening
from workflows.tables import accounts, applicants, cases

#: Why a counter agent saw the file, as its applicant reads it.
PURPOSE = "counter"
#: So many cases of one address in a day, lodged at counters, call for a look.
MANY = 3


@dataclass(frozen=True, slots=True)
class Used:
    """An address that was given for many applications at counters today."""

    address: Contact
    count: int


class AgentsOwnAddress(Exception):
    """The address given for a citizen is that of somebody who works at a counter."""


class ChangedSince(Exception):
    """What was filled in is no longer what the citizen was sent a code for."""


def addresses_in(service: EService, reading: Reading, country: str) -> tuple[Contact, ...]:
    """Give the addresses at which the applicant says to be reached, the telephone first."""
    contact = service.form.contact
    given = [reading.answer(name) for name in (contact.phone, contact.mail) if name is not None]
    read = [read_contact(str(one), country) for one in given if one]
    return tuple(one for one in read if one is not None)


def is_of_a_counter_agent(connection: Connection, address: Contact) -> bool:
    """Tell whether an address is that of anybody who works at a counter."""
    column = accounts.c.mail if address.channel is Channel.MAIL else accounts.c.phone
    found = select(accounts.c.id).where(column == address.address, WORKS_AT_A_COUNTER)
    return connection.execute(found.limit(1)).scalar_one_or_none() is not None


def often_used(
    connection: Connection, addresses: Sequence[Contact], *, since: datetime
) -> tuple[Used, ...]:
    """Tell which of these addresses was given for many applications at counters."""
    counted = (Used(one, _lodged_with(connection, one, since=since)) for one in addresses)
    return tuple(one for one in counted if one.count >= MANY)


def _lodged_with(connection: Connection, address: Contact, *, since: datetime) -> int:
    is_same = (
        func.lower(applicants.c.mail) == address.address
        if address.channel is Channel.MAIL
        else applicants.c.phone == address.address
    )
    counted = (
        select(func.count())
        .select_from(applicants)
        .join(cases, cases.c.id == applicants.c.case_id)
        .where(is_same, cases.c.filed_by.is_not(None), cases.c.lodged_at >= since)
    )
    number: int = connection.execute(counted).scalar_one()
    return number


def file_at_counter(
    connection: Connection, desk: Desk, offer: Offer, agreed: Agreed, *, reading: Reading
) -> Case:
    """Lodge what a citizen agreed to, and end the access of whoever filled it in.

    Raises AgentsOwnAddress, ChangedSince, and whatever the lodging of a draft raises.
    """
    helped, now = agreed.assistance, desk.clock.now(connection)
    addresses = addresses_in(offer.service, reading, desk.reference_prefix)
    if any(is_of_a_counter_agent(connection, address) for address in addresses):
        raise AgentsOwnAddress
    case = desk.lodge(connection, helped.draft_id, offer, agreed=agreed)
    # Of what was lodged, and not of what the page had read: another tab may have been faster.
    if agreed.answers_digest not in {None, digest_of_answers(case.answers)}:
        raise ChangedSince
    connection.execute(
        update(assistances)
        .where(assistances.c.id == helped.id)
        .values(case_id=case.id, consent=agreed.consent, lodged_at=case.lodged_at, link=None)
    )
    record_opening(
        connection, case_id=case.id, account_id=helped.account_id, purpose=PURPOSE, at=now
    )
    return case
