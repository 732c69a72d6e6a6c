"""The proof of filing: what an applicant takes away as soon as the application is lodged."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from delivery.documents import Branding, Entry, FilingDocument
from delivery.documents import Verification as Printed
from delivery.wording import write_due, write_instant
from eservices.counter.model import PAPER
from eservices.definition.groups import find_part
from eservices.definition.model import EService
from eservices.durations import span_in_words
from eservices.filing import Filing, answers_of, documents_of
from eservices.form import present
from eservices.legal_silence import tell_silence
from eservices.price_words import exempts
from eservices.texts import mark, translate
from payments.charges import charges_of
from payments.waivers import waivers_of
from workflows.cases import Case, applicant_of
from workflows.deadlines import deadlines_of, running_promise
from workflows.language.procedure import Stage
from workflows.language.promises import promised_span

WHEN_PAID = mark("The delay of %(span)s starts when you have paid.")
STANDS_STILL = mark("The delay stands still for now.")
SIGNED = mark("Form signed at the counter")
INSTEAD = mark("Instead of %(full)s: %(reason)s")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives the proof, and where anybody verifies it."""

    branding: Branding
    #: The page to type a code, and the address before a code.
    ask: str
    of_code: str
    zone: ZoneInfo
    #: The page where an applicant asks for the link to a case.
    follow: str


def proof_of(
    connection: Connection, case: Case, service: EService, filing: Filing, issuer: Issuer
) -> FilingDocument:
    """Gather what the proof of a case's filing says, in its applicant's language."""
    applicant = applicant_of(connection, case.id)
    language = applicant.language
    return FilingDocument(
        language=language,
        branding=issuer.branding,
        reference=case.reference,
        eservice=service.title.in_language(language),
        applicant=applicant.name,
        lodged_at=write_instant(case.lodged_at.astimezone(issuer.zone), language),
        due=_due(connection, case, service, language, issuer.zone),
        silence=tell_silence(deadlines_of(connection, case.id), service, language, issuer.zone)
        or None,
        answers=tuple(_answers(service, filing, language)),
        price=tuple(_price(connection, case, service, language)),
        digest=filing.digest,
        documents=tuple(
            Entry(piece_label(service, field, language), name)
            for field, name in documents_of(filing)
        ),
        verification=Printed(
            url=f"{issuer.of_code}/{filing.code}", page=issuer.ask, code=filing.code
        ),
    )


def piece_label(service: EService, field: str, language: str) -> str:
    """Say what a piece is: by its question, or as what was signed at a counter."""
    if field == PAPER:
        return translate(SIGNED, language)
    found = find_part(service.form, field)
    return field if found is None else found.label.in_language(language)


def _answers(service: EService, filing: Filing, language: str) -> Iterator[Entry]:
    """List what was answered, as it was filed, to the questions that the act will quote."""
    answers = answers_of(filing)
    for name in service.act.identity if service.act else ():
        field = service.form.field(name)
        said = "" if field is None else present(field, answers.get(name), language)
        if field is not None and said:
            yield Entry(field.label.in_language(language), said)


def _price(connection: Connection, case: Case, service: EService, language: str) -> Iterator[Entry]:
    """List what is owed, and what is not, with the reason."""
    for charge in charges_of(connection, case.id):
        yield Entry(charge.label.in_language(language), charge.money.in_locale(language))
    for waiver in waivers_of(connection, case.id) if exempts(service) else ():
        reason = waiver.reason.in_language(language)
        full = waiver.full.in_locale(language)
        told = translate(INSTEAD, language, full=full, reason=reason)
        yield Entry(waiver.label.in_language(language), told)


def _due(
    connection: Connection, case: Case, service: EService, language: str, zone: ZoneInfo
) -> str | None:
    """Say until when the decision is promised; None where nothing is, or no longer."""
    promise = running_promise(connection, case.id)
    if promise is not None and promise.due_at is not None:
        return write_due(promise.due_at.astimezone(zone), language)
    if promise is not None:
        return translate(STANDS_STILL, language)
    if service.promise is not None and case.stage is Stage.PAYMENT:
        within = promised_span(
            service.promise, answers=case.answers, today=case.lodged_at.astimezone(zone).date()
        )
        return translate(WHEN_PAID, language, span=span_in_words(within, language))
    return None
