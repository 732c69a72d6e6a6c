"""Assistance: begun in the back office, given on the portal's own pages, and over by the evening.

Whoever works at a counter never learns the citizen's password, for there is none, and keeps no way
into the file. A link that is good once, for a minute and in one browser, leads from the back office
to the form; the browser then holds a token for this draft alone, and for an hour.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select, update

from eservices.catalogue.listing import offered
from eservices.counter.model import COLUMNS, PAPER, Assistance, assistance_of
from eservices.counter.tables import assistances
from eservices.definition.form import Field
from eservices.definition.model import EService
from eservices.definition.sheets import Audience
from eservices.drafts import Keeping, start_draft
from eservices.offering import Offer
from eservices.tables import drafts
from workflows.accounts import WORKS_AT_A_COUNTER, Account
from workflows.publications import suspended
from workflows.tables import accounts, attachments

#: How long a link may be used.
LINK_GOOD_FOR = timedelta(minutes=1)
#: How long the browser that used it may fill the form in before it needs another.
SESSION = timedelta(hours=1)
INDIVIDUALS = frozenset(
    {
        Audience.CITIZEN,
        Audience.RESIDENT,
        Audience.FORMER_RESIDENT,
        Audience.DIASPORA,
        Audience.EVERYONE,
    }
)
#: The drafts that are neither lodged nor given up.
UNFINISHED = assistances.c.case_id.is_(None) & assistances.c.dropped_at.is_(None)


class UnknownAssistance(Exception):
    """No assistance of this number is this account's and under way."""


class LinkEnded(Exception):
    """A link that opens a form was used, is older than a minute, or is of another browser."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What assistance begins with: who helps, where, with what, in the citizen's language."""

    account: Account
    office: str
    offer: Offer
    language: str
    zone: ZoneInfo


def assistable(connection: Connection) -> tuple[EService, ...]:
    """List what a counter may file for citizens: what is open, for individuals, on its own.

    What is confidential is told to nobody, and so to no counter agent.
    """
    closed = suspended(connection)
    return tuple(
        service
        for service in offered(connection)
        if service.eservice not in closed and may_be_assisted(service)
    )


def may_be_assisted(service: EService) -> bool:
    """Tell whether a counter may file an e-service for a citizen."""
    follows_another = service.follows is not None and service.follows.required
    confidential = service.complaint is not None and service.complaint.confidential
    return bool(INDIVIDUALS & set(service.audience)) and not follows_another and not confidential


