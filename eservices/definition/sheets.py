"""The part of the grammar that the catalogue shows: one sheet for each procedure, online or not."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field as Declared
from pydantic import StringConstraints, model_validator

from workflows.language.values import Name, Part, Slug, Text

#: The longest code of a language; every key of a step has more letters.
LANGUAGE_CODE = 3
#: An address on another site: only over HTTPS, so that a link never leads to a page in the clear.
WebAddress = Annotated[str, StringConstraints(pattern=r"^https://[^\s\"'<>]{3,300}$")]


class Audience(StrEnum):
    """Whom a procedure is for; the catalogue filters by it."""

    CITIZEN = "citizen"
    RESIDENT = "resident"
    FORMER_RESIDENT = "former-resident"
    DIASPORA = "diaspora"
    PROFESSIONAL = "professional"
    COMPANY = "company"
    EVERYONE = "everyone"


class Document(Part):
    """A document to have at hand, as the catalogue lists it."""

    label: Text
    note: Text | None = None
    #: The profile that needs it, in words; absent when everybody does.
    when: Text | None = None
    #: The name of that profile, for the questions that lead to it.
    profile: Name | None = None


class SheetStep(Part):
    """One step: what to do, where, and what one leaves with; a bare text says only what to do."""

    step: Text
    #: Where it is done, when no office of the pack is named.
    place: Text | None = None
    office: Slug | None = None
    #: What one has in hand afterwards.
    result: Text | None = None
    cost: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_text(cls, value: Any) -> Any:
        """Read `{fr: …, en: …}` as a step that says nothing more."""
        if isinstance(value, dict) and all(len(str(key)) <= LANGUAGE_CODE for key in value):
            return {"step": value}
        return value


class Link(Part):
    """A page or a file on another administration's site."""

    label: Text
    address: WebAddress


class Described(Part):
    """What the sheet of any procedure may say, whether or not it is online."""

    summary: Text
    who: Text
    documents: tuple[Document, ...] = ()
    steps: Annotated[tuple[SheetStep, ...], Declared(min_length=1)]
    #: Forms to download and fill in by hand.
    forms: tuple[Link, ...] = ()
    #: Pages of other administrations that go with it.
    links: tuple[Link, ...] = ()
    validity: Text | None = None
    refusal: Text | None = None
    recourse: Text | None = None
    #: The events of life, of the pack, in which it is needed.
    life_events: tuple[Slug, ...] = ()
    #: What people call it and type when they look for it, with commas between.
    words: Text | None = None


class Sheet(Described):
    """What the catalogue shows of an e-service before anybody starts."""

    #: The category of the pack under which it is listed.
    category: Slug | None = None
    place: Text | None = None
    #: The day on which it was last compared with its sources.
    checked_on: date | None = None
