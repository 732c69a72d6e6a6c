"""The layout of the form that a citizen signs at a counter: what is lodged, and the signatures."""

from delivery.documents import ConsentDocument
from delivery.drawing import Ink, Page, Press
from delivery.sheet import BODY, LABEL, LEFT, MEASURE, SMALL, Sheet

#: Room for a signature, or for a thumb.
SIGNATURE = 64.0
GAP = 18.0


def lay_out_consent(consent: ConsentDocument, press: Press) -> tuple[Page, ...]:
    """Place everything that is agreed to on pages, and at the end where it is signed."""
    sheet = Sheet(language=consent.language, branding=consent.branding, press=press)
    sheet.header()
    sheet.heading(sheet.words("Consent to an application filled in at a counter"), consent.number)
    sheet.rule()
    for entry in consent.facts:
        sheet.row(entry.label, entry.value)
    sheet.block(sheet.words("Answers"), consent.answers)
    sheet.block(sheet.words("Price"), consent.price)
    sheet.down(16)
    declared = sheet.words(
        "The answers above were read to me. They are true, and I agree that this application is "
        "lodged in my name. Nobody asked me for a password, nor for any amount other than the "
        "price above."
    )
    sheet.write(declared, BODY)
    _signatures(sheet)
    note = sheet.words(
        "This form is scanned and kept with the case. The paper goes to the office that treats it."
    )
    sheet.down(10)
    sheet.write(note, SMALL, ink=Ink.GREY)
    return sheet.finish(consent.number)


def _signatures(sheet: Sheet) -> None:
    """Leave room for the date and two signatures: many people sign with a thumb, and a witness."""
    words = sheet.words
    asked = (
        words("Place and date"),
        words("Signature or thumb print of the person"),
        words("Where the person does not write: name and signature of a witness"),
    )
    width = (MEASURE - 2 * GAP) / 3
    sheet.room(SIGNATURE + 3 * LABEL.leading)
    top = sheet.y + GAP
    lowest = top
    for number, label in enumerate(asked):
        sheet.y = top
        sheet.write(label, SMALL, x=LEFT + number * (width + GAP), width=width, ink=Ink.GREY)
        lowest = max(lowest, sheet.y)
    sheet.y = lowest + SIGNATURE
    sheet.rule()
