"""Documents made of a definition: the citizen's sheet, the agent's guide, the test plan."""

from eservices.documents.guide import guide
from eservices.documents.model import Document, Kind, Section, Table
from eservices.documents.plain import as_markdown
from eservices.documents.sheet import sheet
from eservices.documents.shelf import TITLES, document
from eservices.documents.trial import plan_of_tests

__all__ = [
    "TITLES",
    "Document",
    "Kind",
    "Section",
    "Table",
    "as_markdown",
    "document",
    "guide",
    "plan_of_tests",
    "sheet",
]
