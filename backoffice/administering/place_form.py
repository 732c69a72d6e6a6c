"""The forms of organisations, offices and pools: filled in from what is kept, and read again."""

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES
from eservices.form.characters import storable, tidy_line
from eservices.form.problems import Invalid
from payments.cash.tills import tills_of
from workflows.administering.entries import LONGEST_REASON
from workflows.administering.place_rules import TEXTS, Kind, Obstacle, PlaceRefused
from workflows.administering.places import Order
from workflows.life_cycle import Author

#: What a ticked box sends.
TICKED = "yes"


def tongues() -> Mapping[str, str]:
    """Name the languages in which every text of the installation stands."""
    codes = services().surroundings.languages
    return {code: LANGUAGES.get(code, code) for code in codes}


def filled_in(kind: Kind, said: Mapping[str, Any]) -> dict[str, str]:
    """Fill a form in with what a place says."""
    form = {
        f"{part}_{code}": (said[part] or {}).get(code, "")
        for part in TEXTS[kind]
        for code in tongues()
    }
    if kind is Kind.OFFICE:
        form |= {"organisation": said["organisation"], "counter": TICKED if said["counter"] else ""}
    return form


def said_in_form(kind: Kind) -> dict[str, Any]:
    """Read what a form says of a place; a text that is empty in every language is none.

    Raises PlaceRefused where something cannot be read.
    """
    said: dict[str, Any] = {}
    for part in TEXTS[kind]:
        text = {code: _tidy(part, request.form.get(f"{part}_{code}", "")) for code in tongues()}
        said[part] = text if any(text.values()) else None
    if kind is Kind.OFFICE:
        said["organisation"] = storable(request.form.get("organisation", ""))
        said["counter"] = request.form.get("counter") == TICKED
    return said


def _tidy(part: str, typed: str) -> str:
    try:
        return tidy_line(typed)
    except Invalid as unreadable:
        raise PlaceRefused(Obstacle.UNREADABLE, part) from unreadable


def order_of(connection: Connection, kind: Kind, slug: str) -> Order:
    """Make the order that a form gives."""
    return Order(
        kind=kind,
        slug=slug,
        author=Author(account_id=staff().id),
        reason=storable(request.form.get("reason", "")).strip()[:LONGEST_REASON],
        at=services().clock.now(connection),
        revision=request.form.get("revision", ""),
    )


def check_till(connection: Connection, slug: str, said: Mapping[str, Any]) -> None:
    """Refuse to send visitors away from an office whose till takes cash; raises PlaceRefused."""
    if said.get("counter") is False and tills_of(connection, slug):
        raise PlaceRefused(Obstacle.HAS_TILL, "counter")
