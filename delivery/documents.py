"""What is printed, before it has a layout: every text is final, plain and in one language."""

from dataclasses import dataclass
from datetime import date

from delivery.wording import Amount


@dataclass(frozen=True, slots=True)
class Branding:
    """Who issues: the country and its colours, the authority from the ministry down, the place."""

    country: str
    motto: str
    #: Three colours of the flag as `#RRGGBB`, printed as a band.
    colours: tuple[str, ...]
    authority: tuple[str, ...]
    place: str
    #: A demonstration prints SPECIMEN across the page, so that nobody can mistake it.
    specimen: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and its value, one row of a table."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Verification:
    """Where anybody can check the document, and the code to type there."""

    url: str
    #: The address without the code, for those who type.
    page: str
    code: str


@dataclass(frozen=True, slots=True)
class ActDocument:
    """An act ready to be typeset."""

    language: str
    branding: Branding
    title: str
    number: str
    reference: str
    identity: tuple[Entry, ...]
    statements: tuple[str, ...]
    issued_on: date
    valid_until: date | None
    signatory_title: str
    signatory_name: str | None
    verification: Verification
    #: The act by which the signatory signs in the place of whoever bears the title.
    delegation: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One thing that was paid."""

    label: str
    amount: Amount


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """A receipt (quittance) ready to be typeset; the total is stated, not recomputed."""

    language: str
    branding: Branding
    number: str
    reference: str
    #: Title of the e-service that was paid for.
    eservice: str
    payer: str
    lines: tuple[ReceiptLine, ...]
    total: Amount
    paid_on: date
    method: str
    transaction: str | None
    verification: Verification
    #: Where it was paid in cash: the office, the till and its session.
    desk: str | None = None
    #: Whether the receipt was printed before.
    duplicate: bool = False


@dataclass(frozen=True, slots=True)
class FilingDocument:
    """A proof of filing ready to be typeset."""

    language: str
    branding: Branding
    reference: str
    #: Title of the e-service applied for.
    eservice: str
    applicant: str
    #: Day and hour, in words.
    lodged_at: str
    #: Until when the decision is promised, in words; None where nothing is promised.
    due: str | None
    #: What the law takes silence for, and from when; None where it means nothing.
    silence: str | None
    #: What the applicant answered that the decision will be about, and what it costs.
    answers: tuple[Entry, ...]
    price: tuple[Entry, ...]
    #: SHA-256 of the application as it was lodged.
    digest: str
    #: What each document is, and the name of its file.
    documents: tuple[Entry, ...]
    verification: Verification
    #: Where it was lodged with help, what is due and where to pay; nothing where nobody helped.
    counter: tuple[Entry, ...] = ()
    #: Where its applicant follows the case; told on a receipt handed over at a counter.
    follow: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """A form that a citizen signs at a counter, ready to be typeset."""

    language: str
    branding: Branding
    #: The assistance that it belongs to.
    number: str
    #: What is lodged, for whom, where and when, in words.
    facts: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    price: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A file on paper that lies in a batch."""

    reference: str
    what: str


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """The slip (bordereau) that goes with a batch of files on paper, ready to be typeset."""

    language: str
    branding: Branding
    number: str
    #: From where, to where, when and until when, in words.
    facts: tuple[Entry, ...]
    lines: tuple[SlipLine, ...]
    #: SHA-256 of what is listed.
    digest: str
    #: Where the batch is acknowledged.
    url: str
