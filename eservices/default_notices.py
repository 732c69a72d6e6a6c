"""Notices of what may happen on any case, for packs and e-services that write none of their own."""

from collections.abc import Mapping

from eservices.definition.model import Notice
from eservices.texts import mark, translate
from workflows.journal import Happening
from workflows.language.values import Text

LANGUAGES = ("fr", "en")
SUBJECT = mark("Your question on application {case.reference} was answered")
BODY = mark(
    "Hello {applicant.name},\n\nThe office has answered your question on your application "
    "{case.reference} ({case.title}). Read the answer here:\n\n{case.link}"
)
SHORT = mark("{case.reference}: the office answered your question: {case.link}")

HANDED_OVER = mark("Your document of application {case.reference} was handed over")
HANDED_OVER_BODY = mark(
    "Hello {applicant.name},\n\nThe document of your application {case.reference} ({case.title}) "
    "was printed and handed over at a counter. If it was not to you, tell us at once from the page "
    "of your case:\n\n{case.link}"
)
HANDED_OVER_SHORT = mark(
    "{case.reference}: your document was handed over at a counter. If not to you, tell us: "
    "{case.link}"
)


def _text(message: str) -> Text:
    return Text({language: translate(message, language) for language in LANGUAGES})


def default_notice(happening: str) -> Notice | None:
    """Give the notice of something that happened to a case; None where nothing is told of it."""
    written = WRITTEN.get(happening)
    if written is None:
        return None
    subject, body, short = (_text(message) for message in written)
    return Notice(subject=subject, body=body, sms=short)


WRITTEN: Mapping[str, tuple[str, str, str]] = {
    Happening.QUESTION_ANSWERED: (SUBJECT, BODY, SHORT),
    Happening.HANDED_OVER: (HANDED_OVER, HANDED_OVER_BODY, HANDED_OVER_SHORT),
}
