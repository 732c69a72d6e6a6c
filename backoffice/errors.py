"""What people read when something cannot be shown: never more than they may know."""

from collections.abc import Mapping

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from backoffice.kept import Why, explain

#: Heading and text by status; any other status is told as the last entry of its hundred.
PROBLEMS: Mapping[int, tuple[LazyString, LazyString]] = {
    404: (
        _("There is nothing here for you"),
        _("This page does not exist, or the case it shows is not in your hands."),
    ),
    405: (
        _("This address cannot be opened like that"),
        _("Go back to your desk and start from there."),
    ),
    413: (
        _("That was too long"),
        _("Shorten the text and send it again."),
    ),
    500: (
        _("Something failed on our side"),
        _("Nothing was decided and nothing was lost. Wait a moment and try again."),
    ),
}
OTHER = (_("This could not be done"), _("Go back to your desk and start from there."))


def answer_errors(app: Flask) -> None:
    """Turn every error into a page in the person's language."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _problem)
    # Without a handler of its own, an unexpected error would reach the one above with no log.
    app.register_error_handler(InternalServerError, _problem)


def _form_expired(_error: CSRFError) -> ResponseReturnValue:
    return explain(Why.FORM_EXPIRED)


def _problem(error: HTTPException) -> ResponseReturnValue:
    status = error.code or InternalServerError.code
    heading, text = PROBLEMS.get(status, OTHER)
    return render_template("problem.html", heading=heading, text=text), status
