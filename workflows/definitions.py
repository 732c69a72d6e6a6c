"""Definitions as stored: by checksum, never changed, pinned by every case."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Select, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from workflows.errors import UnknownDefinition
from workflows.language.procedure import CompiledProcedure
from workflows.tables import definitions, publications

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of an e-service's definition."""

    checksum: str
    eservice: str
    version: int
    content: Mapping[str, Any]
    published_at: datetime


COLUMNS = tuple(definitions.c[name] for name in Stored.__dataclass_fields__)


class ByChecksum(Generic[T]):
    """Keeps what was made of a definition, whose content never changes under its checksum."""

    def __init__(self, make: Callable[[Connection, str], T], *, size: int = 4096) -> None:
        self._make = make
        self._size = size
        self._kept: dict[str, T] = {}

    def __call__(self, connection: Connection, checksum: str) -> T:
        """Give what belongs to the checksum, making it the first time."""
        kept = self._kept.get(checksum)
        if kept is None:
            kept = self._make(connection, checksum)
            if len(self._kept) >= self._size:
                self.forget()
            self._kept[checksum] = kept
        return kept

    def forget(self) -> None:
        """Forget everything, as when the database behind is another one."""
        self._kept.clear()


def canonical(content: Mapping[str, Any]) -> bytes:
    """Write a definition in the one form whose digest is its checksum.

    The order of keys stays: states, questions and reasons are read in the order in which they are
    written, so another order is another definition.
    """
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def checksum_of(content: Mapping[str, Any]) -> str:
    """Give the SHA-256 of a definition's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def store(
    connection: Connection, *, content: Mapping[str, Any], compiled: CompiledProcedure
) -> str:
    """Store a definition as its e-service's next version and give its checksum.

    Storing the same content again changes nothing. Two publishers of one e-service wait for
    each other, so that versions stay in order.
    """
    checksum = checksum_of(content)
    eservice = compiled.eservice
    connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"definition:{eservice}"))))
    version = (
        select(func.coalesce(func.max(definitions.c.version), 0) + 1)
        .where(definitions.c.eservice == eservice)
        .scalar_subquery()
    )
    connection.execute(
        insert(definitions)
        .values(
            checksum=checksum,
            eservice=eservice,
            version=version,
            content=dict(content),
            compiled=compiled.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        )
        .on_conflict_do_nothing(index_elements=[definitions.c.checksum])
    )
    return checksum


def _stored(row: Row[*tuple[Any, ...]]) -> Stored:
    return Stored(**row._mapping)


def _one(connection: Connection, statement: Select[Any], asked: str) -> Row[*tuple[Any, ...]]:
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise UnknownDefinition(asked)
    return row


LIVE_CHECKSUM = select(publications.c.live).where(publications.c.eservice == bindparam("of"))
LIVE = select(*COLUMNS).join_from(
    publications, definitions, publications.c.live == definitions.c.checksum
)


def live(connection: Connection) -> tuple[Stored, ...]:
    """Read every live definition, suspended and withdrawn ones too, in the order of e-services."""
    rows = connection.execute(LIVE.order_by(definitions.c.eservice))
    return tuple(_stored(row) for row in rows)


def live_checksum(connection: Connection, eservice: str) -> str:
    """Give the checksum of an e-service's live definition; raises UnknownDefinition."""
    checksum = connection.execute(LIVE_CHECKSUM, {"of": eservice}).scalar_one_or_none()
    if checksum is None:
        raise UnknownDefinition(eservice)
    return str(checksum)


def live_definition(connection: Connection, eservice: str) -> Stored:
    """Read an e-service's live definition; raises UnknownDefinition."""
    return definition(connection, live_checksum(connection, eservice))


def _read(connection: Connection, checksum: str) -> Stored:
    wanted = select(*COLUMNS).where(definitions.c.checksum == checksum)
    return _stored(_one(connection, wanted, checksum))


def _compile(connection: Connection, checksum: str) -> CompiledProcedure:
    wanted = select(definitions.c.compiled).where(definitions.c.checksum == checksum)
    return CompiledProcedure.model_validate(_one(connection, wanted, checksum).compiled)


#: Read a definition by checksum; raises UnknownDefinition.
definition: ByChecksum[Stored] = ByChecksum(_read)
#: Give what the kernel needs of a definition; raises UnknownDefinition.
compiled: ByChecksum[CompiledProcedure] = ByChecksum(_compile)
