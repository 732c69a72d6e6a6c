"""Organisations, offices, their calendars, and the pools that treat agent queues.

What is saved here is what the pack's file says. An administrator may have changed the name and some
more of it since (`workflows.administering.places`): that stays, and the file's words are kept
beside it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    case,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from workflows.errors import NoPool, PoolTaken
from workflows.tables import calendars, offices, organisations, pools

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """A place where people of an organisation work, by its own calendar."""

    slug: str
    organisation: str
    calendar: str
    name: Names
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pool:
    """The people who treat one agent queue of one office."""

    id: int
    slug: str
    office: str
    queue: str
    name: Names
    #: The pool that takes its cases over, and from which day on.
    succeeded_by: int | None = None
    succeeded_on: date | None = None


OFFICE_COLUMNS = tuple(offices.c[name] for name in Office.__dataclass_fields__)
POOL_COLUMNS = tuple(pools.c[name] for name in Pool.__dataclass_fields__)


#: What administrators may change, in columns and in parts of the content; the rest, such as the
#: calendar of an office, follows the pack's file as long as that knows it.
OWN_COLUMNS = frozenset({"name", "organisation"})
OWN_CONTENT: Mapping[str, tuple[str, ...]] = {
    organisations.name: ("note",),
    offices.name: ("place", "address", "counter"),
    pools.name: (),
}


def _save(connection: Connection, table: Table, values: dict[str, Any]) -> Row[*tuple[Any, ...]]:
    says = {name: value for name, value in values.items() if name != "slug"}
    statement = insert(table).values(**values, pack_says=says)
    changed = {name: _unless_kept(table, name, statement.excluded[name]) for name in says}
    changed["pack_says"] = statement.excluded.pack_says
    saved = statement.on_conflict_do_update(index_elements=[table.c.slug], set_=changed)
    return connection.execute(saved.returning(*table.c)).one()


def _unless_kept(table: Table, name: str, said: ColumnElement[Any]) -> ColumnElement[Any]:
    """Take what the file says, except for what an administrator saved."""
    is_kept = table.c.edited_at.is_not(None)
    if name in OWN_COLUMNS:
        return case((is_kept, table.c[name]), else_=said)
    if name == "content":
        own = [x for part in OWN_CONTENT[table.name] for x in (part, table.c.content[part])]
        return case((is_kept, said.op("||")(func.jsonb_build_object(*own))), else_=said)
    return said


def save_organisation(
    connection: Connection, *, slug: str, name: Names, content: Mapping[str, Any] | None = None
) -> None:
    """Create an organisation or bring it up to date."""
    values = {"slug": slug, "name": dict(name), "content": dict(content or {})}
    _save(connection, organisations, values)


def save_calendar(connection: Connection, *, slug: str, content: Mapping[str, Any]) -> None:
    """Create a calendar or bring it up to date; see workflows.calendars for its content."""
    statement = insert(calendars).values(slug=slug, content=dict(content))
    changed = {"content": statement.excluded.content}
    connection.execute(
        statement.on_conflict_do_update(index_elements=[calendars.c.slug], set_=changed)
    )


def calendar_contents(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """Give the content of every calendar by slug, in the order of the slugs."""
    found = connection.execute(select(calendars).order_by(calendars.c.slug))
    return {row.slug: row.content for row in found}


def save_office(
    connection: Connection,
    *,
    slug: str,
    organisation: str,
    calendar: str,
    name: Names,
    content: Mapping[str, Any] | None = None,
) -> None:
    """Create an office or bring it up to date."""
    values = {
        "slug": slug,
        "organisation": organisation,
        "calendar": calendar,
        "name": dict(name),
        "content": dict(content or {}),
    }
    _save(connection, offices, values)


def open_counters(connection: Connection, slugs: Collection[str]) -> None:
    """Let offices receive visitors, whoever keeps them: as where cash is taken."""
    opened = offices.c.content.concat({"counter": True})
    connection.execute(update(offices).where(offices.c.slug.in_(slugs)).values(content=opened))


def save_pool(connection: Connection, *, slug: str, office: str, queue: str, name: Names) -> int:
    """Create a pool or bring it up to date, and give its identifier.

    A pool that treats the queue in that office already, as one that an administrator opened before
    the pack named it, is taken for it and keeps its own slug. Raises PoolTaken where another pool
    bears the slug.
    """
    slug = _slug_at(connection, slug, office, queue)
    values = {"slug": slug, "office": office, "queue": queue, "name": dict(name)}
    identifier: int = _save(connection, pools, values).id
    return identifier


def _slug_at(connection: Connection, slug: str, office: str, queue: str) -> str:
    is_here = (pools.c.office == office) & (pools.c.queue == queue)
    wanted = select(pools.c.slug, is_here.label("is_here"), pools.c.pack_says)
    found = connection.execute(wanted.where(or_(pools.c.slug == slug, is_here))).all()
    here = next((one.slug for one in found if one.is_here), None)
    elsewhere = next((one for one in found if not one.is_here), None)
    # Only the file that opened a pool may move it.
    if elsewhere is not None and (here is not None or elsewhere.pack_says is None):
        raise PoolTaken(slug)
    return here or slug


def forget_others(
    connection: Connection,
    *,
    organisations_known: Collection[str],
    offices_known: Collection[str],
    pools_known: Collection[int],
) -> None:
    """Keep no words of the pack's file for what it does not name any more; nothing is deleted."""
    for table, key, known in (
        (organisations, organisations.c.slug, organisations_known),
        (offices, offices.c.slug, offices_known),
        (pools, pools.c.id, pools_known),
    ):
        connection.execute(update(table).where(key.not_in(known)).values(pack_says=None))


