"""The forms of organisations, offices and pools: filled in from what is kept, and read again."""

from collections.abc import Mapping
from typing import Any

from flask import request
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES
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
    """Read what a form says of a place; a text that is empty in every language is none."""
    said: dict[str, Any] = {}
    for part in TEXTS[kind]:
        text = {code: tidy(request.form.get(f"{part}_{code}", "")) for code in tongues()}
        said[part] = text if any(text.values()) else None
    if kind is Kind.OFFICE:
        said["organisation"] = request.form.get("organisation", "")
        said["counter"] = request.form.get("counter") == TICKED
    return said


def tidy(typed: str) -> str:
    """Make one line of what was typed."""
    return " ".join(typed.split())


def order_of(connection: Connection, kind: Kind, slug: str) -> Order:
    """Make the order that a form gives."""
    return Order(
        kind=kind,
        slug=slug,
        author=Author(account_id=staff().id),
        reason=request.form.get("reason", "").strip()[:LONGEST_REASON],
        at=services().clock.now(connection),
        revision=request.form.get("revision", ""),
    )


def check_till(connection: Connection, slug: str, said: Mapping[str, Any]) -> None:
    """Refuse to send visitors away from an office whose till takes cash; raises PlaceRefused."""
    if said.get("counter") is False and tills_of(connection, slug):
        raise PlaceRefused(Obstacle.HAS_TILL, "counter")
