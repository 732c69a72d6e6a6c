"""Buttons of the life cycle: each asks for a reason, is done once, and says what it did."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.eservices import STEPS, Refused, page_of
from backoffice.exchange import services, staff
from backoffice.languages import LANGUAGES
from eservices.lifecycle import take
from workflows.errors import UnknownDefinition
from workflows.life_cycle import Author, Obstacle, Order, Step, StepRefused
from workflows.publications import version_numbered

LONGEST_TEXT = 4000
NO_SUCH_STEP = _("Choose what is to be done.")
#: What a refusal means to the person.
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.NO_REASON: _("Write why: the journal keeps it."),
    Obstacle.NOTHING_SAID: _("Write, for applicants, why and what to do instead."),
    Obstacle.STALE: _(
        "Somebody changed this e-service since you opened the page. Look again before you decide."
    ),
    Obstacle.NO_VERSION: NO_SUCH_STEP,
    Obstacle.SAME_PERSON: _("You stored this version: another administrator must offer it."),
    Obstacle.ALREADY: _("This version is live already."),
    Obstacle.NOT_OFFERED: _("This e-service is not offered now."),
    Obstacle.NOT_SUSPENDED: _("This e-service is not suspended."),
    Obstacle.NO_PILOT: _("No version is on trial."),
    Obstacle.NOT_OPEN: _("This e-service is suspended or withdrawn."),
    Obstacle.PILOT_OF_NOBODY: _("Choose offices, or a share from 1 to 99 per cent."),
    Obstacle.UNKNOWN_OFFICE: _("Choose offices, or a share from 1 to 99 per cent."),
}
#: Never a turn: a form without one is treated as one from another time.
NO_TURN = -1
#: Steps that an upload takes, and no button.
BUTTONS = frozenset(Step) - {Step.STAGE}


def take_step(eservice: str) -> ResponseReturnValue:
    """Take a step of the life cycle as the administrator who is signed in."""
    asked = request.form.get("step", "")
    if asked not in BUTTONS:
        return _refused(eservice, asked, str(NO_SUCH_STEP))
    step = Step(asked)
    try:
        with services().engine.begin() as connection:
            order = _order(connection, eservice, step)
            take(connection, order, now=services().clock.now(connection))
    except StepRefused as refused:
        return _refused(eservice, step, str(OBSTACLES[refused.obstacle]))
    except UnknownDefinition:
        return _refused(eservice, step, str(OBSTACLES[Obstacle.STALE]))
    flash(gettext("Done. %(eservice)s: %(step)s", eservice=eservice, step=STEPS[step]))
    return redirect(url_for("eservices.show", eservice=eservice), 303)


def _order(connection: Connection, eservice: str, step: Step) -> Order:
    number = request.form.get("number", type=int)
    version = None if number is None else version_numbered(connection, eservice, number)
    return Order(
        eservice=eservice,
        step=step,
        author=Author(account_id=staff().id),
        reason=_text("reason"),
        checksum=None if version is None else version.checksum,
        offices=tuple(request.form.getlist("offices")),
        share=request.form.get("share", 0, type=int),
        said=_said(),
        back_on=_day("back_on"),
        turn=request.form.get("turn", NO_TURN, type=int),
    )


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]


def _day(name: str) -> date | None:
    """Read a day; what is none is left out: it is a courtesy, and nothing rests on it."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def _said() -> dict[str, dict[str, str]]:
    """Read what applicants are told, in the languages in which something was written."""
    said: dict[str, dict[str, str]] = {}
    for key in ("reason", "advice"):
        written = {language: _text(f"said-{key}-{language}") for language in LANGUAGES}
        said[key] = {language: text for language, text in written.items() if text}
    return {key: texts for key, texts in said.items() if texts}


def _refused(eservice: str, step: str, why: str) -> ResponseReturnValue:
    typed: dict[str, Any] = {name: request.form.get(name, "") for name in request.form}
    typed["offices"] = request.form.getlist("offices")
    return page_of(eservice, Refused(step, why, typed))
