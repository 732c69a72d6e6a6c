"""Every address of the back office, each with the action that its guard asks the policy about."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Flask

from backoffice import (
    administration,
    board,
    case_views,
    clearance_page,
    demand_page,
    desk,
    disputes,
    documents,
    enrolment,
    entrance,
    eservices,
    inspecting,
    inspection,
    levers,
    messages,
    opinion_views,
    parked,
    pieces,
    proof,
    questions,
    reports_page,
    resetting,
    revocations,
    security,
    sheets,
    signing,
    staging,
    steering,
    successions,
    translating,
    turns,
    versions,
    voice_page,
    watching,
    workload,
)
from backoffice.guards import View, guarded
from backoffice.policy import Action


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it is reached, what answers, and what it lets somebody do."""

    method: str
    rule: str
    view: View
    action: Action


#: One version of an e-service.
VERSION = "/e-services/<eservice>/versions/<int:number>"

#: By blueprint. A route acts on a held case exactly when its rule names a reference.
ROUTES: Mapping[str, tuple[Route, ...]] = {
    "entrance": (
        Route("GET", "/sign-in", entrance.sign_in_form, Action.ENTER),
        Route("POST", "/sign-in", entrance.sign_in, Action.ENTER),
        Route("POST", "/language", entrance.choose_language, Action.ENTER),
        Route("POST", "/sign-out", entrance.sign_out, Action.LEAVE),
        Route("GET", "/confirm", proof.confirm_form, Action.PROVE_ONESELF),
        Route("POST", "/confirm", proof.confirm, Action.PROVE_ONESELF),
    ),
    "security": (
        Route("GET", "/security", security.show, Action.SEE_OWN_FACTORS),
        Route("GET", "/security/app", enrolment.app_form, Action.CHANGE_OWN_FACTORS),
        Route("POST", "/security/app", enrolment.enrol_app, Action.CHANGE_OWN_FACTORS),
        Route("GET", "/security/key", enrolment.key_form, Action.CHANGE_OWN_FACTORS),
        Route("POST", "/security/key", enrolment.enrol_key, Action.CHANGE_OWN_FACTORS),
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
    "board": (
        Route("GET", "/board", board.show, Action.SEE_BOARD),
        Route("GET", "/board/people", workload.people, Action.SEE_BOARD),
    ),
    "demand": (
        Route("GET", "/demand", demand_page.show, Action.SEE_DEMAND),
        Route("POST", "/demand/again", demand_page.make_again, Action.MAKE_FORECAST),
        Route("POST", "/demand/events", demand_page.enter_event, Action.ENTER_EVENT),
        Route(
            "POST",
            "/demand/events/<int:event>/strike",
            demand_page.strike_event,
            Action.STRIKE_EVENT,
        ),
        Route("POST", "/demand/what-if", demand_page.ask_what_if, Action.ASK_WHAT_IF),
        Route("GET", "/demand/what-if/<identifier>", demand_page.what_if, Action.SEE_WHAT_IF),
        Route(
            "POST",
            "/demand/what-if/<identifier>/publish",
            clearance_page.publish_clearance,
            Action.PUBLISH_CLEARANCE,
        ),
        Route(
            "POST",
            "/demand/clearance/withdraw",
            clearance_page.withdraw_clearance,
            Action.WITHDRAW_CLEARANCE,
        ),
    ),
    "parked": (
        Route("GET", "/parked-steps", parked.steps, Action.SEE_PARKED_STEPS),
        Route("POST", "/parked-steps/<int:step>/retry", parked.retry, Action.RETRY_PARKED_STEP),
    ),
    "messages": (
        Route("GET", "/messages", messages.listed, Action.SEE_MESSAGES),
        Route("POST", "/messages/<int:notice>/again", messages.again, Action.SEND_MESSAGE_AGAIN),
    ),
    "disputes": (
        Route("GET", "/disputes", disputes.disputes, Action.SEE_DISPUTES),
        Route("POST", "/disputes/<intent>/give-back", disputes.give_back, Action.SETTLE_DISPUTE),
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
    "administration": (
        Route("GET", "/accounts", administration.accounts, Action.SEE_ACCOUNTS),
        Route("GET", "/accounts/<login>/factors", resetting.factors, Action.SEE_ACCOUNTS),
        Route("POST", "/accounts/<login>/factors", resetting.reset, Action.RESET_FACTORS),
    ),
    "successions": (
        Route("GET", "/successions", successions.listed, Action.SEE_SUCCESSIONS),
        Route("GET", "/successions/<int:pool>", successions.preview, Action.SEE_SUCCESSIONS),
        Route("POST", "/successions/<int:pool>", successions.execute, Action.TRANSFER_AUTHORITY),
    ),
    "eservices": (
        Route("GET", "/e-services", eservices.listed, Action.SEE_ESERVICES),
        Route("GET", "/e-services/<eservice>", eservices.show, Action.SEE_ESERVICES),
        Route("POST", "/e-services/<eservice>", steering.take_step, Action.STEER_ESERVICE),
        Route("GET", "/new-e-service", staging.new, Action.STAGE_ESERVICE),
        Route("POST", "/new-e-service", staging.stage, Action.STAGE_ESERVICE),
    ),
    "versions": (
        Route("GET", f"{VERSION}", versions.show, Action.SEE_ESERVICES),
        Route("GET", f"{VERSION}/difference", versions.difference, Action.SEE_ESERVICES),
        Route("GET", f"{VERSION}/preview", versions.preview, Action.SEE_ESERVICES),
        Route("POST", f"{VERSION}/preview", versions.move_cases, Action.STEER_ESERVICE),
        Route("GET", f"{VERSION}/diagram.svg", versions.diagram, Action.SEE_ESERVICES),
        Route("GET", f"{VERSION}/documents/<kind>", documents.document, Action.SEE_ESERVICES),
    ),
    "translating": (
        Route("GET", "/texts", translating.languages, Action.TRANSLATE),
        Route("GET", "/texts/<language>", translating.texts, Action.TRANSLATE),
        Route("POST", "/texts/<language>", translating.take_step, Action.TRANSLATE),
    ),
    "sheets": (
        Route("GET", "/sheets", sheets.listed, Action.SEE_SHEETS),
        Route("POST", "/sheets/<sheet_kind>/<slug>", sheets.certify_sheet, Action.CERTIFY_SHEET),
        Route("GET", "/remarks", sheets.remarks, Action.SEE_SHEETS),
        Route("POST", "/remarks/<int:remark>", sheets.answer_remark, Action.ANSWER_REMARK),
    ),
    "inspection": (Route("GET", "/openings", inspection.openings, Action.SEE_OPENINGS),),
    "watch": (
        Route("GET", "/watch", watching.listed, Action.SEE_WATCH),
        Route("GET", "/watch/<int:flag>", watching.flag, Action.SEE_WATCH),
        Route("POST", "/watch/<int:flag>", watching.inspect, Action.INSPECT),
    ),
    "inspections": (
        Route("GET", "/inspections", inspecting.listed, Action.SEE_WATCH),
        Route("GET", "/inspections/<int:inspection>", inspecting.inspection, Action.SEE_WATCH),
        Route("POST", "/inspections/<int:inspection>", inspecting.take_step, Action.INSPECT),
    ),
    "levers": (
        Route("GET", "/levers", levers.listed, Action.SEE_LEVERS),
        Route("POST", "/levers", levers.pull, Action.PULL_LEVER),
        Route("POST", "/levers/<int:lever>/end", levers.end, Action.END_LEVER),
    ),
    "turns": (
        Route("GET", "/out-of-turn", turns.listed, Action.SEE_OUT_OF_TURN),
        Route("POST", "/out-of-turn", turns.ask, Action.ASK_OUT_OF_TURN),
        Route("GET", "/out-of-turn/<int:turn>", turns.turn, Action.SEE_OUT_OF_TURN),
        Route("GET", "/out-of-turn/<int:turn>/document", turns.document, Action.SEE_OUT_OF_TURN),
        Route("POST", "/out-of-turn/<int:turn>", turns.settle, Action.SETTLE_OUT_OF_TURN),
    ),
    "reports": (
        Route("GET", "/reports", reports_page.listed, Action.SEE_REPORTS),
        Route("POST", "/reports", reports_page.ask, Action.MAKE_REPORT),
        Route("GET", "/reports/<identifier>", reports_page.report, Action.SEE_REPORTS),
        Route("GET", "/reports/<identifier>/<form>", reports_page.download, Action.SEE_REPORTS),
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
