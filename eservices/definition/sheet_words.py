"""Properties of sheets: what they name is in the pack, and profiles are said in words."""

from collections.abc import Iterable, Iterator

from eservices.definition import rules_of_sheets
from eservices.definition.model import EService
from eservices.definition.sheets import Described
from eservices.definition.surroundings import Surroundings
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw


def headings_exist(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """The category, the events of life and the offices of a sheet are the pack's."""
    sheet = eservice.sheet
    if sheet.category is not None:
        place: ValuePath = ("sheet", "category")
        yield from _known("categories", place, sheet.category, surroundings.categories)
    for position, name in enumerate(sheet.life_events):
        place = ("sheet", "life_events", position)
        yield from _known("life_events", place, name, surroundings.life_events)
    for position, step in enumerate(sheet.steps):
        if step.office is not None:
            place = ("sheet", "steps", position, "office")
            yield from _known("offices", place, step.office, surroundings.offices)


def profiles_are_said(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every profile of a document is said in words."""
    yield from unsaid_profiles(eservice.sheet, ("sheet",))


def unsaid_profiles(sheet: Described, at: ValuePath) -> Iterator[Flaw]:
    """Find the documents whose profile has a name and no words."""
    for position, document in enumerate(sheet.documents):
        if document.profile is not None and document.when is None:
            place = (*at, "documents", position, "profile")
            yield Flaw(rules_of_sheets.PROFILE_UNSAID, place, {"name": document.profile})


def _known(kind: str, at: ValuePath, name: str, known: Iterable[str]) -> Iterator[Flaw]:
    if name not in known:
        values = {"name": name, "kind": kind, "near": closest(name, list(known))}
        yield Flaw(rules_of_sheets.NOT_IN_PACK, at, values)
