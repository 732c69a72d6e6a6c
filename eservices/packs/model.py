"""What a pack says of its country: who, where, when, in which words and colours."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field as Declared
from pydantic import StringConstraints

from eservices.definition.model import Currency, DottedPath, Notice
from eservices.definition.sheets import WebAddress
from eservices.packs.cash import Cash
from eservices.packs.finder import Finder
from workflows.actors import Role
from workflows.language.values import Language, Name, Part, Slug, Span, Text, Unit

Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Branding(Part):
    """The names and colours at the head of pages and documents."""

    state: Text
    title: Text
    motto: Text
    colours: tuple[Colour, ...]


class Organisation(Part):
    """An administration of the country."""

    slug: Slug
    name: Text
    note: Text | None = None


class Calendar(Part):
    """Opening hours by weekday, and the days on which offices stay closed."""

    slug: Slug
    week: dict[Weekday, tuple[tuple[Hour, Hour], ...]]
    #: Country whose public holidays are taken from the `holidays` package.
    holidays: Country | None = None
    #: Days closed besides, such as those announced by communiqué.
    added: dict[date, Text] = Declared(default_factory=dict)
    #: Days of the package on which offices open all the same.
    removed: tuple[date, ...] = ()


class Office(Part):
    """A place where people of an organisation work."""

    slug: Slug
    organisation: Slug
    calendar: Slug
    name: Text
    place: Text | None = None
    address: Text | None = None
    #: False where no visitor is received.
    counter: bool = True
    #: How long a batch of files on paper from here may be on its way, where it is not the pack's.
    transmission: Span | None = None


class Succession(Part):
    """That another pool takes over, because another authority becomes competent."""

    by: Slug
    #: The first day on which cases go to the other pool.
    starts: date = Declared(alias="from")
    because: Text


class Pool(Part):
    """The people who treat one agent queue of one office."""

    slug: Slug
    office: Slug
    queue: Name
    name: Text
    succession: Succession | None = None


class Heading(Part):
    """A heading of the catalogue: a category, or an event of life."""

    slug: Slug
    name: Text


class Site(Part):
    """The site of another administration, to which the catalogue leads."""

    name: Text
    address: WebAddress
    #: What one does there.
    about: Text


class DemoAccount(Part):
    """An account of the demonstration, whose password is published."""

    login: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,60}$")]
    name: Annotated[str, StringConstraints(min_length=1)]
    password: Annotated[str, StringConstraints(min_length=12)]
    #: Their own addresses, which no citizen may be given at a counter.
    mail: str | None = None
    phone: str | None = None
    roles: Annotated[tuple[Role, ...], Declared(min_length=1)]
    office: Slug | None = None
    pools: tuple[Slug, ...] = ()


class NationalLanguage(Part):
    """A language of the country in which citizens may read, as far as its texts are approved."""

    code: Language
    #: As its readers write it.
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Licence(Part):
    """Under what published figures may be used again."""

    name: Text
    address: Annotated[str, StringConstraints(pattern=r"^https://[^\s]{4,200}$")]


class Pack(Part):
    """Everything particular to a country that is not an e-service."""

    pack: Slug
    country: Country
    name: Text
    currency: Currency
    languages: Annotated[tuple[Language, ...], Declared(min_length=1)]
    national_languages: tuple[NationalLanguage, ...] = ()
    timezone: str
    branding: Branding
    organisations: tuple[Organisation, ...]
    calendars: tuple[Calendar, ...]
    offices: tuple[Office, ...]
    pools: tuple[Pool, ...]
    #: Of published figures; without one, pages say that none was chosen.
    licence: Licence | None = None
    categories: tuple[Heading, ...] = ()
    life_events: tuple[Heading, ...] = ()
    #: The questions that lead to the right sheet.
    finder: Finder | None = None
    sites: tuple[Site, ...] = ()
    #: Where cash is taken; without it, nowhere.
    cash: Cash | None = None
    #: Working days within which offices promise to answer a question on a case.
    answers_within: Annotated[int, Declared(ge=1, le=30)] = 2
    #: How long a batch of files on paper may be on its way between two offices.
    transmission: Span = Span(count=5, unit=Unit.WORKING_DAYS)
    notices: dict[Name, Notice] = Declared(default_factory=dict)
    accounts: tuple[DemoAccount, ...] = ()
    demo: dict[DottedPath, Text] = Declared(default_factory=dict)

    @property
    def cash_offices(self) -> dict[str, frozenset[str]]:
        """Say for each e-service which offices have a till that takes its money."""
        takes = [
            (eservice, till.office)
            for till in (self.cash.tills if self.cash else ())
            for eservice in till.eservices
        ]
        return {
            one: frozenset(office for eservice, office in takes if eservice == one)
            for one, _office in takes
        }

    @property
    def zone(self) -> ZoneInfo:
        """Give the country's time zone."""
        return ZoneInfo(self.timezone)
