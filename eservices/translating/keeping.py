"""Translations as they are kept: a draft, its approval by somebody else, and every step taken."""

import re
from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from eservices.tables import translation_entries, translations
from workflows.life_cycle import Author

#: What a text quotes: `%(name)s`, `{answers.name}`, and `%%`.
QUOTED = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_.:0-9]+\}|%%")
LONGEST = 4_000
WRITTEN = "written"


class Standing(StrEnum):
    """How far a translation is."""

    DRAFT = "draft"
    APPROVED = "approved"
    REJECTED = "rejected"


class Fault(StrEnum):
    """Why a translation cannot be kept or settled as asked."""

    NOTHING_WRITTEN = "nothing_written"
    TOO_LONG = "too_long"
    OTHER_VALUES = "other_values"
    NO_SUCH_TEXT = "no_such_text"
    SAME_PERSON = "same_person"
    CHANGED = "changed"


class TranslationRefused(Exception):
    """A translation cannot be kept or settled; `fault` says why."""

    def __init__(self, source: str, fault: Fault) -> None:
        self.source = source
        self.fault = fault
        super().__init__(f"{fault}: {source}")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words offered for a French text."""

    language: str
    source: str
    words: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation as it stands."""

    id: int
    language: str
    source: str
    words: str
    origin: str
    standing: Standing
    account_id: int | None
    operator: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A step taken with a translation."""

    translation_id: int
    at: datetime
    author: Author
    step: str
    words: str


COLUMNS = tuple(translations.c[name] for name in Translation.__dataclass_fields__)


def check(wording: Wording) -> None:
    """Raise TranslationRefused when words do not fit their text."""
    words = wording.words.strip()
    if not words:
        raise TranslationRefused(wording.source, Fault.NOTHING_WRITTEN)
    if len(words) > LONGEST:
        raise TranslationRefused(wording.source, Fault.TOO_LONG)
    if Counter(QUOTED.findall(words)) != Counter(QUOTED.findall(wording.source)):
        raise TranslationRefused(wording.source, Fault.OTHER_VALUES)


def write(
    connection: Connection,
    wording: Wording,
    author: Author,
    *,
    at: datetime,
    known: Container[str] | None = None,
) -> bool:
    """Keep words as a draft; tells whether they are new. Raises TranslationRefused.

    The same words again change nothing: what was approved stays so. `known` are the French texts
    that there are; without them the text is not looked for.
    """
    if known is not None and wording.source not in known:
        raise TranslationRefused(wording.source, Fault.NO_SUCH_TEXT)
    check(wording)
    words = wording.words.strip()
    present = find(connection, wording.language, wording.source)
    if present is not None and present.words == words:
        return False
    values = {
        "words": words,
        "origin": wording.origin,
        "standing": Standing.DRAFT,
        "account_id": author.account_id,
        "operator": author.operator,
    }
    kept = (
        insert(translations)
        .values(language=wording.language, source=wording.source, **values)
        .on_conflict_do_update(
            index_elements=[translations.c.language, translations.c.source], set_=values
        )
        .returning(translations.c.id)
    )
    identifier = connection.execute(kept).scalar_one()
    _note(connection, identifier, author, step=WRITTEN, words=words, at=at)
    return True


def settle(
    connection: Connection, wording: Wording, standing: Standing, *, by: int, at: datetime
) -> None:
    """Approve or reject the words that somebody saw; raises TranslationRefused.

    Who wrote them does not approve them, and words that changed meanwhile are not settled unseen.
    """
    found = find(connection, wording.language, wording.source, lock=True)
    if found is None:
        raise TranslationRefused(wording.source, Fault.NO_SUCH_TEXT)
    if found.words != wording.words.strip():
        raise TranslationRefused(wording.source, Fault.CHANGED)
    if standing is Standing.APPROVED and found.account_id == by:
        raise TranslationRefused(wording.source, Fault.SAME_PERSON)
    if found.standing is standing:
        return
    changed = translations.update().where(translations.c.id == found.id)
    connection.execute(changed.values(standing=standing))
    author = Author(account_id=by)
    _note(connection, found.id, author, step=standing, words=found.words, at=at)


def find(
    connection: Connection, language: str, source: str, *, lock: bool = False
) -> Translation | None:
    """Read the translation of a text; with the lock, nobody changes it meanwhile."""
    wanted = select(*COLUMNS).where(
        translations.c.language == language, translations.c.source == source
    )
    row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    return None if row is None else Translation(**_typed(row._mapping))


def all_of(connection: Connection, language: str) -> dict[str, Translation]:
    """Read every translation in a language, by its French text."""
    rows = connection.execute(select(*COLUMNS).where(translations.c.language == language))
    found = (Translation(**_typed(row._mapping)) for row in rows)
    return {one.source: one for one in found}


def approved(connection: Connection, language: str) -> dict[str, str]:
    """Read what citizens may read in a language, by its French text."""
    wanted = select(translations.c.source, translations.c.words).where(
        translations.c.language == language, translations.c.standing == Standing.APPROVED
    )
    return {row.source: row.words for row in connection.execute(wanted)}


def entries_of(connection: Connection, ids: Iterable[int]) -> dict[int, list[Entry]]:
    """Read the steps taken with some translations, newest first."""
    rows = connection.execute(
        select(translation_entries)
        .where(translation_entries.c.translation_id.in_(tuple(ids)))
        .order_by(translation_entries.c.id.desc())
    )
    found: dict[int, list[Entry]] = {}
    for row in rows:
        author = Author(row.account_id, row.operator)
        entry = Entry(row.translation_id, row.at, author, row.step, row.words)
        found.setdefault(row.translation_id, []).append(entry)
    return found


def _typed(row: RowMapping) -> dict[str, Any]:
    return {**row, "standing": Standing(row["standing"])}


def _note(
    connection: Connection, identifier: int, author: Author, *, step: str, words: str, at: datetime
) -> None:
    connection.execute(
        translation_entries.insert().values(
            translation_id=identifier,
            at=at,
            account_id=author.account_id,
            operator=author.operator,
            step=step,
            words=words,
        )
    )
