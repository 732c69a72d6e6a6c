"""The proof of filing: what an applicant takes away as soon as the application is lodged."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from delivery.documents import Branding, Entry, FilingDocument
from delivery.documents import Verification as Printed
from delivery.wording import write_due, write_instant
from eservices.definition.groups import find_part
from eservices.definition.model import EService
from eservices.durations import span_in_words
from eservices.filing import Filing, documents_of
from eservices.texts import mark, translate
from workflows.cases import Case, applicant_of
from workflows.deadlines import running_promise
from workflows.language.procedure import Stage

WHEN_PAID = mark("The delay of %(span)s starts when you have paid.")
STANDS_STILL = mark("The delay stands still for now.")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives the proof, and where anybody verifies it."""

    branding: Branding
    #: The page to type a code, and the address before a code.
    ask: str
    of_code: str
    zone: ZoneInfo


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
        digest=filing.digest,
        documents=tuple(
            Entry(_label(service, field, language), name) for field, name in documents_of(filing)
        ),
        verification=Printed(
            url=f"{issuer.of_code}/{filing.code}", page=issuer.ask, code=filing.code
        ),
    )


def _label(service: EService, field: str, language: str) -> str:
    found = find_part(service.form, field)
    return field if found is None else found.label.in_language(language)


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
        within = span_in_words(service.promise.within, language)
        return translate(WHEN_PAID, language, span=within)
    return None
