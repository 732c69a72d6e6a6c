"""The screen of an opinion: read the file, give the opinion, or give it back to its queue."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice import desk
from backoffice.exchange import services, staff
from backoffice.lost import answer_to_lost
from backoffice.opinion_page import open_opinion
from workflows import consultations
from workflows.agent_queues import Handed
from workflows.cases import Case
from workflows.consultations import Asked
from workflows.errors import CaseNotClaimed, InvalidMoveData
from workflows.opinions import Opinion, give


def read(case: Case, asked: Asked) -> ResponseReturnValue:
    """Show the case on which an opinion is asked for."""
    with services().engine.begin() as connection:
        page = open_opinion(connection, case, asked, staff())
    return render_template("opinion.html", page=page)


def give_opinion(case: Case, asked: Asked) -> ResponseReturnValue:
    """Record the opinion once."""
    opinion = _filled_in()
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


def _filled_in() -> Opinion:
    # Browsers send line ends as two characters: kept so, the text would grow by each correction.
    text = request.form.get("opinion", "").replace("\r\n", "\n").strip()
    return Opinion(request.form.get("result", ""), text)


def _give(asked: Asked, opinion: Opinion) -> Handed | None:
    with services().engine.begin() as connection:
        give(connection, services().workflow, asked.id, opinion, account_id=staff().id)
        return desk.following(connection) if desk.goes_onward() else None


def release(case: Case, asked: Asked) -> ResponseReturnValue:
    """Give the opinion back to its place in the queue."""
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        consultations.release(connection, asked, account_id=staff().id, at=now)
    flash(gettext("%(reference)s went back to its place in the queue.", reference=case.reference))
    return redirect(url_for("desk.home"), 303)
