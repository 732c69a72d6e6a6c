"""The words of a message that brings a one-time code."""

from collections.abc import Mapping

from eservices.lost_links import Letter
from eservices.one_time_codes import GOOD_FOR, Message, Purpose
from eservices.texts import mark, translate

SUBJECT = mark("Your code")
BODY = mark(
    "Your code is %(code)s. Type it on the page where you asked for it; it is good for "
    "%(minutes)s minutes.\n\nNobody of the administration asks you for this code. If you did not "
    "ask for it, somebody mistyped an address: you have nothing to do."
)
SHORT = mark("Your code is %(code)s (%(minutes)s minutes). Give it to nobody.")


#: Read out at a counter, and so it must say to what: nobody else may hear it.
FILING_SUBJECT = mark("Your code for the counter")
FILING_BODY = mark(
    "Somebody at a counter has filled in for you: %(about)s.\n\nIf you are there and agree that "
    "it is lodged in your name, read this code to the agent: %(code)s. It is good for %(minutes)s "
    "minutes.\n\nIf you are not at a counter, give this code to nobody: nothing is lodged without "
    "it."
)
FILING_SHORT = mark(
    "Code %(code)s: read it to the agent of the counter only if you agree that this is lodged in "
    "your name: %(about)s."
)
HAND_OVER_SUBJECT = mark("Your code to be given your document")
HAND_OVER_BODY = mark(
    "Your document of case %(about)s is about to be printed at a counter.\n\nIf you are there, "
    "read this code to the agent: %(code)s. It is good for %(minutes)s minutes.\n\nIf you are not "
    "at a counter, give this code to nobody."
)
HAND_OVER_SHORT = mark(
    "Code %(code)s: read it to the agent of the counter to be given the document of case "
    "%(about)s. Not at a counter? Give it to nobody."
)
WORDS: Mapping[Purpose, tuple[str, str, str]] = {
    Purpose.SIGN_IN: (SUBJECT, BODY, SHORT),
    Purpose.FILING: (FILING_SUBJECT, FILING_BODY, FILING_SHORT),
    Purpose.HAND_OVER: (HAND_OVER_SUBJECT, HAND_OVER_BODY, HAND_OVER_SHORT),
}


def write_code(message: Message) -> Letter:
    """Write the message in the language of the page on which it was asked for."""
    minutes = int(GOOD_FOR.total_seconds() // 60)
    told = {"code": message.code, "minutes": minutes, "about": message.about}
    subject, body, short = (
        translate(words, message.language, **told) for words in WORDS[message.purpose]
    )
    return Letter(subject=subject, body=body, short=short)
