"""The supervisor's page "Demand and staffing": forecasts, known events, what-ifs.

It computes nothing: forecasts and answers are made by a worker and read here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.advice_words import said
from backoffice.clearance_page import publishable
from backoffice.demand.arrivals import eservices_with_a_past
from backoffice.demand.asking import ask_for
from backoffice.demand.known_events import Unfit, enter, events_of, strike, unfit
from backoffice.demand.model import KnownEvent, Lack
from backoffice.demand.outlook import Stored, stored_outlook
from backoffice.exchange import services, staff
from backoffice.languages import words
from backoffice.staffing.asking import Manned, ask, find_what_if
from backoffice.staffing.offering import live_procedure, pools_of
from backoffice.staffing.question import Refusal, read_question
from eservices.catalogue.clearance import Recorded, latest
from eservices.definition.publish import eservice_of
from workflows import board
from workflows.definitions import live

#: Seconds after which the page of a what-if under way looks again.
LOOK_AGAIN = 2
#: An answer takes seconds: after so long somebody must look why there is none.
OVERDUE = timedelta(minutes=5)
#: Digits of a number that is read at all.
LONGEST_NUMBER = 9

LACKS = {
    Lack.EMPTY: _("Nothing ever arrived: there is no history to forecast from."),
    Lack.SHORT: _("The history is shorter than eight weeks: too short for a forecast."),
    Lack.SPARSE: _("Fewer than thirty applications arrived: too few to show a pattern."),
}
UNFIT = {
    Unfit.NO_NAME: _("Give the event a name of at most 120 characters."),
    Unfit.NO_DAYS: _("Give the event its first and its last day."),
    Unfit.DAYS_TURNED: _("The last day comes before the first one."),
    Unfit.TOO_LONG: _("An event lasts 120 days at most."),
    Unfit.EXPECTED: _("The number expected is a whole number from 1 to 5,000,000."),
}
REFUSALS = {
    Refusal.NOT_A_NUMBER: _("Something that should be a number is not one."),
    Refusal.OUT_OF_RANGE: _("A number is impossible: negative, or beyond what is simulated."),
    Refusal.NO_POOL: _("No pool of this e-service’s office treats it."),
    Refusal.NOBODY: _("Without a single agent nothing would ever be treated."),
    Refusal.NO_FORECAST: _("There is no forecast to simulate: the history is too short."),
    Refusal.NOTHING_MEASURED: _("No case has gone through the procedure yet: nothing is measured."),
    Refusal.NEVER_OPEN: _("The office is never open in the eight weeks to come."),
    Refusal.TOO_MANY: _(
        "More than 300,000 cases would be open or come in the eight weeks: more than is simulated."
    ),
    Refusal.ENDLESS: _(
        "Cases were seen to turn for ever between steps at which nobody works: look at the "
        "procedure, or at the history that was imported."
    ),
}
WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
ENTERED = _("The event is entered; the forecast is being made again.")
STANDS = _("This event is entered already.")
STRUCK = _("The event is struck out; the forecast is being made again.")
GONE = _("This event was struck out already.")
NOT_THERE = _("This is not there any more.")
UNDER_WAY = _("The forecast is being made again.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of one e-service."""

    eservice: str | None
    titles: Mapping[str, str]
    stored: Stored | None
    lack: str
    events: tuple[KnownEvent, ...]
    pools: tuple[Manned, ...]
    #: What citizens were told of the backlog, the newest first.
    notices: tuple[Recorded, ...] = ()
    today: date | None = None
    #: How many agents, where, until when, in one sentence.
    advice: str = ""


def show() -> ResponseReturnValue:
    """Show the outlook of the e-service asked for, or of the first one."""
    return _page()


def _page(problem: str = "", *, status: int = 200) -> tuple[str, int]:
    with services().engine.begin() as connection:
        shown = _shown(connection, request.values.get("eservice"))
    page = render_template(
        "demand.html", shown=shown, weekdays=WEEKDAYS, problem=problem, given=request.form
    )
    return page, status


def _shown(connection: Connection, asked: str | None) -> Shown:
    names = {stored.eservice: words(eservice_of(stored).title) for stored in live(connection)}
    known = eservices_with_a_past(connection)
    titles = {slug: names.get(slug, slug) for slug in known}
    eservice = asked if asked in titles else next(iter(titles), None)
    if eservice is None:
        return Shown(None, titles, None, str(LACKS[Lack.EMPTY]), events_of(connection), ())
    stored = stored_outlook(connection, eservice)
    procedure = live_procedure(connection, eservice)
    lack = stored.outlook.lack if stored else None
    advice = stored.outlook.advice if stored else None
    return Shown(
        eservice=eservice,
        titles=titles,
        stored=stored,
        lack=str(LACKS[lack]) if lack else "",
        events=events_of(connection, eservice),
        pools=pools_of(connection, procedure) if procedure else (),
        notices=latest(connection, eservice),
        today=_today(connection),
        advice=said(advice, board.office_names(connection)) if advice else "",
    )


