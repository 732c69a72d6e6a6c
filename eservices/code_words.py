"""The words of a message that brings a one-time code."""

from eservices.lost_links import Letter
from eservices.one_time_codes import GOOD_FOR, Message
from eservices.texts import mark, translate

SUBJECT = mark("Your code")
BODY = mark(
    "Your code is %(code)s. Type it on the page where you asked for it; it is good for "
    "%(minutes)s minutes.\n\nNobody of the administration asks you for this code. If you did not "
    "ask for it, somebody mistyped an address: you have nothing to do."
)
SHORT = mark("Your code is %(code)s (%(minutes)s minutes). Give it to nobody.")


def write_code(message: Message) -> Letter:
    """Write the message in the language of the page on which it was asked for."""
    minutes = int(GOOD_FOR.total_seconds() // 60)
    subject, body, short = (
        translate(words, message.language, code=message.code, minutes=minutes)
        for words in (SUBJECT, BODY, SHORT)
    )
    return Letter(subject=subject, body=body, short=short)
