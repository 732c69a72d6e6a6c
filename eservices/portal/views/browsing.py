"""The catalogue's lists: by category, by event of life, by audience, and the offices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from eservices.catalogue.listing import (
    Listed,
    authorities,
    in_order,
    of_audience,
    of_category,
    of_life_event,
    of_office,
)
from eservices.catalogue.opening import OpenOffice, open_offices
from eservices.portal.audiences import AUDIENCES
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.open_answers import describe_office
from eservices.portal.signposts import heading_named
from eservices.portal.views.catalogue import public
from workflows.language.values import Text
from workflows.life_cycle import Publication
from workflows.publications import suspended

#: Sheets on one page: more would weigh too much on a slow line.
ON_ONE_PAGE = 40
#: The address of the sheets that have no category.
OTHERS = "others"
WEEKDAYS: tuple[LazyString, ...] = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A part of a list of sheets, and where the parts before and after it are."""

    sheets: tuple[Listed, ...]
    number: int
    last: int


def category(category: str) -> ResponseReturnValue:
    """List the sheets of a category."""
    heading = heading_named(services().signposts.categories, category)
    if heading is None and category != OTHERS:
        abort(404)
    with services().engine.begin() as connection:
        found = of_category(connection, None if heading is None else heading.slug)
        closed = suspended(connection)
    return _list(
        str(_("Other procedures")) if heading is None else _said(heading.name), found, closed
    )


def life_event(event: str) -> ResponseReturnValue:
    """List the sheets that are needed in an event of life."""
    heading = heading_named(services().signposts.life_events, event)
    if heading is None:
        abort(404)
    with services().engine.begin() as connection:
        found = of_life_event(connection, heading.slug)
        closed = suspended(connection)
    return _list(_said(heading.name), found, closed)


def audience(audience: str) -> ResponseReturnValue:
    """List the sheets for an audience."""
    named = next((one for one in AUDIENCES if one == audience), None)
    if named is None:
        abort(404)
    with services().engine.begin() as connection:
        found = of_audience(connection, named)
        closed = suspended(connection)
    return _list(str(AUDIENCES[named]), found, closed)


def offices() -> ResponseReturnValue:
    """List the offices with what a visitor must know today."""
    with services().engine.begin() as connection:
        today = services().desk.today(connection)
        listed = open_offices(connection, today)
        names = authorities(connection)
    groups = _by_organisation(listed, names)
    return public(render_template("offices.html", groups=groups, today=today))


def office(office: str) -> ResponseReturnValue:
    """Show an office: where it is, when it is open, and what is done there."""
    with services().engine.begin() as connection:
        today = services().desk.today(connection)
        found = next((one for one in open_offices(connection, today) if one.slug == office), None)
        if found is None:
            abort(404)
        sheets = in_order(of_office(connection, office), language())
        closed = suspended(connection)
        name = authorities(connection)[found.organisation]
    page = render_template(
        "office.html",
        office=found,
        organisation=name,
        described=describe_office(found, name),
        sheets=sheets,
        closed=closed,
        weekdays=WEEKDAYS,
        today=today,
    )
    return public(page)


def _by_organisation(
    listed: Sequence[OpenOffice], names: Mapping[str, Text]
) -> list[tuple[Text, list[OpenOffice]]]:
    groups: dict[str, list[OpenOffice]] = {}
    for one in listed:
        groups.setdefault(one.organisation, []).append(one)
    return [(names[slug], members) for slug, members in groups.items()]


def _said(text: Text) -> str:
    return text.in_language(language())


def _list(
    title: str, found: Sequence[Listed], closed: Mapping[str, Publication]
) -> ResponseReturnValue:
    sheaf = _sheaf(in_order(found, language()), request.args.get("page", "1"))
    return public(render_template("shelf.html", title=title, sheaf=sheaf, closed=closed))


def _sheaf(sheets: Sequence[Listed], asked: str) -> Sheaf:
    last = max(-(-len(sheets) // ON_ONE_PAGE), 1)
    number = int(asked) if asked.isdecimal() and len(asked) < len(str(last)) + 1 else 1
    number = min(max(number, 1), last)
    start = (number - 1) * ON_ONE_PAGE
    return Sheaf(tuple(sheets[start : start + ON_ONE_PAGE]), number, last)


def blueprint() -> Blueprint:
    """Give the routes of the catalogue's lists."""
    return attach(
        Blueprint("browsing", __name__),
        (
            Route("/categories/<category>", category, Guard.PUBLIC),
            Route("/life-events/<event>", life_event, Guard.PUBLIC),
            Route("/for/<audience>", audience, Guard.PUBLIC),
            Route("/offices", offices, Guard.PUBLIC),
            Route("/offices/<office>", office, Guard.PUBLIC),
        ),
    )
