"""Every address of the back office, each with the action that its guard asks the policy about."""

from collections.abc import Mapping

from flask import Blueprint, Flask

from backoffice import (
    absence,
    case_views,
    case_writing,
    desk,
    documents,
    earlier,
    enrolment,
    entrance,
    handing_on,
    opinion_views,
    own_password,
    pieces,
    proof,
    questions,
    revocations,
    security,
    signing,
    voice_page,
)
from backoffice.actions import Action
from backoffice.administering import addresses, invited
from backoffice.cash.addresses import CASH
from backoffice.counter.addresses import COUNTER
from backoffice.guards import guarded
from backoffice.oversight import OVERSIGHT
from backoffice.route import Route

#: By blueprint. A route acts on a held case exactly when its rule names a reference.
ROUTES: Mapping[str, tuple[Route, ...]] = {
    "entrance": (
        Route("GET", "/sign-in", entrance.sign_in_form, Action.ENTER),
        Route("POST", "/sign-in", entrance.sign_in, Action.ENTER),
        Route("POST", "/language", entrance.choose_language, Action.ENTER),
        Route("POST", "/sign-out", entrance.sign_out, Action.LEAVE),
        Route("GET", "/confirm", proof.confirm_form, Action.PROVE_ONESELF),
        Route("POST", "/confirm", proof.confirm, Action.PROVE_ONESELF),
        Route("GET", "/invitation/<token>", invited.invitation_form, Action.ENTER),
        Route("POST", "/invitation/<token>", invited.accept_invitation, Action.ENTER),
    ),
    "security": (
        Route("GET", "/security", security.show, Action.SEE_OWN_FACTORS),
        Route("GET", "/security/app", enrolment.app_form, Action.CHANGE_OWN_FACTORS),
        Route("POST", "/security/app", enrolment.enrol_app, Action.CHANGE_OWN_FACTORS),
        Route("GET", "/security/key", enrolment.key_form, Action.CHANGE_OWN_FACTORS),
        Route("POST", "/security/key", enrolment.enrol_key, Action.CHANGE_OWN_FACTORS),
        Route("GET", "/security/password", own_password.show_password, Action.CHANGE_OWN_PASSWORD),
        Route("POST", "/security/password", own_password.change_own, Action.CHANGE_OWN_PASSWORD),
        Route("POST", "/security/codes", security.renew_codes, Action.CHANGE_OWN_FACTORS),
        Route("POST", "/security/sessions", security.sign_out_others, Action.CHANGE_OWN_FACTORS),
        Route(
            "POST",
            "/security/factors/<int:factor>/remove",
            security.remove,
            Action.CHANGE_OWN_FACTORS,
        ),
    ),
    "desk": (
        Route("GET", "/", desk.home, Action.USE_OWN_SESSION),
        Route("POST", "/next", desk.take_next, Action.TAKE_NEXT_CASE),
        Route("POST", "/pace", desk.set_pace, Action.TAKE_NEXT_CASE),
    ),
    "cases": (
        Route("GET", "/cases/<reference>", case_views.read, Action.READ_CASE),
        Route("POST", "/cases/<reference>", case_views.decide, Action.DECIDE_CASE),
        Route("POST", "/cases/<reference>/release", case_views.release, Action.RELEASE_CASE),
        Route("POST", "/cases/<reference>/pass-on", handing_on.pass_on, Action.HAND_ON_CASE),
        Route("POST", "/cases/<reference>/withdraw", handing_on.recuse, Action.RECUSE_FROM_CASE),
        Route(
            "POST", "/cases/<reference>/notes", case_writing.write_note, Action.WRITE_NOTE_ON_CASE
        ),
        Route(
            "GET", "/cases/<reference>/earlier", earlier.earlier_cases, Action.SEE_EARLIER_THAN_CASE
        ),
        Route("GET", "/cases/<reference>/guide", documents.guide, Action.READ_CASE_GUIDE),
    ),
    "opinions": (
        Route("GET", "/opinions/<reference>", opinion_views.read, Action.READ_CASE_FOR_OPINION),
        Route(
            "POST",
            "/opinions/<reference>",
            opinion_views.give_opinion,
            Action.GIVE_OPINION_ON_CASE,
        ),
        Route(
            "POST",
            "/opinions/<reference>/release",
            opinion_views.release,
            Action.RELEASE_OPINION_ON_CASE,
        ),
        Route(
            "POST",
            "/opinions/<reference>/withdraw",
            handing_on.recuse_from_opinion,
            Action.RECUSE_FROM_CASE_FOR_OPINION,
        ),
    ),
    "questions": (
        Route("POST", "/questions/next", questions.take_question, Action.TAKE_NEXT_QUESTION),
        Route("GET", "/question", questions.read_question, Action.READ_QUESTION),
        Route("POST", "/question", questions.answer_question, Action.ANSWER_QUESTION),
        Route("POST", "/question/release", questions.give_back, Action.RELEASE_QUESTION),
        Route(
            "POST",
            "/cases/<reference>/questions/<int:question>",
            questions.answer_on_case,
            Action.ANSWER_ON_CASE,
        ),
    ),
    "pieces": (
        Route("GET", "/cases/<reference>/act", pieces.view_act, Action.READ_ATTACHMENT),
        Route("GET", "/cases/<reference>/pieces/<piece>", pieces.view, Action.READ_ATTACHMENT),
        Route(
            "GET",
            "/cases/<reference>/pieces/<piece>/content",
            pieces.content,
            Action.READ_ATTACHMENT,
        ),
    ),
    "revocations": (
        Route("GET", "/revocations", revocations.revocations, Action.SEE_REVOCATIONS),
        Route("POST", "/revocations", revocations.propose_revocation, Action.REVOKE_ACTS),
        Route(
            "POST",
            "/revocations/<int:proposal>",
            revocations.settle_revocation,
            Action.REVOKE_ACTS,
        ),
    ),
    "signing": (
        Route("GET", "/signing", signing.sittings, Action.SEE_SIGNING),
        Route("POST", "/signing", signing.begin, Action.PREPARE_SIGNING),
        Route("GET", "/signing/<int:batch>", signing.sitting, Action.SEE_SIGNING),
        Route("POST", "/signing/<int:batch>", signing.choose, Action.PREPARE_SIGNING),
        Route("GET", "/signing/<int:batch>/check", signing.check, Action.SEE_SIGNING),
        Route("POST", "/signing/<int:batch>/sign", signing.sign, Action.SIGN_MANY),
    ),
    "absence": (
        Route("GET", "/my-absence", absence.mine, Action.SEE_OWN_ABSENCE),
        Route("POST", "/my-absence", absence.declare, Action.DECLARE_OWN_ABSENCE),
        Route("POST", "/my-absence/end", absence.come_back, Action.DECLARE_OWN_ABSENCE),
        Route(
            "POST",
            "/my-absence/<int:absence>/strike",
            absence.strike,
            Action.DECLARE_OWN_ABSENCE,
        ),
        Route("POST", "/my-substitute", absence.name_substitute, Action.NAME_SUBSTITUTE),
        Route(
            "POST",
            "/my-substitute/<int:delegation>/end",
            absence.end_substitute,
            Action.NAME_SUBSTITUTE,
        ),
    ),
    "problems": (
        Route("GET", "/my-problems", voice_page.mine, Action.REPORT_PROBLEM),
        Route("POST", "/my-problems", voice_page.report, Action.REPORT_PROBLEM),
        Route(
            "POST",
            "/cases/<reference>/problem",
            voice_page.report_with_case,
            Action.REPORT_PROBLEM_WITH_CASE,
        ),
        Route("GET", "/problems", voice_page.listed, Action.SEE_PROBLEMS),
        Route("GET", "/problems/<int:problem>", voice_page.problem, Action.SEE_PROBLEMS),
        Route("POST", "/problems/<int:problem>", voice_page.take_step, Action.ANSWER_PROBLEM),
    ),
    **CASH,
    **COUNTER,
    **OVERSIGHT,
    **addresses.ROUTES,
}


def register_routes(app: Flask) -> None:
    """Register every blueprint; no view goes in without its guard."""
    for name, routes in ROUTES.items():
        blueprint = Blueprint(name, __name__)
        for route in routes:
            blueprint.add_url_rule(
                route.rule,
                endpoint=route.view.__name__,
                view_func=guarded(route.view, route.action),
                methods=[route.method],
            )
        app.register_blueprint(blueprint)
