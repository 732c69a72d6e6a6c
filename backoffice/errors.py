"""What people read when something cannot be shown: never more than they may know."""

import logging
from collections.abc import Mapping

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from backoffice.kept import Why, explain, typed_text
from workflows.outbox import describe
from workflows.storage import CorruptFile, MissingFile

log = logging.getLogger(__name__)

#: Seconds after which it is worth asking again; a crash of a database backend takes less.
RETRY_AFTER = "5"

OTHER = (_("This could not be done"), _("Go back to your desk and start from there."))
FAILED = (
    _("Something failed on our side"),
    _("Nothing was decided and nothing was lost. Wait a moment and try again."),
)
#: Heading and text by status.
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
    500: FAILED,
    503: FAILED,
}
BROKEN_FILE = (
    _("This file cannot be read"),
    _("It is missing from storage or damaged. Give the case back and tell your supervisor."),
)


def answer_errors(app: Flask) -> None:
    """Turn every error into a page in the person's language."""
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _refused)
    for unreachable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unreachable, _database_silent)
    for broken in (MissingFile, CorruptFile):
        app.register_error_handler(broken, _file_broken)
    app.register_error_handler(Exception, _unexpected)


def _form_expired(_error: CSRFError) -> ResponseReturnValue:
    return explain(Why.FORM_EXPIRED)


def _refused(error: HTTPException) -> ResponseReturnValue:
    status = error.code or InternalServerError.code
    return _page(PROBLEMS.get(status, OTHER)), status


def _database_silent(error: Exception) -> ResponseReturnValue:
    _report("database_silent", error)
    response = make_response(_page(FAILED), ServiceUnavailable.code)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _file_broken(error: Exception) -> ResponseReturnValue:
    _report("file_broken", error)
    return _page(BROKEN_FILE), InternalServerError.code


def _unexpected(error: Exception) -> ResponseReturnValue:
    _report("unexpected_error", error)
    return _page(FAILED), InternalServerError.code


def _report(event: str, error: Exception) -> None:
    # The error's own message may quote a citizen: only its type and place are written down.
    log.error(event, extra={"error": describe(error), "endpoint": request.endpoint})


def _page(told: tuple[LazyString, LazyString]) -> str:
    heading, text = told
    # A form too long to be read has no fields to give back.
    typed = typed_text() if request.method == "POST" and told in (FAILED, OTHER) else ()
    return render_template("problem.html", heading=heading, text=text, typed=typed)
