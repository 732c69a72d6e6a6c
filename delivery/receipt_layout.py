"""The layout of a receipt (quittance): who paid what, when, how, and how to check it."""

from delivery.documents import Entry, ReceiptDocument
from delivery.drawing import Align, Box, Ink, Page, Press
from delivery.sheet import BODY, LABEL, LEFT, MEASURE, RIGHT, STRONG, Sheet
from delivery.text_flow import break_lines
from delivery.wording import Amount, write_amount, write_date

#: Width kept for amounts at the right of the table.
AMOUNTS = 130.0


def lay_out_receipt(receipt: ReceiptDocument, press: Press) -> tuple[Page, ...]:
    """Place everything a receipt says on pages."""
    sheet = Sheet(language=receipt.language, branding=receipt.branding, press=press)
    sheet.header()
    title = sheet.words("Receipt – duplicate") if receipt.duplicate else sheet.words("Receipt")
    sheet.heading(title, receipt.number)
    sheet.rule()
    for entry in _facts(sheet, receipt):
        sheet.row(entry.label, entry.value)
    sheet.down(22)
    _table(sheet, receipt)
    warning = sheet.words(
        "This receipt is entered in the register under its number. A copy proves nothing until it "
        "has been checked with this code."
    )
    sheet.panel(receipt.verification, warning)
    return sheet.finish(receipt.number)


def _facts(sheet: Sheet, receipt: ReceiptDocument) -> tuple[Entry, ...]:
    words = sheet.words
    facts = (
        Entry(words("Received from"), receipt.payer),
        Entry(words("For the e-service"), receipt.eservice),
        Entry(words("File"), receipt.reference),
        Entry(words("Paid on"), write_date(receipt.paid_on, receipt.language)),
        Entry(words("Means of payment"), receipt.method),
    )
    where = ((words("Cash desk"), receipt.desk), (words("Transaction"), receipt.transaction))
    return (*facts, *(Entry(label, said) for label, said in where if said is not None))


def _table(sheet: Sheet, receipt: ReceiptDocument) -> None:
    words = sheet.words
    sheet.room(LABEL.leading * 3)
    sheet.y += LABEL.leading
    sheet.place(words("Item"), LABEL, LEFT, ink=Ink.GREY)
    sheet.place(words("Amount"), LABEL, RIGHT, ink=Ink.GREY, align=Align.RIGHT)
    sheet.y += 6
    sheet.rule()
    for line in receipt.lines:
        _line(sheet, line.label, line.amount, receipt.language)
    _total(sheet, receipt)


def _line(sheet: Sheet, label: str, amount: Amount, language: str) -> None:
    lines = break_lines(label, width=MEASURE - AMOUNTS, type_=BODY, press=sheet.press)
    for index, text in enumerate(lines):
        sheet.room(BODY.leading)
        sheet.y += BODY.leading
        sheet.place(text, BODY, LEFT)
        if index == 0:
            sheet.place(write_amount(amount, language), BODY, RIGHT, align=Align.RIGHT)
    sheet.y += 6
    sheet.rule()


def _total(sheet: Sheet, receipt: ReceiptDocument) -> None:
    sheet.room(40)
    sheet.y += 10
    sheet.add(Box(LEFT, sheet.y, MEASURE, 28, Ink.PALE))
    sheet.y += 18
    written = write_amount(receipt.total, receipt.language)
    sheet.place(sheet.words("Total paid"), STRONG, LEFT + 10)
    sheet.place(written, STRONG, RIGHT - 10, align=Align.RIGHT)
    sheet.y += 10
