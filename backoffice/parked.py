"""Steps that keep failing: a supervisor sees which and has them tried again."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.exchange import services
from workflows import outbox


@dataclass(frozen=True, slots=True)
class ParkedStep:
    """A step that was set aside after too many failures."""

    id: int
    event: str
    job: str
    created_at: datetime
    parked_at: datetime
    attempts: int
    last_error: str | None


def steps() -> ResponseReturnValue:
    """List the steps that were set aside, oldest first."""
    with services().engine.begin() as connection:
        rows = outbox.parked(connection)
    names = ParkedStep.__dataclass_fields__
    listed = tuple(ParkedStep(**{name: getattr(row, name) for name in names}) for row in rows)
    return render_template("parked.html", steps=listed)


def retry(step: int) -> ResponseReturnValue:
    """Put a step back to work; a second click finds nothing to do and says the same."""
    with services().engine.begin() as connection:
        outbox.retry(connection, step)
    flash(gettext("Step %(step)d will be tried again.", step=step))
    return redirect(url_for("parked.steps"), 303)
