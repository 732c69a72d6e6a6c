"""Importing: events of a former system into tables of their own, each once however often read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert

from workflows.event_log.mapping import HistoryMapping
from workflows.event_log.model import Event
from workflows.event_log.pseudonyms import pseudonym
from workflows.tables import history_cases, history_events, history_imports


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of some events: those that were new, and those that were there already."""

    new: int
    known: int


def import_events(
    connection: Connection, events: Sequence[Event], mapping: HistoryMapping, *, secret: bytes
) -> Imported:
    """Store a batch of events under their cases; the same events again change nothing."""
    kept = [event for event in events if event.activity not in mapping.ignore]
    if not kept:
        return Imported(0, 0)
    identifiers = _save_cases(connection, kept, mapping, secret)
    # Within one statement a row may be met once only.
    rows = {
        (row["case_id"], row["at"], row["activity"], row["lifecycle"]): row
        for row in (_row(event, identifiers, mapping, secret) for event in kept)
    }
    statement = upsert(history_events).values(list(rows.values()))
    # A mapping that has changed since gives the events their new states.
    written = connection.execute(
        statement.on_conflict_do_update(
            index_elements=["case_id", "at", "activity", "lifecycle"],
            set_={"state": statement.excluded.state},
        ).returning(WAS_NEW)
    )
    new = sum(written.scalars())
    return Imported(new, len(kept) - new)


#: A row version that no earlier transaction ended was inserted and not updated.
WAS_NEW = text("xmax = 0")


def _row(
    event: Event, identifiers: Mapping[str, int], mapping: HistoryMapping, secret: bytes
) -> dict[str, Any]:
    worker = event.resource
    return {
        "case_id": identifiers[event.case],
        "at": event.at.astimezone(UTC),
        "activity": event.activity,
        "state": mapping.activities.get(event.activity),
        "lifecycle": event.lifecycle,
        "resource": worker and pseudonym(secret, f"resource of {mapping.source}", worker),
        "unit": event.unit,
    }


def _save_cases(
    connection: Connection, events: Iterable[Event], mapping: HistoryMapping, secret: bytes
) -> dict[str, int]:
    """Store the cases of events, from their first to their last one; give their identifiers."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for event in events:
        first, last = spans.get(event.case, (event.at, event.at))
        spans[event.case] = (min(first, event.at), max(last, event.at))
    keys = {pseudonym(secret, "former case", case): case for case in spans}
    named = {"source": mapping.source, "eservice": mapping.eservice}
    statement = upsert(history_cases).values(
        [
            {**named, "key": key, "lodged_at": spans[case][0], "last_at": spans[case][1]}
            for key, case in sorted(keys.items())
        ]
    )
    new = statement.excluded
    saved = connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source", "eservice", "key"],
            set_={
                "lodged_at": func.least(history_cases.c.lodged_at, new.lodged_at),
                "last_at": func.greatest(history_cases.c.last_at, new.last_at),
            },
        ).returning(history_cases.c.key, history_cases.c.id)
    )
    return {keys[row.key]: row.id for row in saved}


def record_import(
    connection: Connection, mapping: HistoryMapping, *, events: int, broken: int
) -> None:
    """Note that a history was imported, and how much of it could be read."""
    connection.execute(
        insert(history_imports).values(
            source=mapping.source, eservice=mapping.eservice, events=events, broken=broken
        )
    )