def count_kept(connection: Connection) -> int:
    """Count the organisations, offices and pools that are as an administrator saved them."""
    kept = (
        select(func.count()).select_from(table).where(table.c.edited_at.is_not(None))
        for table in (organisations, offices, pools)
    )
    return sum(connection.execute(one).scalar_one() for one in kept)


def organisation_names(connection: Connection) -> dict[str, Names]:
    """Give the names of every organisation by slug."""
    rows = connection.execute(select(organisations.c.slug, organisations.c.name))
    return {row.slug: row.name for row in rows}


def all_offices(connection: Connection) -> tuple[Office, ...]:
    """List the offices in the order of their slugs."""
    rows = connection.execute(select(*OFFICE_COLUMNS).order_by(offices.c.slug))
    return tuple(Office(**row._mapping) for row in rows)


def find_office(connection: Connection, slug: str) -> Office:
    """Read an office by its slug."""
    found = select(*OFFICE_COLUMNS).where(offices.c.slug == slug)
    return Office(**connection.execute(found).one()._mapping)


def all_pools(connection: Connection) -> tuple[Pool, ...]:
    """List the pools in the order of their slugs."""
    rows = connection.execute(select(*POOL_COLUMNS).order_by(pools.c.slug))
    return tuple(Pool(**row._mapping) for row in rows)


POOL_FOR = select(*POOL_COLUMNS).where(
    pools.c.queue == bindparam("of_queue"), pools.c.office == bindparam("of_office")
)


def pool_for(connection: Connection, *, queue: str, office: str) -> Pool:
    """Find the pool that treats an agent queue in an office; raises NoPool."""
    row = connection.execute(POOL_FOR, {"of_queue": queue, "of_office": office}).one_or_none()
    if row is None:
        raise NoPool(queue=queue, office=office)
    return Pool(**row._mapping)


def find_pool(connection: Connection, pool_id: int) -> Pool:
    """Read a pool by its identifier."""
    found = select(*POOL_COLUMNS).where(pools.c.id == pool_id)
    return Pool(**connection.execute(found).one()._mapping)


def save_succession(connection: Connection, *, slug: str, by: str | None, on: date | None) -> None:
    """Say which pool takes over the cases of another, and from which day on; or that none does."""
    successor = None if by is None else select(pools.c.id).where(pools.c.slug == by)
    values = {
        "succeeded_by": None if successor is None else successor.scalar_subquery(),
        "succeeded_on": on,
    }
    connection.execute(update(pools).where(pools.c.slug == slug).values(values))


def successor_of(connection: Connection, pool: Pool, *, on: date) -> Pool:
    """Give the pool that treats the cases of another on a day: itself, where none took over."""
    while pool.succeeded_by is not None and pool.succeeded_on is not None:
        if on < pool.succeeded_on:
            return pool
        pool = find_pool(connection, pool.succeeded_by)
    return pool


def treating_office(connection: Connection, *, queue: str | None, office: str, on: date) -> str:
    """Name the office that treats an agent queue of an office on a day."""
    if queue is None:
        return office
    found = connection.execute(POOL_FOR, {"of_queue": queue, "of_office": office}).one_or_none()
    if found is None:
        return office
    return successor_of(connection, Pool(**found._mapping), on=on).office
