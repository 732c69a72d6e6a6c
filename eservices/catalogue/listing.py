"""The catalogue's lists: what is offered or described, by category, event of life and audience."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    any_,
    func,
    literal,
    or_,
    select,
    true,
)

from eservices.catalogue.entries import SheetKind
from eservices.catalogue.tables import sheets
from eservices.catalogue.words import folded
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from workflows.language.values import Text
from workflows.life_cycle import Standing
from workflows.organisations import organisation_names
from workflows.publications import listed
from workflows.tables import publications

COLUMNS = tuple(
    sheets.c[name]
    for name in (
        "kind",
        "slug",
        "digest",
        "title",
        "summary",
        "authority",
        "category",
        "checked_on",
    )
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in a list."""

    kind: SheetKind
    slug: str
    digest: str
    title: Text
    summary: Text
    authority: str
    category: str | None
    checked_on: date | None

    @property
    def is_online(self) -> bool:
        """Tell whether one can apply for it here."""
        return self.kind is SheetKind.ESERVICE


def listed_from(row: Any) -> Listed:
    """Make a listed sheet of its columns."""
    return Listed(
        kind=SheetKind(row.kind),
        slug=row.slug,
        digest=row.digest,
        title=Text(dict(row.title)),
        summary=Text(dict(row.summary)),
        authority=row.authority,
        category=row.category,
        checked_on=row.checked_on,
    )


def offered(connection: Connection) -> tuple[EService, ...]:
    """Read every e-service that can be applied for now, or could but for a suspension.

    One that only a trial has is not for everybody yet.
    """
    return tuple(eservice_of(stored) for stored in listed(connection))


def all_sheets(connection: Connection) -> tuple[Listed, ...]:
    """Read every sheet that stands in the catalogue."""
    return _read(connection, true())


def of_category(connection: Connection, category: str | None) -> tuple[Listed, ...]:
    """Read the sheets of a category, or those that have none."""
    return _read(connection, sheets.c.category.is_not_distinct_from(category))


def of_life_event(connection: Connection, event: str) -> tuple[Listed, ...]:
    """Read the sheets that are needed in an event of life."""
    return _read(connection, literal(event) == any_(sheets.c.life_events))


def of_audience(connection: Connection, audience: str) -> tuple[Listed, ...]:
    """Read the sheets for an audience, those for everyone included."""
    wanted = (literal(one) == any_(sheets.c.audience) for one in (audience, "everyone"))
    return _read(connection, or_(*wanted))


def of_office(connection: Connection, office: str) -> tuple[Listed, ...]:
    """Read the sheets of what is done in an office."""
    return _read(connection, literal(office) == any_(sheets.c.offices))


def sheet_named(connection: Connection, kind: SheetKind, slug: str) -> Listed | None:
    """Find a sheet that stands in the catalogue."""
    wanted = _listed().where(sheets.c.kind == kind, sheets.c.slug == slug)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else listed_from(row)


def online(connection: Connection, most: int) -> tuple[Listed, ...]:
    """Read the e-services, so many at most."""
    statement = _listed().where(sheets.c.kind == SheetKind.ESERVICE)
    rows = connection.execute(statement.order_by(sheets.c.slug).limit(most))
    return tuple(listed_from(row) for row in rows)


def categories(connection: Connection) -> Mapping[str | None, int]:
    """Count the sheets of each category; under None, those that have none."""
    rows = connection.execute(
        select(sheets.c.category, func.count().label("number"))
        .select_from(_current())
        .where(_standing())
        .group_by(sheets.c.category)
    )
    return {row.category: row.number for row in rows}


def authorities(connection: Connection) -> Mapping[str, Text]:
    """Read the names of the authorities by slug."""
    return {slug: Text(dict(names)) for slug, names in organisation_names(connection).items()}


def in_order(found: Iterable[Listed], language: str) -> tuple[Listed, ...]:
    """Put sheets in the alphabetical order of a language."""
    return tuple(sorted(found, key=lambda one: folded(one.title.in_language(language))))


def _read(connection: Connection, condition: ColumnElement[bool]) -> tuple[Listed, ...]:
    return tuple(listed_from(row) for row in connection.execute(_listed().where(condition)))


def _listed() -> Select[Any]:
    return select(*COLUMNS).select_from(_current()).where(_standing())


def _current() -> Any:
    """Join each e-service's sheet with its publication, where that version is live."""
    live = and_(
        sheets.c.kind == SheetKind.ESERVICE,
        publications.c.eservice == sheets.c.slug,
        publications.c.live == sheets.c.digest,
        publications.c.standing != Standing.WITHDRAWN,
    )
    return sheets.outerjoin(publications, live)


def _standing() -> ColumnElement[bool]:
    return or_(sheets.c.kind == SheetKind.PROCEDURE, publications.c.eservice.is_not(None))
