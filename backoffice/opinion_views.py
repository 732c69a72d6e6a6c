"""The screen of an opinion: read the file, give the opinion, or give it back to its queue."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from backoffice import desk
from backoffice.exchange import services, staff
from backoffice.keeping import THROW_AWAY, filled_in, keep_opinion
from backoffice.lost import answer_to_lost
from backoffice.opinion_page import open_opinion
from workflows import consultations, unfinished
from workflows.agent_queues import Handed
from workflows.cases import Case
from workflows.consultations import Asked
from workflows.errors import CaseNotClaimed, InvalidMoveData
from workflows.opinions import Opinion, give
from workflows.unfinished import Kind


def read(case: Case, asked: Asked) -> ResponseReturnValue:
    """Show the case on which an opinion is asked for."""
    with services().engine.begin() as connection:
        page = open_opinion(connection, case, asked, staff())
    return render_template("opinion.html", page=page)


def give_opinion(case: Case, asked: Asked) -> ResponseReturnValue:
    """Record the opinion once, or keep what was typed of it."""
    if "draft" in request.form:
        return _take_draft(case, asked)
    opinion = filled_in()
    try:
        following = _give(asked, opinion)
    except InvalidMoveData as refused:
        with services().engine.begin() as connection:
            page = open_opinion(
                connection, case, asked, staff(), typed=opinion, problems=refused.problems
            )
        return render_template("opinion.html", page=page), 422
    except CaseNotClaimed:
        return answer_to_lost(case.reference)
    flash(gettext("Done. %(reference)s: your opinion was given.", reference=case.reference))
    return desk.opened(following)


def _take_draft(case: Case, asked: Asked) -> ResponseReturnValue:
    """Keep the opinion as it is typed, or throw it away, and show the case again."""
    with services().engine.begin() as connection:
        if request.form["draft"] == THROW_AWAY:
            _forget(connection, asked)
            flash(gettext("Thrown away."))
        else:
            keep_opinion(connection, case, asked)
            flash(gettext("Kept as a draft. Only you see it; nothing was sent."))
    return redirect(url_for("opinions.read", reference=case.reference), 303)


def _forget(connection: Connection, asked: Asked) -> None:
    """Forget what was kept of the opinion: it was given, or is to be written anew."""
    kind, mine = Kind.OPINION, (asked.name,)
    unfinished.forget(connection, asked.case_id, staff().id, kind=kind, names=mine)


def _give(asked: Asked, opinion: Opinion) -> Handed | None:
    with services().engine.begin() as connection:
        give(connection, services().workflow, asked.id, opinion, account_id=staff().id)
        if "kept" in request.form:
            _forget(connection, asked)
        return desk.following(connection) if desk.goes_onward() else None


def release(case: Case, asked: Asked) -> ResponseReturnValue:
    """Give the opinion back to its place in the queue."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        consultations.release(connection, asked, account_id=staff().id, at=now)
    flash(gettext("%(reference)s went back to its place in the queue.", reference=case.reference))
    return redirect(url_for("desk.home"), 303)
