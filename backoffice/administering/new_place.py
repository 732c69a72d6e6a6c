"""Adding an organisation or an office, and opening a pool: what the pack's file does not know."""

from collections.abc import Collection, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.administering.place_form import TICKED, order_of, said_in_form, tongues
from backoffice.administering.place_page import address_of
from backoffice.administering.place_words import PARTS, refused_because
from backoffice.administering.places import Places, places
from backoffice.administering.queues import queues_named
from backoffice.exchange import services
from eservices.definition.surroundings import Week, added_up
from workflows.administering.place_rules import TEXTS, Kind, Obstacle, PlaceRefused, slug_for
from workflows.administering.places import add
from workflows.organisations import calendar_contents


def new_organisation() -> ResponseReturnValue:
    """Ask what a new organisation is called."""
    return _form(Kind.ORGANISATION)


def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    return _added(Kind.ORGANISATION)


def new_office() -> ResponseReturnValue:
    """Ask what a new office is called, whose it is, and by which calendar it is open."""
    return _form(Kind.OFFICE)


def add_office() -> ResponseReturnValue:
    """Add an office to an organisation."""
    return _added(Kind.OFFICE)


def new_pool() -> ResponseReturnValue:
    """Ask which agent queue a new pool treats, and in which office."""
    return _form(Kind.POOL)


def open_pool() -> ResponseReturnValue:
    """Open a pool in an office."""
    return _added(Kind.POOL)


#: What stays as it was chosen when a place was added, and what it is chosen from.
BESIDE: Mapping[Kind, tuple[str, ...]] = {
    Kind.ORGANISATION: (),
    Kind.OFFICE: ("calendar",),
    Kind.POOL: ("office", "queue"),
}


def _form(kind: Kind, refused: PlaceRefused | None = None) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        known = places(connection)
        choices = _choices(connection, kind, known)
    page = render_template(
        "new_place.html",
        kind=kind,
        given={"counter": TICKED, **request.args} if refused is None else request.form,
        texts=TEXTS[kind],
        parts=PARTS,
        tongues=tongues(),
        known=known,
        choices=choices,
        problem=refused_because(refused) if refused else "",
    )
    return page, 422 if refused else 200


def _choices(connection: Connection, kind: Kind, known: Places) -> dict[str, Mapping[str, Any]]:
    if kind is Kind.OFFICE:
        return {"calendar": _calendars(connection)}
    if kind is Kind.POOL:
        return {"office": known.offices, "queue": queues_named(connection)}
    return {}


def _calendars(connection: Connection) -> Mapping[str, Week]:
    found = calendar_contents(connection)
    return {slug: added_up(content["week"].values()) for slug, content in found.items()}


def _added(kind: Kind) -> ResponseReturnValue:
    try:
        with services().engine.begin() as connection:
            slug = _add(connection, kind)
            known = places(connection)
    except PlaceRefused as refused:
        return _form(kind, refused)
    if kind is Kind.POOL:
        flash(gettext("The pool is open. Now put people in it."))
        return redirect(url_for("administration.pool", pool=known.pools[slug].id), 303)
    flash(gettext("Added: it stands in every list from now on."))
    return redirect(address_of(kind, slug, known), 303)


def _add(connection: Connection, kind: Kind) -> str:
    known, said = places(connection), said_in_form(kind)
    beside = {part: request.form.get(part, "") for part in BESIDE[kind]}
    for part, choices in _choices(connection, kind, known).items():
        if beside[part] not in choices:
            raise PlaceRefused(Obstacle.UNKNOWN_PLACE, part)
    slug = _slug(kind, known, said, beside)
    add(
        connection,
        order_of(connection, kind, slug),
        said=said,
        languages=tongues(),
        beside=beside,
    )
    return slug


def _slug(kind: Kind, known: Places, said: Mapping[str, Any], beside: Mapping[str, str]) -> str:
    """Take the slug that was typed, else make one of the name; a pool's is of its desk."""
    if kind is Kind.POOL:
        return slug_for(f"{beside['office']} {beside['queue']}", known.pools)
    typed = request.form.get("slug", "").strip()
    name = next(iter((said["name"] or {}).values()), "")
    return typed or slug_for(name, _taken(kind, known))


def _taken(kind: Kind, known: Places) -> Collection[str]:
    return known.offices if kind is Kind.OFFICE else known.organisations