def _today(connection: Connection) -> date:
    return services().clock.now(connection).astimezone(services().zone).date()


def make_again() -> ResponseReturnValue:
    """Have the forecast of an e-service made again now."""
    with services().engine.begin() as connection:
        eservice = _known(connection)
        if eservice is None:
            return _not_there()
        ask_for(connection, services().workflow.outbox, eservice)
    flash(str(UNDER_WAY))
    return redirect(url_for("demand.show", eservice=eservice), 303)


def enter_event() -> ResponseReturnValue:
    """Enter an event; what is unfit is said, and nothing typed is lost."""
    event = _typed_event()
    if isinstance(event, Unfit):
        return _page(str(UNFIT[event]), status=422)
    with services().engine.begin() as connection:
        eservice = _known(connection)
        if eservice is None:
            return _not_there()
        now = services().clock.now(connection)
        entered = enter(connection, event, account_id=staff().id, at=now)
        if entered:
            _make_touched(connection, event.eservice)
    flash(str(ENTERED if entered else STANDS))
    return redirect(url_for("demand.show", eservice=eservice), 303)


def _typed_event() -> KnownEvent | Unfit:
    form = request.form
    words_of_number = form.get("expected", "").strip()
    is_number = words_of_number.isdecimal() and len(words_of_number) <= LONGEST_NUMBER
    if words_of_number and not is_number:
        return Unfit.EXPECTED
    expected = int(words_of_number) if is_number else None
    # PostgreSQL has no text with NUL in it.
    name = form.get("name", "").replace("\x00", "").strip()
    first, last = _day("first_day"), _day("last_day")
    problem = unfit(name=name, first_day=first, last_day=last, expected=expected)
    if problem is not None or first is None or last is None:
        return problem or Unfit.NO_DAYS
    touched = None if "everywhere" in form else form.get("eservice")
    return KnownEvent(0, touched, name, first, last, expected)


def _day(field: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(field, ""))
    except ValueError:
        return None


def strike_event(event: int) -> ResponseReturnValue:
    """Strike an event out; a second click finds it gone and says so."""
    with services().engine.begin() as connection:
        eservice = _known(connection)
        if eservice is None:
            return _not_there()
        now = services().clock.now(connection)
        struck = strike(connection, event, account_id=staff().id, at=now)
        if struck:
            _make_touched(connection, None)
    flash(str(STRUCK if struck else GONE))
    return redirect(url_for("demand.show", eservice=eservice), 303)


def _make_touched(connection: Connection, eservice: str | None) -> None:
    """Have the forecasts that an event touches made again."""
    for one in eservices_with_a_past(connection) if eservice is None else (eservice,):
        ask_for(connection, services().workflow.outbox, one)


def ask_what_if() -> ResponseReturnValue:
    """Ask a what-if; an impossible one is refused with its reason."""
    with services().engine.begin() as connection:
        eservice = _known(connection)
        if eservice is None:
            return _not_there()
        procedure = live_procedure(connection, eservice)
        pools = pools_of(connection, procedure) if procedure else ()
        usual = {str(manned.pool.id): manned.agents for manned in pools}
        question = read_question(request.form, usual)
        if not isinstance(question, Refusal):
            identifier = ask(
                connection,
                services().workflow.outbox,
                eservice=eservice,
                question=question,
                account_id=staff().id,
                at=services().clock.now(connection),
            )
    if isinstance(question, Refusal):
        return _page(str(REFUSALS[question]), status=422)
    return redirect(url_for("demand.what_if", identifier=identifier), 303)


def what_if(identifier: str) -> ResponseReturnValue:
    """Show a what-if: how far it is, and then what came of it."""
    with services().engine.begin() as connection:
        found = find_what_if(connection, identifier)
        names = {stored.eservice: words(eservice_of(stored).title) for stored in live(connection)}
        now = services().clock.now(connection)
    if found is None:
        return _not_there()
    answer = found.answer
    refusal = str(REFUSALS[answer.refusal]) if answer and answer.refusal else ""
    is_overdue = answer is None and now - found.asked_at > OVERDUE
    looks_again = answer is None and not is_overdue and "still" not in request.args
    today = now.astimezone(services().zone).date()
    return render_template(
        "what_if.html",
        asked=found,
        title=names.get(found.eservice, found.eservice),
        refusal=refusal,
        publishable=publishable(found, today=today) if found.eservice in names else None,
        look_again=LOOK_AGAIN if looks_again else None,
        is_overdue=is_overdue,
    )


def _known(connection: Connection) -> str | None:
    """Give the e-service that a form names, if it is there."""
    eservice = request.form.get("eservice", "")
    return eservice if eservice in eservices_with_a_past(connection) else None


def _not_there() -> ResponseReturnValue:
    flash(str(NOT_THERE))
    return redirect(url_for("demand.show"), 303)
