"""Text blocks: what offices write often, written by one supervisor and approved by another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from workflows.errors import WorkflowError
from workflows.tables import text_blocks

LONGEST = 2000
LONGEST_TITLE = 120
#: A block is always written in it, for readers of languages in which it is not.
ALWAYS = "fr"


class NothingWritten(WorkflowError):
    """There is no title, no French text, or too much of either."""


class NotOpen(WorkflowError):
    """The block is approved, struck, or not there."""


class SamePerson(WorkflowError):
    """Whoever wrote a block does not approve it."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A block about to be written: for which e-service and office, and its texts by language."""

    eservice: str | None
    office: str | None
    title: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block as it stands."""

    id: int
    eservice: str | None
    office: str | None
    title: str
    texts: Mapping[str, str]
    written_by: int
    written_at: datetime
    approved_by: int | None
    approved_at: datetime | None
    retired_at: datetime | None
    uses: int

    def in_language(self, language: str) -> str:
        """Give its text in a language, in French where it has none."""
        return self.texts.get(language) or self.texts[ALWAYS]


COLUMNS = tuple(text_blocks.c[name] for name in TextBlock.__dataclass_fields__)
OFFERED = text_blocks.c.approved_at.is_not(None) & text_blocks.c.retired_at.is_(None)


def write(connection: Connection, block: Writing, *, by: int, at: datetime) -> int:
    """Write a block, which counts once somebody else approved it; raises NothingWritten."""
    title = block.title.strip()
    texts = {
        language: text.replace("\r\n", "\n").strip()
        for language, text in block.texts.items()
        if text.strip()
    }
    too_long = len(title) > LONGEST_TITLE or any(len(text) > LONGEST for text in texts.values())
    if not title or ALWAYS not in texts or too_long:
        raise NothingWritten(title)
    values = {
        "eservice": block.eservice,
        "office": block.office,
        "title": title,
        "texts": texts,
        "written_by": by,
        "written_at": at,
    }
    written = insert(text_blocks).values(values).returning(text_blocks.c.id)
    return int(connection.execute(written).scalar_one())


def approve(connection: Connection, number: int, *, by: int, at: datetime) -> None:
    """Let agents use a block, as the second person; raises NotOpen or SamePerson."""
    found = _find(connection, number)
    if found is None or found.approved_at is not None or found.retired_at is not None:
        raise NotOpen(number)
    if found.written_by == by:
        raise SamePerson(number)
    _change(connection, number, approved_by=by, approved_at=at)


def retire(connection: Connection, number: int, *, by: int, at: datetime) -> None:
    """Offer a block no longer; raises NotOpen."""
    found = _find(connection, number)
    if found is None or found.retired_at is not None:
        raise NotOpen(number)
    _change(connection, number, retired_by=by, retired_at=at)


def offered(connection: Connection, *, eservice: str, office: str | None) -> tuple[TextBlock, ...]:
    """List the blocks for the cases of an e-service and the people of an office, by title."""
    rows = connection.execute(
        select(*COLUMNS)
        .where(
            OFFERED,
            or_(text_blocks.c.eservice.is_(None), text_blocks.c.eservice == eservice),
            or_(text_blocks.c.office.is_(None), text_blocks.c.office == office),
        )
        .order_by(text_blocks.c.title, text_blocks.c.id)
    )
    return tuple(map(_block, rows))


def use(connection: Connection, number: int) -> None:
    """Count that a block was put into what somebody writes."""
    one = text_blocks.c.id == number
    connection.execute(update(text_blocks).where(one).values(uses=text_blocks.c.uses + 1))


def all_blocks(connection: Connection) -> tuple[TextBlock, ...]:
    """List the blocks that are not struck: what waits for approval first, then by title."""
    waits_first = (text_blocks.c.approved_at.is_not(None), text_blocks.c.title, text_blocks.c.id)
    wanted = select(*COLUMNS).where(text_blocks.c.retired_at.is_(None)).order_by(*waits_first)
    return tuple(map(_block, connection.execute(wanted)))


def _find(connection: Connection, number: int) -> TextBlock | None:
    wanted = select(*COLUMNS).where(text_blocks.c.id == number).with_for_update()
    row = connection.execute(wanted).one_or_none()
    return None if row is None else _block(row)


def _change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(text_blocks).where(text_blocks.c.id == number).values(values))


def _block(row: Row[*tuple[Any, ...]]) -> TextBlock:
    return TextBlock(**row._mapping)
