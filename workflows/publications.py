"""Publications as they are kept: one row for each e-service, one entry for each step taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from workflows.definitions import LIVE, Stored
from workflows.errors import UnknownDefinition
from workflows.life_cycle import (
    FOUR_EYES,
    Author,
    Obstacle,
    Order,
    Publication,
    Standing,
    Status,
    Step,
    StepRefused,
    after,
    status_of,
)
from workflows.tables import definitions, offices, publication_entries, publications

COLUMNS = tuple(publications.c[name] for name in Publication.__dataclass_fields__)
STANDS_STILL = publications.c.standing == Standing.SUSPENDED
OF = select(*COLUMNS).where(publications.c.eservice == bindparam("of"))


@dataclass(frozen=True, slots=True)
class PublicationEntry:
    """A step as the journal keeps it."""

    at: datetime
    author: Author
    step: Step
    checksum: str | None
    reason: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of an e-service, and where it stands."""

    checksum: str
    version: int
    stored_at: datetime
    status: Status


def publication_from(row: Mapping[Any, Any]) -> Publication:
    """Make a publication of its columns."""
    values = {name: row[name] for name in Publication.__dataclass_fields__}
    typed = {
        "standing": Standing(values["standing"]),
        "pilot_offices": tuple(values["pilot_offices"]),
    }
    return Publication(**values | typed)


def publication_of(connection: Connection, eservice: str) -> Publication:
    """Read how an e-service is offered; one never offered is offered to nobody."""
    row = connection.execute(OF, {"of": eservice}).one_or_none()
    return Publication(eservice) if row is None else publication_from(row._mapping)


def all_publications(connection: Connection) -> dict[str, Publication]:
    """Read how every e-service with a version is offered, by name, in order."""
    rows = connection.execute(select(*COLUMNS))
    offered = {row.eservice: publication_from(row._mapping) for row in rows}
    known = select(definitions.c.eservice).distinct().order_by(definitions.c.eservice)
    names = connection.execute(known).scalars()
    return {name: offered.get(name, Publication(name)) for name in names}


def listed(connection: Connection) -> tuple[Stored, ...]:
    """Read the live definitions of e-services that were not withdrawn, in order."""
    rows = connection.execute(
        LIVE.where(publications.c.standing != Standing.WITHDRAWN).order_by(definitions.c.eservice)
    )
    return tuple(Stored(**row._mapping) for row in rows)


def suspended(connection: Connection) -> dict[str, Publication]:
    """Read how the e-services stand that are suspended, by name."""
    rows = connection.execute(select(*COLUMNS).where(STANDS_STILL))
    return {row.eservice: publication_from(row._mapping) for row in rows}


def take_step(connection: Connection, order: Order) -> Publication:
    """Take a step of the life cycle, with its entry in the journal; raises StepRefused.

    Two people who publish at once wait for each other: one wins, and the other is told that what
    they saw has changed.
    """
    lock = func.pg_advisory_xact_lock(func.hashtext(f"definition:{order.eservice}"))
    connection.execute(select(lock))
    _check_version(connection, order)
    present = publication_of(connection, order.eservice)
    changed = after(present, order)
    _keep_four_eyes(connection, order)
    _check_offices(connection, order)
    if order.step is Step.STAGE:
        changed = present
    else:
        _save(connection, changed)
    _note(connection, order)
    return changed


def _check_version(connection: Connection, order: Order) -> None:
    if order.checksum is None:
        return
    known = exists().where(
        definitions.c.checksum == order.checksum, definitions.c.eservice == order.eservice
    )
    if not connection.execute(select(known)).scalar_one():
        raise UnknownDefinition(order.checksum)


def _keep_four_eyes(connection: Connection, order: Order) -> None:
    """Refuse that one person alone brings a version from their own desk to applicants."""
    account = order.author.account_id
    if order.step not in FOUR_EYES or account is None:
        return
    entries = _entries(connection, publication_entries.c.checksum == order.checksum)
    if order.checksum in staged_by(entries, account):
        raise StepRefused(order.eservice, order.step, Obstacle.SAME_PERSON)


