"""The layout of an act: title, number, identity, statements, date, signatory, way to verify."""

from delivery.documents import ActDocument
from delivery.drawing import Align, Ink, Page, Press, Type
from delivery.sheet import BODY, LABEL, LEFT, MEASURE, PANEL, SMALL, STRONG, Sheet
from delivery.wording import write_date

#: Kept together on a page: the date, the signatory and the panel to verify.
CLOSING = 150.0


def lay_out_act(act: ActDocument, press: Press) -> tuple[Page, ...]:
    """Place everything an act says on pages."""
    sheet = Sheet(language=act.language, branding=act.branding, press=press)
    sheet.header()
    sheet.heading(act.title, act.number)
    _identity(sheet, act)
    for statement in act.statements:
        sheet.down(9)
        sheet.write(statement, BODY)
    _closing(sheet, act)
    warning = sheet.words(
        "Only the sealed PDF file is authentic. A printed copy proves nothing until it has been "
        "checked with this code."
    )
    sheet.panel(act.verification, warning)
    return sheet.finish(act.number)


def _identity(sheet: Sheet, act: ActDocument) -> None:
    if act.identity:
        sheet.rule()
    for entry in act.identity:
        sheet.row(entry.label, entry.value)
    sheet.down(10)


def _closing(sheet: Sheet, act: ActDocument) -> None:
    words = sheet.words
    sheet.room(CLOSING + PANEL)
    sheet.down(16)
    if act.valid_until is not None:
        valid = words("Valid until {date}").format(date=write_date(act.valid_until, act.language))
        sheet.write(valid, STRONG)
    sheet.write(words("File {reference}").format(reference=act.reference), LABEL, ink=Ink.GREY)
    sheet.down(10)
    half = MEASURE / 2
    place = act.branding.place
    done = (words("Done at {place}, {date}") if place else words("Done on {date}")).format(
        place=place, date=write_date(act.issued_on, act.language)
    )
    sealed = words("Signed and sealed electronically")
    names = (act.signatory_name,) if act.signatory_name else ()
    signed = (*_titles(sheet, act), *((name, BODY) for name in names))
    for text, type_ in ((done, BODY), *signed):
        sheet.write(text, type_, x=LEFT + half, width=half, align=Align.RIGHT)
    sheet.write(sealed, SMALL, x=LEFT + half, width=half, align=Align.RIGHT, ink=Ink.GREY)


def _titles(sheet: Sheet, act: ActDocument) -> tuple[tuple[str, Type], ...]:
    """Write in which quality the act is signed: one's own, or in the place of somebody absent."""
    if act.delegation is None:
        return ((act.signatory_title, STRONG),)
    title = act.signatory_title
    # Some titles say already in whose name the act is signed.
    says_it = title.split(maxsplit=1)[0] == sheet.words("For")
    instead = title if says_it else sheet.words("For: {title}").format(title=title)
    by_act = sheet.words("by delegation, act {act}").format(act=act.delegation)
    return ((instead, STRONG), (by_act, BODY))
