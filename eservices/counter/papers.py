"""What a counter prints: the form to be signed, and the receipt of what was lodged there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from delivery.documents import ConsentDocument, Entry, FilingDocument
from delivery.wording import write_instant
from eservices.counter.model import Assistance
from eservices.definition.groups import parts
from eservices.definition.model import EService
from eservices.filing import filing_of
from eservices.form import Reading, present
from eservices.price_words import exempts
from eservices.proof import Issuer, proof_of
from eservices.texts import mark, translate
from payments.charges import charges_of
from payments.tariff import AssessedLine
from workflows.cases import Case, applicant_of
from workflows.organisations import Office, find_office

SERVICE = mark("E-service")
APPLICANT = mark("Filled in for")
OFFICE = mark("Counter")
DAY = mark("On")
DESK = mark("Desk")
DUE = mark("To be paid")
WHERE = mark("Where to pay")
NOTHING_DUE = mark("nothing")
PAY_AT = mark("in cash: %(offices)s; or online, with the link that was sent to you")
PAY_ONLINE = mark("online, with the link that was sent to you")
MANNER = mark("You agreed")
BY_CODE = mark("by a code sent to you")
BY_PAPER = mark("by signing a form")
MANNERS = {"code": BY_CODE, "paper": BY_PAPER}


@dataclass(frozen=True, slots=True)
class Filled:
    """A draft as it stands on the form to be signed."""

    assistance: Assistance
    service: EService
    reading: Reading
    lines: tuple[AssessedLine, ...]
    language: str
    now: datetime


def consent_of(connection: Connection, filled: Filled, issuer: Issuer) -> ConsentDocument:
    """Gather what a citizen agrees to on paper, in their language."""
    language, service = filled.language, filled.service
    named = service.form.contact.name
    name = " ".join(str(filled.reading.answer(one)) for one in named if filled.reading.answer(one))
    office = find_office(connection, filled.assistance.office)
    at = write_instant(filled.now.astimezone(issuer.zone), language)
    told = ((SERVICE, service.title.in_language(language)), (APPLICANT, name))
    there = ((OFFICE, name_of(office, language)), (DAY, at))
    return ConsentDocument(
        language=language,
        branding=issuer.branding,
        number=str(filled.assistance.id),
        facts=tuple(Entry(translate(label, language), said) for label, said in (*told, *there)),
        answers=tuple(_answers(filled)),
        price=tuple(
            Entry(line.label.in_language(language), line.money.in_locale(language))
            for line in filled.lines
        ),
    )


def _answers(filled: Filled) -> Iterator[Entry]:
    answers = filled.reading.answers
    for field in parts(filled.service.form.fields(), answers):
        said = present(field, filled.reading.answer(field.id), filled.language)
        if said and field.type != "file":
            yield Entry(field.label.in_language(filled.language), said)


@dataclass(frozen=True, slots=True)
class Lodged:
    """What a receipt is of: the case, as it was filled in where, and where its money is taken."""

    assistance: Assistance
    case: Case
    service: EService
    cash_offices: frozenset[str] = frozenset()


def receipt_of(connection: Connection, lodged: Lodged, issuer: Issuer) -> FilingDocument | None:
    """Gather the receipt that a citizen takes away: where, what is due, how to follow the case.

    The desk is a number: who sits there is the office's business. None for what was not lodged.
    """
    assistance, case = lodged.assistance, lodged.case
    filing = filing_of(connection, case.id)
    if filing is None:
        return None
    proof = proof_of(connection, case, lodged.service, filing, issuer)
    language = applicant_of(connection, case.id).language
    office = name_of(find_office(connection, assistance.office), language)
    said = [(OFFICE, office), (DESK, str(assistance.account_id))]
    if assistance.consent is not None:
        said.append((MANNER, translate(MANNERS[assistance.consent], language)))
    counter = [Entry(translate(label, language), words) for label, words in said]
    follow = f"{issuer.follow}?reference={case.reference}"
    due = _due(connection, lodged, language)
    # One sheet for each person: what was answered stands in the filing, under its digest.
    price = proof.price if exempts(lodged.service) else ()
    counter += due
    return replace(proof, answers=(), price=price, counter=tuple(counter), follow=follow)


def _due(connection: Connection, lodged: Lodged, language: str) -> Iterator[Entry]:
    """Say what is due and where it is paid."""
    owed = [charge for charge in charges_of(connection, lodged.case.id) if charge.is_due]
    for charge in owed:
        label = f"{translate(DUE, language)} – {charge.label.in_language(language)}"
        yield Entry(label, charge.money.in_locale(language))
    if not owed:
        yield Entry(translate(DUE, language), translate(NOTHING_DUE, language))
    else:
        found = (find_office(connection, one) for one in sorted(lodged.cash_offices))
        offices = ", ".join(name_of(office, language) for office in found)
        words = translate(PAY_AT, language, offices=offices) if offices else None
        yield Entry(translate(WHERE, language), words or translate(PAY_ONLINE, language))


def name_of(office: Office, language: str) -> str:
    """Name an office in a language."""
    return office.name.get(language) or next(iter(office.name.values()))
