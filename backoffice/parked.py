"""Steps that keep failing: a supervisor sees which and has them tried again."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.exchange import services, staff
from payments.charges import owing_among
from workflows import outbox
from workflows.complaints import references_told
from workflows.engine import entered
from workflows.language.procedure import Stage

#: What the sealer does not do while something is to be paid.
ISSUES = entered(Stage.ISSUANCE)


@dataclass(frozen=True, slots=True)
class ParkedStep:
    """A step that was set aside after too many failures."""

    id: int
    event: str
    job: str
    case_id: int | None
    created_at: datetime
    parked_at: datetime
    attempts: int
    last_error: str | None


def steps() -> ResponseReturnValue:
    """List the steps that were set aside, oldest first."""
    names = ParkedStep.__dataclass_fields__
    with services().engine.begin() as connection:
        rows = outbox.parked(connection)
        listed = [ParkedStep(**{name: getattr(row, name) for name in names}) for row in rows]
        of_cases = {one.case_id for one in listed if one.case_id is not None}
        references = references_told(connection, of_cases, staff().roles)
        issuing = {one.case_id for one in listed if one.event == ISSUES and one.case_id}
        owing = owing_among(connection, issuing)
    return render_template("parked.html", steps=listed, references=references, owing=owing)


def retry(step: int) -> ResponseReturnValue:
    """Put a step back to work; a second click finds nothing to do and says the same."""
    with services().engine.begin() as connection:
        outbox.retry(connection, step)
    flash(gettext("Step %(step)d will be tried again.", step=step))
    return redirect(url_for("parked.steps"), 303)
