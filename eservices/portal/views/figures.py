"""Figures that the administration publishes about itself: what went out of turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from eservices.figures.files import dictionary
from eservices.figures.shielding import Hidden, Shown, shield, shield_grid
from eservices.portal.exchange import language, services
from eservices.portal.guards import Guard, Route, attach
from eservices.portal.views.catalogue import public
from workflows.out_of_turn import LEAST, ONE_IN, Reason
from workflows.published_turns import granted_by_month, lodged_by_month

#: How many months are shown, the present one included.
MONTHS = 12

REASONS: Mapping[Reason, LazyString] = {
    Reason.MEDICAL: _("Medical care"),
    Reason.BOOKED_TRAVEL: _("Booked journey"),
    Reason.EXAMINATION: _("Examination"),
    Reason.COURT_DATE: _("Court date"),
    Reason.OWN_ERROR: _("Error of the administration"),
}


@dataclass(frozen=True, slots=True)
class Month:
    """What went out of turn in a month, by reason, beside all that was lodged in it."""

    first: date
    lodged: Shown
    granted: Sequence[Shown]
    total: Shown


def out_of_turn() -> ResponseReturnValue:
    """Show, month by month, how many applications went before others and why."""
    with services().engine.begin() as connection:
        first = services().desk.today(connection).replace(day=1)
        months = tuple(_back_from(first))
        granted = granted_by_month(connection, since=months[-1], zone=services().desk.zone)
        lodged = lodged_by_month(connection, since=months[-1])
    page = render_template(
        "out_of_turn.html",
        months=_published(months, granted, lodged),
        reasons=REASONS,
        one_in=ONE_IN,
        least=LEAST,
        marks=dictionary(language())["marks"],
    )
    return public(page)


def _published(
    months: Sequence[date], granted: Mapping[tuple[date, Reason], int], lodged: Mapping[date, int]
) -> tuple[Month, ...]:
    """Leave out what is so small that somebody could be recognised."""
    counts = [[granted.get((month, reason), 0) for month in months] for reason in Reason]
    totals = shield([sum(of_month) for of_month in zip(*counts, strict=True)])
    closed = [at for at, total in enumerate(totals) if isinstance(total, Hidden)]
    by_month = zip(*shield_grid(counts, closed=closed), strict=True)
    compared = shield([lodged.get(month, 0) for month in months])
    return tuple(
        Month(first, all_lodged, reasons, total)
        for first, all_lodged, reasons, total in zip(
            months, compared, by_month, totals, strict=True
        )
    )


def _back_from(month: date) -> Iterable[date]:
    for _step in range(MONTHS):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)


def blueprint() -> Blueprint:
    """Make the blueprint of the published figures."""
    return attach(
        Blueprint("figures", __name__, url_prefix="/figures"),
        (Route("/out-of-turn", out_of_turn, Guard.PUBLIC),),
    )
