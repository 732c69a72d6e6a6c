"""Organisations, offices and pools as administrators add and rename them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from workflows.administering.place_rules import Kind
from workflows.administering.places import Order, add, find_place, save
from workflows.life_cycle import Author

LANGUAGES = ("fr", "en")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def named(words: str) -> dict[str, str]:
    """Say the same words in every language."""
    return dict.fromkeys(LANGUAGES, words)


def an_order(connection: Connection, kind: Kind, slug: str, **values: Any) -> Order:
    """Order something of a place as it stands."""
    present = find_place(connection, kind, slug)
    given: dict[str, Any] = {"revision": "" if present is None else present.revision}
    given |= {"author": Author(operator="tests"), "reason": "décret 12", "at": NOW, **values}
    return Order(kind=kind, slug=slug, **given)


def saves(connection: Connection, kind: Kind, slug: str, **changed: Any) -> None:
    """Change what a place says."""
    present = find_place(connection, kind, slug)
    assert present is not None
    order, said = an_order(connection, kind, slug), {**present.said, **changed}
    save(connection, order, said=said, languages=LANGUAGES)


def adds_organisation(connection: Connection, slug: str) -> None:
    """Add an organisation."""
    said = {"name": named(slug), "note": None}
    order = an_order(connection, Kind.ORGANISATION, slug)
    add(connection, order, said=said, languages=LANGUAGES, beside={})


def adds_office(connection: Connection, slug: str, *, organisation: str, calendar: str) -> None:
    """Add an office in Allada."""
    said = {
        "name": named(slug),
        "organisation": organisation,
        "place": named("Allada"),
        "address": None,
        "counter": True,
    }
    order = an_order(connection, Kind.OFFICE, slug)
    add(connection, order, said=said, languages=LANGUAGES, beside={"calendar": calendar})


def opens_pool(connection: Connection, slug: str, *, office: str, queue: str) -> None:
    """Open a pool."""
    order, beside = an_order(connection, Kind.POOL, slug), {"office": office, "queue": queue}
    add(connection, order, said={"name": named(slug)}, languages=LANGUAGES, beside=beside)
