"""Organisations, offices and pools as administrators keep them, beside what the pack's file says.

What was saved here is the installation's own from then on: loading the pack leaves it alone until
somebody hands it back. Nothing is ever deleted: cases, acts and books name it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update
from sqlalchemy.dialects.postgresql import insert

from workflows.administering.entries import What, record
from workflows.administering.place_rules import Kind, Obstacle, PlaceRefused, check
from workflows.definitions import checksum_of
from workflows.language.values import SLUG_PATTERN
from workflows.life_cycle import Author
from workflows.organisations import OWN_COLUMNS, OWN_CONTENT
from workflows.tables import offices, organisations, pools

TABLES: Mapping[Kind, Table] = {
    Kind.ORGANISATION: organisations,
    Kind.OFFICE: offices,
    Kind.POOL: pools,
}
SAVED: Mapping[Kind, What] = {
    Kind.ORGANISATION: What.ORGANISATION_SAVED,
    Kind.OFFICE: What.OFFICE_SAVED,
    Kind.POOL: What.POOL_SAVED,
}
HANDED_BACK: Mapping[Kind, What] = {
    Kind.ORGANISATION: What.ORGANISATION_HANDED_BACK,
    Kind.OFFICE: What.OFFICE_HANDED_BACK,
    Kind.POOL: What.POOL_HANDED_BACK,
}


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation, an office or a pool: what it says, and what the pack's file does."""

    kind: Kind
    slug: str
    said: Mapping[str, Any]
    #: The same parts as the file has them; None where it says nothing of this place.
    pack_says: Mapping[str, Any] | None
    #: Since when it is as an administrator saved it; None where it is as in the file.
    kept_since: datetime | None

    @property
    def revision(self) -> str:
        """Give a mark of what it says, by which a form that is out of date is known."""
        return checksum_of(self.said)[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something that an administrator does to a place."""

    kind: Kind
    slug: str
    author: Author
    reason: str
    at: datetime
    #: Of what the form was filled in over; a new place has none.
    revision: str = ""


def find_place(connection: Connection, kind: Kind, slug: str) -> Place | None:
    """Read a place."""
    table = TABLES[kind]
    row = connection.execute(select(table).where(table.c.slug == slug)).one_or_none()
    return None if row is None else _place(kind, row)


def all_kept(connection: Connection) -> tuple[Place, ...]:
    """List what is as an administrator saved it."""
    found = []
    for kind, table in TABLES.items():
        kept = select(table).where(table.c.edited_at.is_not(None)).order_by(table.c.slug)
        found += [_place(kind, row) for row in connection.execute(kept)]
    return tuple(found)


def _place(kind: Kind, row: Row[Any]) -> Place:
    says = row.pack_says
    return Place(
        kind=kind,
        slug=row.slug,
        said=_said(kind, row._mapping),
        pack_says=None if says is None else _said(kind, says),
        kept_since=row.edited_at,
    )


def _said(kind: Kind, row: Mapping[Any, Any]) -> dict[str, Any]:
    content = row.get("content", {})
    parts = {part: row[part] for part in sorted(OWN_COLUMNS) if part in TABLES[kind].c}
    parts |= {part: content.get(part) for part in OWN_CONTENT[TABLES[kind].name]}
    if parts.get("counter", False) is None:
        # As where nothing was ever said of it.
        parts["counter"] = True
    return parts


def save(
    connection: Connection, order: Order, *, said: Mapping[str, Any], languages: Collection[str]
) -> None:
    """Keep what an administrator wrote of a place, from now on; raises PlaceRefused."""
    present = _locked(connection, order)
    check(order.kind, said, languages)
    _check_organisation(connection, said)
    _check_reason(order)
    wanted = _in_all_languages(said, present.said)
    if wanted == present.said:
        raise PlaceRefused(Obstacle.NOTHING)
    _write(connection, order, wanted, edited_at=present.kept_since or order.at)
    _note(connection, order, SAVED, before=present.said, after=wanted)


def hand_back(connection: Connection, order: Order) -> None:
    """Let a place be as the pack's file says again, at once; raises PlaceRefused."""
    present = _locked(connection, order)
    _check_reason(order)
    if present.kept_since is None:
        raise PlaceRefused(Obstacle.NOTHING)
    if present.pack_says is None:
        raise PlaceRefused(Obstacle.NOT_IN_PACK)
    _write(connection, order, present.pack_says, edited_at=None)
    _note(connection, order, HANDED_BACK, before=present.said, after=present.pack_says)


def add(
    connection: Connection,
    order: Order,
    *,
    said: Mapping[str, Any],
    languages: Collection[str],
    beside: Mapping[str, str],
) -> None:
    """Make a place that the pack's file does not know; raises PlaceRefused.

    `beside` is what stays as it is from then on: the calendar of an office, or the office and the
    agent queue of a pool.
    """
    check(order.kind, said, languages)
    if not re.fullmatch(SLUG_PATTERN, order.slug):
        raise PlaceRefused(Obstacle.BAD_SLUG)
    _check_organisation(connection, said)
    _check_reason(order)
    values = {**_row(order.kind, said), **beside}
    made = (
        insert(TABLES[order.kind])
        .values(slug=order.slug, edited_at=order.at, **values)
        .on_conflict_do_nothing()
        .returning(TABLES[order.kind].c.slug)
    )
    if connection.execute(made).one_or_none() is None:
        is_pool = order.kind is Kind.POOL
        raise PlaceRefused(Obstacle.DESK_TAKEN if is_pool else Obstacle.TAKEN)
    _note(connection, order, SAVED, before=None, after={**said, **beside})


def _locked(connection: Connection, order: Order) -> Place:
    table = TABLES[order.kind]
    found = select(table).where(table.c.slug == order.slug).with_for_update()
    row = connection.execute(found).one_or_none()
    if row is None:
        raise PlaceRefused(Obstacle.UNKNOWN_PLACE)
    present = _place(order.kind, row)
    if present.revision != order.revision:
        raise PlaceRefused(Obstacle.STALE)
    return present


def _in_all_languages(said: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the words in languages that the form does not ask for."""
    return {
        part: {**(present[part] or {}), **value} if isinstance(value, Mapping) else value
        for part, value in said.items()
    }


def _check_reason(order: Order) -> None:
    if not order.reason.strip():
        raise PlaceRefused(Obstacle.NO_REASON)


def _check_organisation(connection: Connection, said: Mapping[str, Any]) -> None:
    """Refuse an organisation that there is not, where a place belongs to one."""
    if "organisation" not in said:
        return
    known = select(organisations.c.slug).where(organisations.c.slug == said["organisation"])
    if connection.execute(known).one_or_none() is None:
        raise PlaceRefused(Obstacle.UNKNOWN_PLACE, "organisation")


def _write(
    connection: Connection, order: Order, said: Mapping[str, Any], *, edited_at: datetime | None
) -> None:
    table, values = TABLES[order.kind], _row(order.kind, said)
    if "content" in values:
        # What else stands there, such as how long a batch may be on its way, stays.
        values["content"] = table.c.content.concat(values["content"])
    changed = update(table).where(table.c.slug == order.slug)
    connection.execute(changed.values(**values, edited_at=edited_at))


def _row(kind: Kind, said: Mapping[str, Any]) -> dict[str, Any]:
    values = {part: value for part, value in said.items() if part in OWN_COLUMNS}
    own = {part: said[part] for part in OWN_CONTENT[TABLES[kind].name]}
    return {**values, "content": own} if own else values


def _note(
    connection: Connection,
    order: Order,
    whats: Mapping[Kind, What],
    *,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
) -> None:
    data = {"before": None if before is None else dict(before), "after": dict(after)}
    record(connection, order.author, whats[order.kind], order.slug, reason=order.reason, data=data)
