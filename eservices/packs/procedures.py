"""Procedures that are not online: what the catalogue says of them, beside the e-services."""

from datetime import date
from typing import Annotated

from pydantic import Field as Declared

from eservices.definition.model import Document, DottedPath
from workflows.language.values import Part, Slug, Text


class DeskStep(Part):
    """One step of a procedure at a desk: what to do, where, and what one leaves with."""

    step: Text
    #: Where it is done, when no office of the pack is named.
    place: Text | None = None
    office: Slug | None = None
    #: What one has in hand afterwards.
    result: Text | None = None
    cost: Text | None = None


class DeskProcedure(Part):
    """A procedure as the catalogue describes it; what no source gives is left out, and said so."""

    procedure: Slug
    title: Text
    category: Text
    #: The organisation that answers for it.
    authority: Slug
    summary: Text
    who: Text
    documents: tuple[Document, ...] = ()
    steps: Annotated[tuple[DeskStep, ...], Declared(min_length=1)]
    #: The offices of the pack where it is filed.
    offices: tuple[Slug, ...] = ()
    fee: Text | None = None
    delay: Text | None = None
    validity: Text | None = None
    refusal: Text | None = None
    recourse: Text | None = None
    legal_basis: tuple[Text, ...] = ()
    #: The day on which it was last compared with its sources.
    checked_on: date
    demo: dict[DottedPath, Text] = Declared(default_factory=dict)
