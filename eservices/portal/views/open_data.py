"""What the administration publishes about its e-services: pages with plots, and files."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from eservices.figures import files
from eservices.figures.gathering import WHOLE, Figures, Rate, Row, figures
from eservices.figures.plots import Plot, Series, Shape, draw
from eservices.figures.shielding import Hidden
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.open_answers import open_answer, published_by
from eservices.portal.views.catalogue import public

#: How many months pages show, the present one included; files go back to the first.
MONTHS = 12
FILE = "e-services"


def overview() -> ResponseReturnValue:
    """Show the figures of the last twelve months, an e-service in each line."""
    found = _figures(months=MONTHS)
    return public(render_template("figures.html", figures=found, marks=_marks()))


def of_eservice(eservice: str) -> ResponseReturnValue:
    """Show the figures of an e-service, month by month."""
    found = _figures(months=MONTHS, eservice=eservice)
    if not found:
        abort(404)
    plots = {plot.name: draw(plot) for plot in _plots(found[0])}
    page = render_template("figures_of.html", found=found[0], plots=plots, marks=_marks())
    return public(page)


def dictionary() -> ResponseReturnValue:
    """Say what the files hold, and how they may be used."""
    return public(
        render_template("dictionary.html", of="open_data", tables=files.dictionary(language()))
    )


def as_csv() -> ResponseReturnValue:
    """Give every published figure as CSV."""
    return open_answer(files.as_csv(_figures(), language()), "text/csv", name=f"{FILE}.csv")


def as_json() -> ResponseReturnValue:
    """Give every published figure as JSON."""
    with services().engine.begin() as connection:
        today = services().desk.today(connection)
        found = figures(connection, today=today, zone=services().desk.zone, months=None)
    about = published_by(url_for("open_data.dictionary"))
    written = files.as_json(found, language(), today=today, about=about)
    return open_answer(written, "application/json", name=f"{FILE}.json")


def _figures(*, months: int | None = None, eservice: str | None = None) -> tuple[Figures, ...]:
    with services().engine.begin() as connection:
        desk = services().desk
        today, zone = desk.today(connection), desk.zone
        return figures(connection, today=today, zone=zone, months=months, eservice=eservice)


def _marks() -> dict[str, str]:
    return files.dictionary(language())["marks"]


def _plots(found: Figures) -> tuple[Plot, ...]:
    labels = [str(format_date(month, "LLL")) for month in found.months]
    first, last = (str(format_date(found.months[at], "MMMM y")) for at in (0, -1))
    said = _(
        "From %(first)s to %(last)s. Every figure is in the table below.", first=first, last=last
    )
    drawn: tuple[tuple[str, str, Shape, tuple[Series, ...], int | None], ...] = (
        ("volumes", _("Applications by month"), Shape.BARS, _volumes(found), None),
        ("delays", _("Days until the decision"), Shape.LINES, _delays(found), None),
        ("in-time", _("Share in time, per cent"), Shape.LINES, _in_time(found), WHOLE),
    )
    return tuple(
        Plot(
            name=name,
            title=str(title),
            description=str(said),
            shape=shape,
            labels=labels,
            series=series,
            top=top,
        )
        for name, title, shape, series, top in drawn
    )


def _volumes(found: Figures) -> tuple[Series, ...]:
    return (
        Series(_("Lodged"), _known(found.received)),
        Series(_("Delivered"), _known(found.delivered)),
        Series(_("Refused"), _known(found.refused)),
    )


def _delays(found: Figures) -> tuple[Series, ...]:
    return (
        Series(_("Half within"), found.median.months),
        Series(_("Nine in ten within"), found.nine_tenths.months),
    )


def _in_time(found: Figures) -> tuple[Series, ...]:
    rate: Rate = found.in_time
    return (Series(_("In time"), rate.months),)


def _known(row: Row) -> list[int | None]:
    return [None if isinstance(count, Hidden) else count for count in row.months]


def blueprint() -> Blueprint:
    """Give the routes of open data."""
    return attach(
        Blueprint("open_data", __name__, url_prefix="/figures"),
        (
            Route("/", overview, Guard.PUBLIC),
            Route("/of/<eservice>", of_eservice, Guard.PUBLIC),
            Route("/dictionary", dictionary, Guard.PUBLIC),
            Route("/data.csv", as_csv, Guard.PUBLIC),
            Route("/data.json", as_json, Guard.PUBLIC),
        ),
    )
