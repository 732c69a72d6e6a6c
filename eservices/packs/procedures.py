"""Procedures that are not online: what the catalogue says of them, beside the e-services."""

from datetime import date

from pydantic import Field as Declared

from eservices.definition.model import DottedPath
from eservices.definition.sheets import Audience, Described
from workflows.language.values import Slug, Text


class DeskProcedure(Described):
    """A procedure as the catalogue describes it; what no source gives is left out, and said so."""

    procedure: Slug
    title: Text
    #: The category of the pack under which it is listed.
    category: Slug
    #: The organisation that answers for it.
    authority: Slug
    audience: tuple[Audience, ...] = ()
    #: The offices of the pack where it is filed.
    offices: tuple[Slug, ...] = ()
    fee: Text | None = None
    delay: Text | None = None
    legal_basis: tuple[Text, ...] = ()
    #: The day on which it was last compared with its sources.
    checked_on: date
    demo: dict[DottedPath, Text] = Declared(default_factory=dict)
