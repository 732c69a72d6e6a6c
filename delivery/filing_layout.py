"""The layout of a proof of filing: what was lodged, when, with which documents, and its digest."""

from delivery.documents import Entry, FilingDocument
from delivery.drawing import Ink, Page, Press
from delivery.sheet import BODY, LABEL, SMALL, Sheet

#: Digits of the digest printed together, so that two people can compare it aloud.
BLOCK = 8


def lay_out_filing(filing: FilingDocument, press: Press) -> tuple[Page, ...]:
    """Place everything a proof of filing says on pages."""
    sheet = Sheet(language=filing.language, branding=filing.branding, press=press)
    sheet.header()
    sheet.heading(sheet.words("Proof of filing"), filing.reference)
    sheet.rule()
    for entry in _facts(sheet, filing):
        sheet.row(entry.label, entry.value)
    sheet.block(sheet.words("Main answers"), filing.answers)
    sheet.block(sheet.words("Price"), filing.price)
    sheet.down(22)
    _documents(sheet, filing)
    sheet.block(sheet.words("Lodged at a counter"), filing.counter)
    if filing.follow is not None:
        told = sheet.words(
            "Scan this code, or open {page}: with your reference, the link to your case is sent to "
            "your own telephone or mail address. Without either, ask at any counter."
        )
        sheet.pointer(
            filing.follow, sheet.words("Follow your application"), told.format(page=filing.follow)
        )
    else:
        _explain_digest(sheet)
    warning = sheet.words(
        "This proof says that the application was lodged, not that it was granted. A copy proves "
        "nothing until it has been checked with this code."
    )
    sheet.panel(filing.verification, warning)
    return sheet.finish(filing.reference)


def _explain_digest(sheet: Sheet) -> None:
    sheet.down(14)
    note = sheet.words(
        "The digest (SHA-256) is computed from all answers and documents: if one of them were "
        "changed, it would be another. Type it on the verification page to compare."
    )
    sheet.write(note, SMALL, ink=Ink.GREY)


def grouped(digest: str) -> str:
    """Write a digest in blocks."""
    return " ".join(digest[at : at + BLOCK] for at in range(0, len(digest), BLOCK))


def _facts(sheet: Sheet, filing: FilingDocument) -> tuple[Entry, ...]:
    words = sheet.words
    facts = (
        Entry(words("E-service"), filing.eservice),
        Entry(words("Lodged by"), filing.applicant),
        Entry(words("Lodged on"), filing.lodged_at),
        Entry(words("Received by"), filing.branding.authority[-1]),
    )
    told = (
        (words("Decision expected by"), filing.due),
        (words("If nobody decides"), filing.silence),
    )
    due = tuple(Entry(label, value) for label, value in told if value is not None)
    return (*facts, *due, Entry(words("Digest (SHA-256)"), grouped(filing.digest)))


def _documents(sheet: Sheet, filing: FilingDocument) -> None:
    sheet.write(sheet.words("Documents received"), LABEL, ink=Ink.GREY)
    sheet.y += 6
    sheet.rule()
    for entry in filing.documents:
        sheet.row(entry.label, entry.value)
    if not filing.documents:
        sheet.write(sheet.words("None"), BODY)
