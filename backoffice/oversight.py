"""The addresses of those who steer, watch over and administer; see `backoffice.routes`."""

from collections.abc import Mapping

from backoffice import (
    blocks,
    board,
    clearance_page,
    delegating,
    demand_page,
    disputes,
    documents,
    eservices,
    handed_on,
    inspecting,
    inspection,
    levers,
    messages,
    parked,
    presence,
    reports_page,
    sheets,
    staging,
    steering,
    translating,
    turns,
    versions,
    watching,
    workload,
)
from backoffice.actions import Action
from backoffice.route import Route

#: One version of an e-service.
VERSION = "/e-services/<eservice>/versions/<int:number>"

OVERSIGHT: Mapping[str, tuple[Route, ...]] = {
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
    "presence": (
        Route("GET", "/presence", presence.calendar, Action.SEE_PRESENCE),
        Route("POST", "/presence", presence.declare, Action.DECLARE_ABSENCE),
        Route("POST", "/presence/<int:absence>/strike", presence.strike, Action.DECLARE_ABSENCE),
    ),
    "delegations": (
        Route("GET", "/delegations", delegating.listed, Action.SEE_DELEGATIONS),
        Route("POST", "/delegations/<int:delegation>", delegating.settle, Action.SETTLE_DELEGATION),
    ),
    "blocks": (
        Route("GET", "/text-blocks", blocks.listed, Action.SEE_TEXT_BLOCKS),
        Route("POST", "/text-blocks", blocks.write, Action.SETTLE_TEXT_BLOCK),
        Route("POST", "/text-blocks/<int:block>", blocks.settle, Action.SETTLE_TEXT_BLOCK),
    ),
    "handed_on": (
        Route("GET", "/handed-on", handed_on.listed, Action.SEE_HANDED_ON),
        Route(
            "POST", "/handed-on/withdrawals/<int:recusal>", handed_on.look, Action.LOOK_AT_RECUSAL
        ),
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
}
