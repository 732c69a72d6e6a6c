"""Letters kept as files, as they came."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

#: Letters shown and kept; the oldest are thrown away.
CAPACITY = 500
#: The header that tells a short message from a mail.
CHANNEL = "X-Channel"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as a reader sees it."""

    id: str
    sender: str
    recipient: str
    subject: str
    sent_at: datetime | None
    body: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Postbox:
    """A folder of letters."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep a letter and give its identifier; names sort by time of arrival."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        identifier = f"{time.time_ns()}-{secrets.token_hex(8)}"
        aside = self.folder / f".{identifier}"
        aside.write_bytes(content)
        aside.replace(self.folder / f"{identifier}.eml")
        for old in self._names()[CAPACITY:]:
            (self.folder / f"{old}.eml").unlink(missing_ok=True)
        return identifier

    def letters(self) -> Iterator[Letter]:
        """Yield the letters, newest first."""
        return (self._read(name) for name in self._names())

    def find(self, identifier: str) -> Letter | None:
        """Give one letter, if it is there."""
        return self._read(identifier) if identifier in self._names() else None

    def _names(self) -> list[str]:
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def _read(self, identifier: str) -> Letter:
        content = (self.folder / f"{identifier}.eml").read_bytes()
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        date = message["date"]
        body = message.get_body(("plain", "html"))
        return Letter(
            id=identifier,
            sender=str(message["from"]),
            recipient=str(message["to"]),
            subject=str(message["subject"]),
            sent_at=None if date is None else date.datetime,
            body="" if body is None else body.get_content(),
            is_short=message[CHANNEL] is not None,
        )
