"""What the catalogue keeps of a sheet to list it and to find it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from eservices.catalogue.words import words_in
from eservices.definition.model import EService
from eservices.definition.sheets import Described
from workflows.language.values import Text


class SheetKind(StrEnum):
    """Whether a procedure is online here."""

    ESERVICE = "eservice"
    PROCEDURE = "procedure"


#: How much a word says of a sheet, by where it stands.
TITLE, CALLED, TOLD, MENTIONED = 1.0, 0.8, 0.35, 0.12
#: A word of a long title says less than that of a short one.
EACH_MORE_WORD = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sheet as it is listed and searched."""

    kind: SheetKind
    slug: str
    digest: str
    title: Text
    summary: Text
    authority: str
    category: str | None
    life_events: tuple[str, ...]
    audience: tuple[str, ...]
    offices: tuple[str, ...]
    checked_on: date | None
    #: What it says, by how much that says of it.
    said: tuple[tuple[float, Text], ...]

    def passages(self) -> Iterator[tuple[str, float, str]]:
        """Give each text by language with its weight, as words that PostgreSQL need not parse."""
        for weight, text in self.said:
            for language, words in text.root.items():
                found = words_in(words)
                longer = max(len(found) - 1, 0) if weight == TITLE else 0
                yield language, weight / (1 + EACH_MORE_WORD * longer), " ".join(found)


def entry_of(service: EService, checksum: str) -> Entry:
    """Take from a version of an e-service what the catalogue keeps of it."""
    sheet = service.sheet
    at_desks = (step.office for step in sheet.steps if step.office is not None)
    code = Text(dict.fromkeys(service.languages, service.code))
    return Entry(
        kind=SheetKind.ESERVICE,
        slug=service.eservice,
        digest=checksum,
        title=service.title,
        summary=sheet.summary,
        authority=service.authority,
        category=sheet.category,
        life_events=sheet.life_events,
        audience=tuple(service.audience),
        offices=tuple(dict.fromkeys((service.office, *at_desks))),
        checked_on=sheet.checked_on,
        said=((TITLE, service.title), (TITLE, code), *told_of(sheet)),
    )


def told_of(sheet: Described) -> Iterable[tuple[float, Text]]:
    """List the texts of a sheet that help to find it, with their weights."""
    if sheet.words is not None:
        yield CALLED, sheet.words
    yield TOLD, sheet.summary
    yield MENTIONED, sheet.who
    for document in sheet.documents:
        yield MENTIONED, document.label
        if document.when is not None:
            yield MENTIONED, document.when
    for step in sheet.steps:
        yield MENTIONED, step.step
        if step.result is not None:
            yield MENTIONED, step.result
