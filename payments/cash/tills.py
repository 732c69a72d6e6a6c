"""Tills: where an office takes cash, and for which e-services."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from payments.cash.tables import tills

#: The provider's name, as stored with each intent that was paid in cash.
CASH = "cash"


@dataclass(frozen=True, slots=True)
class Till:
    """A drawer of money in an office."""

    id: int
    slug: str
    office: str
    name: Mapping[str, str]
    currency: str
    eservices: tuple[str, ...]

    def takes_for(self, eservice: str) -> bool:
        """Tell whether money for an e-service is taken here."""
        return eservice in self.eservices


COLUMNS = tuple(tills.c[name] for name in Till.__dataclass_fields__)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTill:
    """A till as the country's pack declares it."""

    slug: str
    office: str
    name: Mapping[str, str]
    currency: str
    eservices: Sequence[str]


def save_tills(connection: Connection, declared: Sequence[NewTill]) -> None:
    """Make the tills exactly those that are declared; one that is not any more opens no session."""
    for one in declared:
        values = {
            "office": one.office,
            "name": dict(one.name),
            "currency": one.currency,
            "eservices": list(one.eservices),
            "active": True,
        }
        saved = insert(tills).values(slug=one.slug, **values)
        connection.execute(saved.on_conflict_do_update(index_elements=["slug"], set_=values))
    kept = [one.slug for one in declared]
    connection.execute(update(tills).where(tills.c.slug.not_in(kept)).values(active=False))


def tills_of(connection: Connection, office: str | None) -> tuple[Till, ...]:
    """List the tills of an office that are in use, by name; none where somebody has no office."""
    wanted = select(*COLUMNS).where(tills.c.office == office, tills.c.active)
    return tuple(till_of(row) for row in connection.execute(wanted.order_by(tills.c.slug)))


def all_tills(connection: Connection) -> tuple[Till, ...]:
    """List every till that is or was in use."""
    rows = connection.execute(select(*COLUMNS).order_by(tills.c.office, tills.c.slug))
    return tuple(till_of(row) for row in rows)


def find_till(connection: Connection, till_id: int) -> Till:
    """Read a till."""
    return till_of(connection.execute(select(*COLUMNS).where(tills.c.id == till_id)).one())


def till_of(row: Row[Any]) -> Till:
    """Make a till of a row that has its columns."""
    return Till(**{**row._mapping, "eservices": tuple(row.eservices)})
