"""The layout of a transmission slip (bordereau): which files on paper lie in a batch."""

from delivery.documents import SlipDocument
from delivery.drawing import Ink, Page, Press
from delivery.filing_layout import grouped
from delivery.sheet import LABEL, SMALL, Sheet


def lay_out_slip(slip: SlipDocument, press: Press) -> tuple[Page, ...]:
    """Place everything a slip says on pages."""
    sheet = Sheet(language=slip.language, branding=slip.branding, press=press)
    sheet.header()
    sheet.heading(sheet.words("Transmission slip"), slip.number)
    sheet.rule()
    for entry in slip.facts:
        sheet.row(entry.label, entry.value)
    sheet.row(sheet.words("Digest (SHA-256)"), grouped(slip.digest))
    sheet.down(16)
    sheet.write(sheet.words("Files on paper"), LABEL, ink=Ink.GREY)
    sheet.y += 6
    sheet.rule()
    for number, line in enumerate(slip.lines, 1):
        sheet.row(f"{number}. {line.what}", line.reference)
    told = sheet.words(
        "Whoever receives this batch scans the code and acknowledges the files one by one. What is "
        "missing, and what lies here without being listed, is said there."
    )
    sheet.pointer(slip.url, sheet.words("Acknowledge this batch"), told)
    sheet.down(10)
    sheet.write(slip.url, SMALL, ink=Ink.GREY)
    return sheet.finish(slip.number)
