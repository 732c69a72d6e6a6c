"""Complaints in published figures: how many came, were answered in time, and satisfied."""

from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from eservices.catalogue.listing import offered
from eservices.figures import complaint_files as files
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.open_answers import open_answer, published_by
from eservices.portal.views.catalogue import public
from eservices.published_complaints import LEAST, Published, publish_complaints

#: How far back the figures reach.
PERIOD = timedelta(days=365)
FILE = "complaints"


def complaints() -> ResponseReturnValue:
    """Show what became of the complaints of the last twelve months."""
    published, since = _published()
    return public(render_template("complaints.html", published=published, since=since, least=LEAST))


def dictionary() -> ResponseReturnValue:
    """Say what the files hold."""
    tables = files.dictionary(language())
    return public(render_template("dictionary.html", of="complaint_figures", tables=tables))


def as_csv() -> ResponseReturnValue:
    """Give the figures of complaints as CSV."""
    published, since = _published()
    written = files.as_csv(published, language(), since=_day(since))
    return open_answer(written, "text/csv", name=f"{FILE}.csv")


def as_json() -> ResponseReturnValue:
    """Give the figures of complaints as JSON."""
    published, since = _published()
    about = published_by(url_for("complaint_figures.dictionary"))
    written = files.as_json(published, language(), since=_day(since), about=about)
    return open_answer(written, "application/json", name=f"{FILE}.json")


def _published() -> tuple[tuple[Published, ...], datetime]:
    with services().engine.begin() as connection:
        since = services().desk.clock.now(connection) - PERIOD
        return publish_complaints(connection, offered(connection), since=since), since


def _day(instant: datetime) -> date:
    return instant.astimezone(services().desk.zone).date()


def blueprint() -> Blueprint:
    """Make the blueprint of the figures of complaints."""
    return attach(
        Blueprint("complaint_figures", __name__, url_prefix="/figures"),
        (
            Route("/complaints", complaints, Guard.PUBLIC),
            Route("/complaints/dictionary", dictionary, Guard.PUBLIC),
            Route("/complaints.csv", as_csv, Guard.PUBLIC),
            Route("/complaints.json", as_json, Guard.PUBLIC),
        ),
    )
