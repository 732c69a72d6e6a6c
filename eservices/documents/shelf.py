"""Every document that a definition gives, by kind."""

from collections.abc import Callable, Mapping

from eservices.definition.model import EService
from eservices.documents.guide import guide
from eservices.documents.model import Document, Kind
from eservices.documents.sheet import sheet
from eservices.documents.trial import plan_of_tests
from eservices.texts import mark

TITLES: Mapping[Kind, str] = {
    Kind.SHEET: mark("Citizen’s sheet"),
    Kind.GUIDE: mark("Agent’s guide"),
    Kind.TEST_PLAN: mark("Test plan"),
}
MAKERS: Mapping[Kind, Callable[[EService, str], Document]] = {
    Kind.SHEET: sheet,
    Kind.GUIDE: guide,
    Kind.TEST_PLAN: plan_of_tests,
}


def document(kind: Kind, eservice: EService, language: str) -> Document:
    """Make a document of a definition."""
    return MAKERS[kind](eservice, language)
