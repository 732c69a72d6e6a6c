"""Resuming a draft on another device by a short code, with the date of birth as second secret.

The code alone shows nothing: whoever finds the paper it was written on has five tries at a date.
Both are kept as keyed digests only.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from delivery.codes import ALPHABET
from eservices.drafts import Draft
from eservices.tables import draft_codes, drafts

#: 40 bits, in two blocks that can be read aloud; guesses are counted besides.
LENGTH, BLOCK = 8, 4
#: Wrong dates after which the code is worth nothing.
TRIES = 5
#: No longer than a draft waits.
GOOD_FOR = timedelta(days=30)
CODE, BIRTH = b"draft code\x00", b"draft birth\x00"


@dataclass(frozen=True, slots=True)
class DraftCodes:
    """Gives codes for drafts and takes them back, under the installation's key."""

    key: bytes = field(repr=False)

    def give(self, connection: Connection, draft: Draft, born_on: date, *, now: datetime) -> str:
        """Draw a code for a draft; one drawn before opens nothing any more."""
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        values = {
            "code": self._digest(CODE, drawn),
            "born_on": self._digest(BIRTH, f"{draft.id}\x00{born_on.isoformat()}"),
            "tries": 0,
            "created_at": now,
            "expires_at": now + GOOD_FOR,
        }
        connection.execute(
            insert(draft_codes)
            .values(draft_id=draft.id, **values)
            .on_conflict_do_update(index_elements=[draft_codes.c.draft_id], set_=values)
        )
        return f"{drawn[:BLOCK]}-{drawn[BLOCK:]}"

    def take(
        self, connection: Connection, typed: str, born_on: date, *, now: datetime
    ) -> str | None:
        """Give the draft that a code opens with this date; None, and nothing tells why not."""
        symbols = "".join(symbol for symbol in typed.upper() if symbol.isalnum())[: LENGTH + 1]
        row = connection.execute(
            select(draft_codes)
            .join(drafts)
            .where(
                draft_codes.c.code == self._digest(CODE, symbols),
                draft_codes.c.expires_at > now,
                drafts.c.expires_at > now,
            )
            .with_for_update(of=draft_codes)
        ).one_or_none()
        # Computed whether or not there is such a code: the time taken tells nothing.
        draft_id = "" if row is None else str(row.draft_id)
        given = self._digest(BIRTH, f"{draft_id}\x00{born_on.isoformat()}")
        if row is None:
            return None
        if hmac.compare_digest(row.born_on, given):
            return draft_id
        _count_wrong(connection, draft_id, tries=row.tries + 1)
        return None

    def _digest(self, purpose: bytes, said: str) -> bytes:
        return hmac.digest(self.key, purpose + said.encode(), sha256)


def _count_wrong(connection: Connection, draft_id: str, *, tries: int) -> None:
    mine = draft_codes.c.draft_id == draft_id
    if tries >= TRIES:
        connection.execute(delete(draft_codes).where(mine))
    else:
        connection.execute(update(draft_codes).where(mine).values(tries=tries))