def _check_offices(connection: Connection, order: Order) -> None:
    known = select(offices.c.slug).where(offices.c.slug.in_(order.offices))
    if set(order.offices) - set(connection.execute(known).scalars()):
        raise StepRefused(order.eservice, order.step, Obstacle.UNKNOWN_OFFICE)


def _save(connection: Connection, publication: Publication) -> None:
    values = {name: getattr(publication, name) for name in Publication.__dataclass_fields__}
    values |= {"pilot_offices": list(publication.pilot_offices), "said": dict(publication.said)}
    connection.execute(
        insert(publications)
        .values(values)
        .on_conflict_do_update(index_elements=[publications.c.eservice], set_=values)
    )


def _note(connection: Connection, order: Order) -> None:
    data = {"offices": list(order.offices), "share": order.share, "said": dict(order.said)}
    data |= {"back_on": order.back_on and order.back_on.isoformat()}
    connection.execute(
        publication_entries.insert().values(
            eservice=order.eservice,
            account_id=order.author.account_id,
            operator=order.author.operator,
            step=order.step,
            checksum=order.checksum,
            reason=order.reason.strip(),
            data={key: value for key, value in data.items() if value},
        )
    )


def entries_of(connection: Connection, eservice: str) -> tuple[PublicationEntry, ...]:
    """Read every step ever taken with an e-service, oldest first."""
    return _entries(connection, publication_entries.c.eservice == eservice)


def _entries(
    connection: Connection, condition: ColumnElement[bool]
) -> tuple[PublicationEntry, ...]:
    rows = connection.execute(
        select(publication_entries).where(condition).order_by(publication_entries.c.id)
    )
    return tuple(_entry(row) for row in rows)


def _entry(row: Row[*tuple[Any, ...]]) -> PublicationEntry:
    return PublicationEntry(
        at=row.at,
        author=Author(row.account_id, row.operator),
        step=Step(row.step),
        checksum=row.checksum,
        reason=row.reason,
        data=row.data,
    )


def versions_of(connection: Connection, eservice: str) -> tuple[Version, ...]:
    """List the versions of an e-service, newest first, without their content."""
    publication = publication_of(connection, eservice)
    rows = connection.execute(_versions().where(definitions.c.eservice == eservice))
    return tuple(
        Version(
            row.checksum,
            row.version,
            row.published_at,
            status_of(publication, row.checksum, once_live=row.once_live),
        )
        for row in rows
    )


def _versions() -> Select[Any]:
    once_live = exists().where(
        publication_entries.c.checksum == definitions.c.checksum,
        publication_entries.c.step == Step.LIVE,
    )
    return select(
        definitions.c.checksum,
        definitions.c.version,
        definitions.c.published_at,
        once_live.label("once_live"),
    ).order_by(definitions.c.version.desc())


def version_numbered(connection: Connection, eservice: str, number: int) -> Version:
    """Find a version by its number; raises UnknownDefinition."""
    found = (one for one in versions_of(connection, eservice) if one.version == number)
    version = next(found, None)
    if version is None:
        asked = f"{eservice} {number}"
        raise UnknownDefinition(asked)
    return version


def staged_by(entries: Iterable[PublicationEntry], account_id: int) -> frozenset[str]:
    """Name the versions that an account alone brought in, so that another one must offer them."""
    staged: dict[str, int | None] = {}
    offered: set[str] = set()
    for entry in entries:
        if entry.checksum is not None and entry.step is Step.STAGE:
            staged.setdefault(entry.checksum, entry.author.account_id)
        elif entry.checksum is not None and entry.author.account_id != account_id:
            offered.add(entry.checksum)
    return frozenset(name for name, who in staged.items() if who == account_id) - offered
