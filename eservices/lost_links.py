"""The letter that brings a lost tracking link back to the applicant's own mail address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eservices.texts import mark, translate

#: An applicant asked, by the reference alone, to be sent the secret link again.
LINK_ASKED = "tracking.link_asked"
#: However often it is asked for, a link is sent once in this time: nobody can be flooded.
ONCE_IN = timedelta(hours=1)

SUBJECT = mark("Link to your application %(reference)s")
BODY = mark(
    "Somebody asked for the link to your application %(reference)s. Here it is:\n\n%(link)s\n\n"
    "Whoever has this link can see your application: do not share it.\n"
    "If you did not ask for it, you have nothing to do."
)
#: The same as a short message.
SHORT = mark("%(reference)s: the link that was asked for: %(link)s - Share it with nobody.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A subject and a body, ready to be sent, and the same as a short message."""

    subject: str
    body: str
    short: str


def write_letter(*, reference: str, link: str, language: str) -> Letter:
    """Write the letter in the applicant's language."""
    return Letter(
        subject=translate(SUBJECT, language, reference=reference),
        body=translate(BODY, language, reference=reference, link=link),
        short=translate(SHORT, language, reference=reference, link=link),
    )


def letter_number(asked_at: datetime) -> int:
    """Number a letter by its hour, below zero: a case's other notices count from one."""
    return -int(asked_at.timestamp() // ONCE_IN.total_seconds())
