"""The pages on which administrators keep an organisation, an office, or the name of a pool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice.administering.journal import Area, Asked, latest
from backoffice.administering.place_form import (
    check_till,
    filled_in,
    order_of,
    said_in_form,
    tongues,
)
from backoffice.administering.place_words import KINDS, PARTS, otherwise, refused_because
from backoffice.administering.places import Places, places
from backoffice.administering.telling import lines
from backoffice.exchange import services
from backoffice.languages import words_of
from eservices.form.characters import storable
from workflows.administering.place_rules import TEXTS, Kind, Obstacle, PlaceRefused
from workflows.administering.places import (
    HANDED_BACK,
    SAVED,
    Place,
    all_kept,
    find_place,
    hand_back,
    save,
)
from workflows.organisations import all_offices, find_office

#: So many entries of a place's story are shown; the journal has them all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the list."""

    slug: str
    name: str
    offices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is as an administrator saved it."""

    kind: str
    name: str
    address: str
    place: Place


def organisations() -> ResponseReturnValue:
    """List the organisations with their offices, and all that is kept here."""
    with services().engine.begin() as connection:
        known = places(connection)
        offices = all_offices(connection)
        kept = [_kept(one, known) for one in all_kept(connection)]
    found = [
        Line(
            slug=slug,
            name=name,
            offices=tuple(
                (one.slug, known.office(one.slug)) for one in offices if one.organisation == slug
            ),
        )
        for slug, name in known.organisations.items()
    ]
    return render_template("organisations.html", lines=found, kept=kept)


def _kept(place: Place, known: Places) -> Kept:
    name = known.pool(place.slug) if place.kind is Kind.POOL else words_of(place.said["name"])
    return Kept(str(KINDS[place.kind]), name, address_of(place.kind, place.slug, known), place)


def address_of(kind: Kind, slug: str, known: Places) -> str:
    """Give the address at which a place is kept."""
    if kind is Kind.POOL:
        return url_for("administration.pool_name", pool=known.pools[slug].id)
    if kind is Kind.OFFICE:
        return url_for("administration.office", office=slug)
    return url_for("administration.organisation", organisation=slug)


def organisation(organisation: str) -> ResponseReturnValue:
    """Show what an organisation is called, and offer to change it."""
    return _page(Kind.ORGANISATION, organisation)


def save_organisation(organisation: str) -> ResponseReturnValue:
    """Keep what an administrator says of an organisation, or hand it back to the pack's file."""
    return _take(Kind.ORGANISATION, organisation)


def office(office: str) -> ResponseReturnValue:
    """Show what an office is called, where it is and whose, and offer to change it."""
    return _page(Kind.OFFICE, office)


def save_office(office: str) -> ResponseReturnValue:
    """Keep what an administrator says of an office, or hand it back to the pack's file."""
    return _take(Kind.OFFICE, office)


def pool_name(pool: int) -> ResponseReturnValue:
    """Show what a pool is called, and offer to change it."""
    return _page(Kind.POOL, _slug_of(pool))


def save_pool_name(pool: int) -> ResponseReturnValue:
    """Keep what an administrator calls a pool, or hand it back to the pack's file."""
    return _take(Kind.POOL, _slug_of(pool))


def _slug_of(pool: int) -> str:
    with services().engine.begin() as connection:
        found = places(connection).pools.values()
    return next((one.slug for one in found if one.id == pool), "")


def _take(kind: Kind, slug: str) -> ResponseReturnValue:
    slug, hands_back = storable(slug), _hands_back()
    try:
        with services().engine.begin() as connection:
            order = order_of(connection, kind, slug)
            if hands_back:
                hand_back(connection, order)
            else:
                said = said_in_form(kind)
                if kind is Kind.OFFICE:
                    check_till(connection, slug, said)
                save(connection, order, said=said, languages=tongues())
    except PlaceRefused as refused:
        return _page(kind, slug, refused)
    flash(
        gettext("Handed back: it is as the pack’s file says.")
        if hands_back
        else gettext("Saved: colleagues and citizens read it from now on.")
    )
    return redirect(request.path, 303)


def _hands_back() -> bool:
    return request.form.get("step") == "hand_back"


def _page(kind: Kind, slug: str, refused: PlaceRefused | None = None) -> ResponseReturnValue:
    with services().engine.begin() as connection:
        place = find_place(connection, kind, storable(slug))
        if place is None:
            abort(404)
        known = places(connection)
        story = latest(connection, _asked(place), limit=SHOWN)
        facts = FACTS[kind](connection, place, known)
    is_stale = refused is not None and refused.obstacle is Obstacle.STALE
    typed = said_in_form(kind) if is_stale and not _hands_back() else {}
    since_saved = next((deed for deed in story if deed.what == SAVED[kind]), None)
    page = render_template(
        "place.html",
        place=place,
        kind=kind,
        title=known.pool(slug) if kind is Kind.POOL else words_of(place.said["name"]),
        given=request.form if request.form and not _hands_back() else filled_in(kind, place.said),
        back=request.form.get("reason", "") if _hands_back() else None,
        texts=TEXTS[kind],
        parts=PARTS,
        tongues=tongues(),
        known=known,
        facts=facts,
        kept_by=since_saved.by if since_saved else "",
        file_says=otherwise(place.pack_says or place.said, place.said, known),
        says_now=otherwise(place.said, typed, known) if is_stale else (),
        lines=lines(story, known),
        problem=refused_because(refused) if refused else "",
    )
    return page, _status(refused)


def _status(refused: PlaceRefused | None) -> int:
    if refused is None:
        return 200
    return 409 if refused.obstacle is Obstacle.STALE else 422


def _asked(place: Place) -> Asked:
    deeds = frozenset({SAVED[place.kind], HANDED_BACK[place.kind]})
    return Asked(area=Area.PLACES, subject=place.slug, exactly=True, whats=deeds)


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside a place, and is not changed on its page."""

    calendar: str = ""
    queue: str = ""
    #: The pools of an office, or the one that is looked at, by number and name.
    pools: tuple[tuple[int, str], ...] = ()
    #: The offices of an organisation.
    offices: tuple[tuple[str, str], ...] = ()


def _of_organisation(connection: Connection, place: Place, known: Places) -> Facts:
    own = (one.slug for one in all_offices(connection) if one.organisation == place.slug)
    return Facts(offices=tuple((slug, known.office(slug)) for slug in own))


def _of_office(connection: Connection, place: Place, known: Places) -> Facts:
    own = (one for one in known.pools.values() if one.office == place.slug)
    return Facts(
        calendar=find_office(connection, place.slug).calendar,
        pools=tuple((one.id, words_of(one.name) or one.queue) for one in own),
    )


def _of_pool(_connection: Connection, place: Place, known: Places) -> Facts:
    pool = known.pools[place.slug]
    return Facts(queue=pool.queue, pools=((pool.id, known.pool(place.slug)),))


FACTS: Mapping[Kind, Callable[[Connection, Place, Places], Facts]] = {
    Kind.ORGANISATION: _of_organisation,
    Kind.OFFICE: _of_office,
    Kind.POOL: _of_pool,
}
