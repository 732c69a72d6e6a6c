"""The citizen's sheet: what one should know before applying, to print and hand out."""

from collections.abc import Iterator

from delivery.wording import write_date
from eservices.definition.model import EService
from eservices.definition.sheets import Document as Piece
from eservices.definition.sheets import SheetStep
from eservices.documents.model import Document, Kind, Section
from eservices.documents.words import silence_of_law
from eservices.durations import span_in_words
from eservices.price_words import tell_price
from eservices.texts import mark, translate
from workflows.language.procedure import PromiseStart
from workflows.language.values import Text

SUBTITLE = mark("Citizen’s sheet, number %(code)s in the catalogue.")
IN_SHORT = mark("In short")
FEE = mark("Fee: %(label)s, %(amount)s (from %(day)s).")
FEE_UNTIL = mark("Fee: %(label)s, %(amount)s (from %(day)s to %(last)s).")
FREE = mark("Free of charge.")
DELAY_LODGED = mark("Promised delay: %(span)s from your application.")
DELAY_PAID = mark("Promised delay: %(span)s from your payment.")
VALIDITY = mark("Validity: %(text)s")
WHO = mark("Who can apply")
DOCUMENTS = mark("What to have at hand")
STEPS = mark("How it goes")
WHERE = mark("Where")
REFUSAL = mark("Why an application may be refused")
RECOURSE = mark("If you disagree")
LAW = mark("Legal basis")
DEMO = mark("Values chosen for a demonstration")


def sheet(eservice: EService, language: str) -> Document:
    """Make the citizen's sheet."""
    return Document(
        kind=Kind.SHEET,
        language=language,
        title=eservice.title.in_language(language),
        subtitle=translate(SUBTITLE, language, code=eservice.code),
        sections=tuple(one for one in _sections(eservice, language) if one.says_something),
    )


def _sections(eservice: EService, language: str) -> Iterator[Section]:
    told = eservice.sheet

    def titled(title: str, *texts: Text | None) -> Section:
        words = tuple(text.in_language(language) for text in texts if text is not None)
        return Section(translate(title, language), paragraphs=words)

    summary = told.summary.in_language(language)
    yield Section(translate(IN_SHORT, language), (summary,), tuple(_facts(eservice, language)))
    yield titled(WHO, told.who)
    pieces = tuple(_piece(piece, language) for piece in told.documents)
    yield Section(translate(DOCUMENTS, language), items=pieces)
    steps = tuple(_step(step, language) for step in told.steps)
    yield Section(translate(STEPS, language), items=steps, numbered=True)
    yield titled(WHERE, told.place)
    yield titled(REFUSAL, told.refusal)
    yield titled(RECOURSE, told.recourse)
    laws = tuple(law.in_language(language) for law in eservice.legal_basis)
    yield Section(translate(LAW, language), items=laws)
    notes = tuple(note.in_language(language) for note in eservice.demo.values())
    yield Section(translate(DEMO, language), items=notes)


def _facts(eservice: EService, language: str) -> Iterator[str]:
    for line in eservice.tariff:
        price = tell_price(line, eservice.form, language)
        told = {
            "label": line.label.in_language(language),
            "amount": price.short,
            "day": write_date(line.starts, language),
        }
        last = {} if line.ends is None else {"last": write_date(line.ends, language)}
        yield translate(FEE_UNTIL if last else FEE, language, **told, **last)
        yield from (*price.scale, *price.details)
    if not eservice.tariff:
        yield translate(FREE, language)
    if eservice.promise is not None:
        paid = eservice.promise.starts is PromiseStart.PAID
        words = span_in_words(eservice.promise.within, language)
        yield translate(DELAY_PAID if paid else DELAY_LODGED, language, span=words)
    silence = eservice.procedure.silence
    if silence is not None:
        yield silence_of_law(silence, language)
    if eservice.sheet.validity is not None:
        yield translate(VALIDITY, language, text=eservice.sheet.validity.in_language(language))


def _step(step: SheetStep, language: str) -> str:
    texts = (step.step, step.place, step.result, step.cost)
    return " – ".join(text.in_language(language) for text in texts if text is not None)


def _piece(piece: Piece, language: str) -> str:
    texts = (piece.label, piece.when, piece.note)
    return " – ".join(text.in_language(language) for text in texts if text is not None)