def begin(connection: Connection, beginning: Beginning, *, now: datetime) -> Assistance:
    """Open a draft that only this account's browser fills in, until the end of the day."""
    service = beginning.offer.service
    until = end_of_day(now, beginning.zone)
    draft_id = secrets.token_urlsafe(16)
    row = connection.execute(
        insert(assistances)
        .values(
            account_id=beginning.account.id,
            office=beginning.office,
            eservice=service.eservice,
            draft_id=draft_id,
            started_at=now,
            expires_at=until,
        )
        .returning(*COLUMNS)
    ).one()
    start_draft(
        connection,
        eservice=service.eservice,
        definition=beginning.offer.definition,
        language=beginning.language,
        now=now,
        keeping=Keeping(draft_id, row.id, until),
    )
    return assistance_of(row)


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Give the midnight that ends a day in the country."""
    after = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(after, time(), tzinfo=zone).astimezone(UTC)


def give_link(
    connection: Connection, assistance_id: int, account: Account, *, browser: str, now: datetime
) -> str:
    """Give the token that opens the form once; those given before open nothing any more.

    Raises UnknownAssistance, also for that of a colleague.
    """
    token = secrets.token_urlsafe(32)
    values: Mapping[str, Any] = {
        "link": _digest(token),
        "link_until": now + LINK_GOOD_FOR,
        "browser": _digest(browser),
        "session": None,
        "session_until": None,
    }
    _change(connection, assistance_id, account, now=now, values=values)
    return token


def drop(connection: Connection, assistance_id: int, account: Account, *, now: datetime) -> None:
    """Give an unfinished assistance up, and forget what was typed; raises UnknownAssistance."""
    values = {"dropped_at": now, "link": None, "session": None, "session_until": None}
    draft_id = _change(connection, assistance_id, account, now=now, values=values)
    connection.execute(delete(attachments).where(attachments.c.draft_id == draft_id))
    connection.execute(delete(drafts).where(drafts.c.id == draft_id))


def _change(
    connection: Connection,
    assistance_id: int,
    account: Account,
    *,
    now: datetime,
    values: Mapping[str, Any],
) -> str:
    mine = (
        assistances.c.id == assistance_id,
        assistances.c.account_id == account.id,
        assistances.c.office == account.office,
        assistances.c.expires_at > now,
        UNFINISHED,
    )
    changed = update(assistances).where(*mine).values(values).returning(assistances.c.draft_id)
    draft_id: str | None = connection.execute(changed).scalar_one_or_none()
    if draft_id is None:
        raise UnknownAssistance(assistance_id)
    return draft_id


def use_link(
    connection: Connection, token: str, *, browser: str, now: datetime
) -> tuple[Assistance, str]:
    """Give the assistance that a link opens, and the token for its browser; raises LinkEnded.

    One statement decides: of two clicks, one finds the link used.
    """
    session = secrets.token_urlsafe(32)
    row = connection.execute(
        update(assistances)
        .where(
            assistances.c.link == _digest(token),
            assistances.c.link_until > now,
            assistances.c.browser == _digest(browser),
            assistances.c.expires_at > now,
            UNFINISHED,
        )
        .values(link=None, session=_digest(session), session_until=now + SESSION)
        .returning(*COLUMNS)
    ).one_or_none()
    if row is None:
        raise LinkEnded
    return assistance_of(row), session


def let_in(
    connection: Connection, draft_id: str, session: str, *, now: datetime
) -> Assistance | None:
    """Give the assistance whose draft a browser may open; None for any other browser.

    Whoever lost the account or the role meanwhile lost this too.
    """
    row = connection.execute(
        select(*COLUMNS)
        .join_from(assistances, accounts, accounts.c.id == assistances.c.account_id)
        .where(
            assistances.c.draft_id == draft_id,
            assistances.c.session == _digest(session),
            assistances.c.session_until > now,
            assistances.c.dropped_at.is_(None),
            WORKS_AT_A_COUNTER,
        )
    ).one_or_none()
    return None if row is None else assistance_of(row)


def unfinished(
    connection: Connection, account: Account, *, now: datetime
) -> tuple[Assistance, ...]:
    """List what an account began and may go on with today, the latest first."""
    mine = (assistances.c.account_id == account.id, assistances.c.office == account.office)
    rows = connection.execute(
        select(*COLUMNS)
        .where(*mine, UNFINISHED, assistances.c.expires_at > now)
        .order_by(assistances.c.started_at.desc())
    )
    return tuple(assistance_of(row) for row in rows)


def filed(connection: Connection, account: Account, *, now: datetime) -> tuple[Assistance, ...]:
    """List what an account lodged at its counter today, the latest first."""
    mine = (assistances.c.account_id == account.id, assistances.c.office == account.office)
    rows = connection.execute(
        select(*COLUMNS)
        .where(*mine, assistances.c.case_id.is_not(None), assistances.c.expires_at > now)
        .order_by(assistances.c.lodged_at.desc())
    )
    return tuple(assistance_of(row) for row in rows)


def as_assisted(service: EService) -> EService:
    """Ask for no mail and no telephone: whoever has neither signs on paper."""
    contact = service.form.contact
    ways = {contact.mail, contact.phone}

    def eased(field: Field) -> Field:
        return field.model_copy(update={"required": False}) if field.id in ways else field

    pages = tuple(
        page.model_copy(update={"fields": tuple(eased(field) for field in page.fields)})
        for page in service.form.pages
    )
    lenient = contact.model_copy(update={"one_is_enough": False})
    form = service.form.model_copy(update={"pages": pages, "contact": lenient})
    return service.model_copy(update={"form": form})


def scans_of(connection: Connection, draft_id: str) -> tuple[str, ...]:
    """Name the scans of the signed form that were added to a draft."""
    own = (attachments.c.draft_id == draft_id, attachments.c.field == PAPER)
    rows = connection.execute(
        select(attachments.c.id).where(*own).order_by(attachments.c.created_at)
    )
    return tuple(rows.scalars())


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
