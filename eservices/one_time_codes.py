"""One-time codes: who reads one has the mail address or the telephone that it was sent to.

The code is an HMAC of a nonce under the installation's key, computed when it is sent and when it is
typed; a copy of the database holds none. Whoever asks learns nothing of others: any address gets
its code, whether or not anything was ever lodged with it.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update

from delivery.notices import Channel
from delivery.rationing import sms_day
from eservices.bounds import Limits, is_reached
from eservices.contacts import Contact
from eservices.tables import one_time_codes
from workflows.outbox import Outbox

#: Somebody wants a code sent to an address.
CODE_ASKED = "code.asked"
GOOD_FOR = timedelta(minutes=10)
#: Wrong codes after which another must be asked for.
TRIES = 5
#: How often codes may be asked for, within how long: for one address, and from one client. Five
#: tries at ten codes a day leave whoever guesses six digits one chance in twenty thousand.
ADDRESS_LIMITS = ((3, timedelta(minutes=15)), (10, timedelta(days=1)))
CLIENT_LIMITS = ((10, timedelta(minutes=15)), (60, timedelta(days=1)))
#: How long what was asked is kept: as long as it counts.
KEPT = timedelta(days=2)
DIGITS = 6
#: Keep codes and clients apart from everything else that the key signs.
CODE, CLIENT = b"one-time code\x00", b"client of codes\x00"


class Purpose(StrEnum):
    """What a code is asked for: one for one thing opens nothing else."""

    SIGN_IN = "sign_in"
    #: To agree, at a counter, that an application is lodged in one's name.
    FILING = "filing"
    #: To be given one's printed document at a counter.
    HAND_OVER = "hand_over"


class TooManyCodes(Exception):
    """This address, or this client, has asked for too many codes."""


class NoMoreTexts(Exception):
    """No short message goes any more today: a code must go to a mail address, or wait."""


class Refusal(StrEnum):
    """Why a code opens nothing."""

    WRONG = "wrong"
    #: Too old, used, tried too often, or never sent: another must be asked for.
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Proven:
    """An address whose code was typed, and the draft that was to be kept with it."""

    contact: Contact
    draft_id: str | None
    about: str
    #: The answers that were to be agreed to, by their digest.
    answers_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be sent: to whom, in which language, and the code."""

    id: str
    contact: Contact
    language: str
    code: str
    purpose: Purpose = Purpose.SIGN_IN
    #: What is agreed to, or the case.
    about: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a code is asked for, and what it opens besides."""

    purpose: Purpose = Purpose.SIGN_IN
    about: str = ""
    draft_id: str | None = None
    answers_digest: str | None = None


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """Asks for codes and checks them, under the installation's key."""

    key: bytes = field(repr=False)

    def ask(
        self,
        connection: Connection,
        outbox: Outbox,
        contact: Contact,
        *,
        language: str,
        client: str,
        asking: Asking,
        now: datetime,
    ) -> str:
        """Have a code sent and give what its page is called; raises TooManyCodes, NoMoreTexts."""
        if contact.channel is Channel.SMS and sms_day(connection, now).stopped_at is not None:
            raise NoMoreTexts
        asked_from = hmac.digest(self.key, CLIENT + client.encode(), sha256)
        codes = one_time_codes.c
        connection.execute(delete(one_time_codes).where(codes.asked_at < now - KEPT))
        # Two asked at once for one address are counted one after the other.
        connection.execute(select(func.pg_advisory_xact_lock(_lock_of(contact.address))))
        _refuse_beyond(connection, codes.address == contact.address, ADDRESS_LIMITS, now=now)
        _refuse_beyond(connection, codes.client == asked_from, CLIENT_LIMITS, now=now)
        identifier = secrets.token_urlsafe(16)
        connection.execute(
            one_time_codes.insert().values(
                id=identifier,
                channel=contact.channel,
                address=contact.address,
                language=language,
                nonce=secrets.token_bytes(16),
                client=asked_from,
                purpose=asking.purpose,
                about=asking.about,
                draft_id=asking.draft_id,
                answers_digest=asking.answers_digest,
                asked_at=now,
                expires_at=now + GOOD_FOR,
            )
        )
        outbox.emit(connection, CODE_ASKED, case_id=None, data={"code": identifier})
        return identifier

    def message(self, connection: Connection, identifier: str, *, now: datetime) -> Message | None:
        """Give what is to be sent, unless it was sent, or is of no use any more."""
        row = _open(connection, identifier, now=now)
        if row is None or row.sent_at is not None:
            return None
        contact = Contact(Channel(row.channel), row.address)
        purpose, code = Purpose(row.purpose), self._code(row.nonce)
        return Message(identifier, contact, row.language, code, purpose, row.about)

    def check(
        self,
        connection: Connection,
        identifier: str,
        typed: str,
        *,
        purpose: Purpose = Purpose.SIGN_IN,
        now: datetime,
    ) -> Proven | Refusal:
        """Try a code, once: it opens what it was asked for, or counts as a wrong one."""
        row = _open(connection, identifier, now=now, lock=True)
        if row is None or row.purpose != purpose:
            return Refusal.ENDED
        given = "".join(sign for sign in typed if sign.isdecimal() and sign.isascii())
        is_right = hmac.compare_digest(self._code(row.nonce).encode(), given.encode())
        changed = {"used_at": now} if is_right else {"tries": row.tries + 1}
        connection.execute(
            update(one_time_codes).where(one_time_codes.c.id == identifier).values(**changed)
        )
        if is_right:
            contact = Contact(Channel(row.channel), row.address)
            return Proven(contact, row.draft_id, row.about, row.answers_digest)
        return Refusal.WRONG if row.tries + 1 < TRIES else Refusal.ENDED

    def _code(self, nonce: bytes) -> str:
        number = int.from_bytes(hmac.digest(self.key, CODE + nonce, sha256)[:8], "big")
        return f"{number % 10**DIGITS:0{DIGITS}}"


def channel_asked(
    connection: Connection, identifier: str, *, purpose: Purpose = Purpose.SIGN_IN, now: datetime
) -> Channel | None:
    """Tell how a code was sent, for the page on which it is typed; None when it has ended."""
    row = _open(connection, identifier, now=now)
    return None if row is None or row.purpose != purpose else Channel(row.channel)


def mark_code_sent(connection: Connection, identifier: str, *, now: datetime) -> None:
    """Record that a code was handed over."""
    connection.execute(
        update(one_time_codes).where(one_time_codes.c.id == identifier).values(sent_at=now)
    )


def _open(
    connection: Connection, identifier: str, *, now: datetime, lock: bool = False
) -> Row[Any] | None:
    codes = one_time_codes.c
    found = select(one_time_codes).where(
        codes.id == identifier,
        codes.expires_at > now,
        codes.used_at.is_(None),
        codes.tries < TRIES,
    )
    return connection.execute(found.with_for_update() if lock else found).one_or_none()


def _refuse_beyond(
    connection: Connection, whose: ColumnElement[bool], limits: Limits, *, now: datetime
) -> None:
    if is_reached(connection, one_time_codes.c.asked_at, whose, limits, now=now):
        raise TooManyCodes


def _lock_of(address: str) -> int:
    return int.from_bytes(sha256(CODE + address.encode()).digest()[:8], "big", signed=True)
