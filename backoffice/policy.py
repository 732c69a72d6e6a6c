"""Who may do what: one table, role by action, on which object; what it does not say is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from workflows.actors import Role
from workflows.sessions import Standing


class Action(StrEnum):
    """Everything that a route of the back office lets somebody do."""

    ENTER = "enter"
    USE_OWN_SESSION = "use_own_session"
    LEAVE = "leave"
    PROVE_ONESELF = "prove_oneself"
    SEE_OWN_FACTORS = "see_own_factors"
    CHANGE_OWN_FACTORS = "change_own_factors"
    TAKE_NEXT_CASE = "take_next_case"
    READ_CASE = "read_case"
    READ_ATTACHMENT = "read_attachment"
    DECIDE_CASE = "decide_case"
    RELEASE_CASE = "release_case"
    HAND_ON_CASE = "hand_on_case"
    RECUSE_FROM_CASE = "recuse_from_case"
    RECUSE_FROM_CASE_FOR_OPINION = "recuse_from_case_for_opinion"
    WRITE_NOTE_ON_CASE = "write_note_on_case"
    SEE_EARLIER_THAN_CASE = "see_earlier_than_case"
    SEE_TEXT_BLOCKS = "see_text_blocks"
    SETTLE_TEXT_BLOCK = "settle_text_block"
    SEE_HANDED_ON = "see_handed_on"
    LOOK_AT_RECUSAL = "look_at_recusal"
    SEE_OWN_ABSENCE = "see_own_absence"
    DECLARE_OWN_ABSENCE = "declare_own_absence"
    NAME_SUBSTITUTE = "name_substitute"
    SEE_PRESENCE = "see_presence"
    DECLARE_ABSENCE = "declare_absence"
    SEE_DELEGATIONS = "see_delegations"
    SETTLE_DELEGATION = "settle_delegation"
    READ_CASE_FOR_OPINION = "read_case_for_opinion"
    GIVE_OPINION_ON_CASE = "give_opinion_on_case"
    RELEASE_OPINION_ON_CASE = "release_opinion_on_case"
    TAKE_NEXT_QUESTION = "take_next_question"
    READ_QUESTION = "read_question"
    ANSWER_QUESTION = "answer_question"
    RELEASE_QUESTION = "release_question"
    ANSWER_ON_CASE = "answer_on_case"
    SEE_BOARD = "see_board"
    SEE_DEMAND = "see_demand"
    MAKE_FORECAST = "make_forecast"
    ENTER_EVENT = "enter_event"
    STRIKE_EVENT = "strike_event"
    ASK_WHAT_IF = "ask_what_if"
    SEE_WHAT_IF = "see_what_if"
    PUBLISH_CLEARANCE = "publish_clearance"
    WITHDRAW_CLEARANCE = "withdraw_clearance"
    SEE_PARKED_STEPS = "see_parked_steps"
    RETRY_PARKED_STEP = "retry_parked_step"
    SEE_MESSAGES = "see_messages"
    SEND_MESSAGE_AGAIN = "send_message_again"
    SEE_DISPUTES = "see_disputes"
    SETTLE_DISPUTE = "settle_dispute"
    SEE_ACCOUNTS = "see_accounts"
    CHANGE_ACCOUNTS = "change_accounts"
    CONFIRM_ACCESS = "confirm_access"
    CLOSE_OFFICES = "close_offices"
    TRY_PROVIDER = "try_provider"
    SWITCH_RETENTION = "switch_retention"
    SEE_HOLDS = "see_holds"
    KEEP_WHOLE = "keep_whole"
    SEE_ADMINISTRATION = "see_administration"
    RESET_FACTORS = "reset_factors"
    SEE_SUCCESSIONS = "see_successions"
    TRANSFER_AUTHORITY = "transfer_authority"
    SEE_ESERVICES = "see_eservices"
    STAGE_ESERVICE = "stage_eservice"
    STEER_ESERVICE = "steer_eservice"
    TRANSLATE = "translate"
    READ_CASE_GUIDE = "read_case_guide"
    SEE_OPENINGS = "see_openings"
    SEE_REVOCATIONS = "see_revocations"
    REVOKE_ACTS = "revoke_acts"
    SEE_SIGNING = "see_signing"
    PREPARE_SIGNING = "prepare_signing"
    SIGN_MANY = "sign_many"
    SEE_WATCH = "see_watch"
    INSPECT = "inspect"
    SEE_OUT_OF_TURN = "see_out_of_turn"
    ASK_OUT_OF_TURN = "ask_out_of_turn"
    SETTLE_OUT_OF_TURN = "settle_out_of_turn"
    SEE_SHEETS = "see_sheets"
    CERTIFY_SHEET = "certify_sheet"
    ANSWER_REMARK = "answer_remark"
    SEE_LEVERS = "see_levers"
    PULL_LEVER = "pull_lever"
    END_LEVER = "end_lever"
    SEE_REPORTS = "see_reports"
    MAKE_REPORT = "make_report"
    USE_COUNTER = "use_counter"
    HAND_OVER_ACT = "hand_over_act"
    SEND_PAPER = "send_paper"
    RECEIVE_PAPER = "receive_paper"
    REPORT_PROBLEM = "report_problem"
    REPORT_PROBLEM_WITH_CASE = "report_problem_with_case"
    SEE_PROBLEMS = "see_problems"
    ANSWER_PROBLEM = "answer_problem"
    WORK_TILL = "work_till"
    TAKE_CASH = "take_cash"
    HAND_OUT_CASH = "hand_out_cash"
    DEPOSIT_CASH = "deposit_cash"
    SEE_TILLS = "see_tills"
    ACKNOWLEDGE_DIFFERENCE = "acknowledge_difference"
    DECIDE_CASH_RETURN = "decide_cash_return"
    CHECK_DEPOSIT = "check_deposit"


class Reach(StrEnum):
    """On which objects an allowed action may be done."""

    #: The action has no case for its object, or any will do.
    ANY = "any"
    #: Only on the case that this very account holds under a running lease.
    HELD = "held"
    #: Only on the case on which this very account holds an opinion under a running lease.
    ASKED = "asked"
    #: On either of them.
    IN_HAND = "in_hand"


#: Open to whoever reaches the host, signed in or not.
PUBLIC = frozenset({Action.ENTER})

#: What everybody may do with what is their own.
OF_ONESELF = frozenset(
    {
        Action.USE_OWN_SESSION,
        Action.LEAVE,
        Action.PROVE_ONESELF,
        Action.SEE_OWN_FACTORS,
        Action.CHANGE_OWN_FACTORS,
    }
)

#: What weighs so much that the person must have proved within ten minutes that it is they. A
#: decision on a case does where it signs; see `case_views`.
STEP_UP = frozenset(
    {
        Action.CHANGE_OWN_FACTORS,
        Action.CHANGE_ACCOUNTS,
        Action.CONFIRM_ACCESS,
        Action.CLOSE_OFFICES,
        Action.TRY_PROVIDER,
        Action.SWITCH_RETENTION,
        Action.KEEP_WHOLE,
        Action.RESET_FACTORS,
        Action.REVOKE_ACTS,
        Action.SIGN_MANY,
        Action.NAME_SUBSTITUTE,
        Action.SETTLE_DELEGATION,
        Action.SETTLE_DISPUTE,
        Action.SETTLE_OUT_OF_TURN,
        Action.STEER_ESERVICE,
        Action.TRANSFER_AUTHORITY,
        Action.PULL_LEVER,
        Action.END_LEVER,
        Action.HAND_OUT_CASH,
        Action.DECIDE_CASH_RETURN,
    }
)

#: How far a session goes that is not open yet.
HALF_WAY: Mapping[Standing, frozenset[Action]] = MappingProxyType(
    {
        Standing.HALF_OPEN: frozenset({Action.LEAVE, Action.PROVE_ONESELF}),
        Standing.ENROLLING: OF_ONESELF - {Action.USE_OWN_SESSION},
    }
)

_EVERYONE = dict.fromkeys(OF_ONESELF, Reach.ANY)
#: What it takes to treat the case in hand.
_IN_HAND = {
    Action.TAKE_NEXT_CASE: Reach.ANY,
    Action.READ_CASE: Reach.HELD,
    Action.READ_ATTACHMENT: Reach.IN_HAND,
    Action.READ_CASE_GUIDE: Reach.HELD,
    Action.DECIDE_CASE: Reach.HELD,
    Action.RELEASE_CASE: Reach.HELD,
    Action.HAND_ON_CASE: Reach.HELD,
    Action.RECUSE_FROM_CASE: Reach.HELD,
    Action.WRITE_NOTE_ON_CASE: Reach.HELD,
    Action.SEE_EARLIER_THAN_CASE: Reach.HELD,
}
#: One's own absence, as the views see to.
_OWN_ABSENCE = {Action.SEE_OWN_ABSENCE: Reach.ANY, Action.DECLARE_OWN_ABSENCE: Reach.ANY}
#: The question in their own hands, and no other: its address names none.
_QUESTIONS = {
    Action.TAKE_NEXT_QUESTION: Reach.ANY,
    Action.READ_QUESTION: Reach.ANY,
    Action.ANSWER_QUESTION: Reach.ANY,
    Action.RELEASE_QUESTION: Reach.ANY,
    Action.ANSWER_ON_CASE: Reach.HELD,
}
#: What a problem with a step, a scan or the tool is told by.
_VOICE = {Action.REPORT_PROBLEM: Reach.ANY, Action.REPORT_PROBLEM_WITH_CASE: Reach.IN_HAND}
_TREATS = (
    _EVERYONE
    | _IN_HAND
    | _VOICE
    | _QUESTIONS
    | _OWN_ABSENCE
    # Which acts, the pools of the account tell.
    | {Action.SEE_REVOCATIONS: Reach.ANY, Action.REVOKE_ACTS: Reach.ANY}
    # Of batches sent to their office.
    | {Action.RECEIVE_PAPER: Reach.ANY}
)
#: Reports tell sums of months and years, and no file: who steers and who administers read them.
_REPORTS = {Action.SEE_REPORTS: Reach.ANY, Action.MAKE_REPORT: Reach.ANY}
#: No role sees both files and figures: who steers the queues cannot look into a case, and who
#: keeps the accounts sees no file and, of the figures, only what reports tell. Inspectors are given
#: confidential reports, and no other case: see `workflows.complaints`.
POLICY: Mapping[Role, Mapping[Action, Reach]] = MappingProxyType(
    {
        Role.AGENT: _TREATS
        | {
            Action.READ_CASE_FOR_OPINION: Reach.ASKED,
            Action.GIVE_OPINION_ON_CASE: Reach.ASKED,
            Action.RELEASE_OPINION_ON_CASE: Reach.ASKED,
            Action.RECUSE_FROM_CASE_FOR_OPINION: Reach.ASKED,
        },
        Role.SIGNATORY: _TREATS
        | {
            # On one's own batch alone, as the views see to.
            Action.SEE_SIGNING: Reach.ANY,
            Action.PREPARE_SIGNING: Reach.ANY,
            Action.SIGN_MANY: Reach.ANY,
            Action.NAME_SUBSTITUTE: Reach.ANY,
        },
        # Money of their own office, in the till that they opened, as the books see to.
        Role.CASHIER: _EVERYONE
        | {
            Action.WORK_TILL: Reach.ANY,
            Action.TAKE_CASH: Reach.ANY,
            Action.HAND_OUT_CASH: Reach.ANY,
            Action.DEPOSIT_CASH: Reach.ANY,
        },
        # What they filed, handed over or sent from their own counter, as the views see to.
        Role.COUNTER_AGENT: _EVERYONE
        | {
            Action.USE_COUNTER: Reach.ANY,
            Action.HAND_OVER_ACT: Reach.ANY,
            Action.SEND_PAPER: Reach.ANY,
        },
        Role.SUPERVISOR: _EVERYONE
        | _REPORTS
        | {
            Action.SEE_TEXT_BLOCKS: Reach.ANY,
            Action.SETTLE_TEXT_BLOCK: Reach.ANY,
            Action.SEE_HANDED_ON: Reach.ANY,
            Action.LOOK_AT_RECUSAL: Reach.ANY,
            Action.SEE_PRESENCE: Reach.ANY,
            Action.DECLARE_ABSENCE: Reach.ANY,
            Action.SEE_PROBLEMS: Reach.ANY,
            Action.ANSWER_PROBLEM: Reach.ANY,
            Action.SEE_BOARD: Reach.ANY,
            Action.RECEIVE_PAPER: Reach.ANY,
            Action.SEE_DEMAND: Reach.ANY,
            Action.MAKE_FORECAST: Reach.ANY,
            Action.ENTER_EVENT: Reach.ANY,
            Action.STRIKE_EVENT: Reach.ANY,
            Action.ASK_WHAT_IF: Reach.ANY,
            Action.SEE_WHAT_IF: Reach.ANY,
            Action.PUBLISH_CLEARANCE: Reach.ANY,
            Action.WITHDRAW_CLEARANCE: Reach.ANY,
            Action.SEE_PARKED_STEPS: Reach.ANY,
            Action.RETRY_PARKED_STEP: Reach.ANY,
            Action.SEE_MESSAGES: Reach.ANY,
            Action.SEND_MESSAGE_AGAIN: Reach.ANY,
            Action.SEE_DISPUTES: Reach.ANY,
            Action.SETTLE_DISPUTE: Reach.ANY,
            Action.SEE_OUT_OF_TURN: Reach.ANY,
            Action.ASK_OUT_OF_TURN: Reach.ANY,
            Action.SETTLE_OUT_OF_TURN: Reach.ANY,
            Action.SEE_LEVERS: Reach.ANY,
            Action.PULL_LEVER: Reach.ANY,
            Action.END_LEVER: Reach.ANY,
            Action.SEE_TILLS: Reach.ANY,
            Action.ACKNOWLEDGE_DIFFERENCE: Reach.ANY,
            Action.DECIDE_CASH_RETURN: Reach.ANY,
            Action.CHECK_DEPOSIT: Reach.ANY,
        },
        Role.INSPECTOR: _EVERYONE
        | _IN_HAND
        | _OWN_ABSENCE
        | {
            Action.SEE_OPENINGS: Reach.ANY,
            Action.SEE_WATCH: Reach.ANY,
            Action.INSPECT: Reach.ANY,
            Action.SEE_HOLDS: Reach.ANY,
            Action.KEEP_WHOLE: Reach.ANY,
            Action.SEE_ADMINISTRATION: Reach.ANY,
        },
        Role.ADMINISTRATOR: _EVERYONE
        | _REPORTS
        | {
            Action.SEE_ACCOUNTS: Reach.ANY,
            Action.CHANGE_ACCOUNTS: Reach.ANY,
            Action.CONFIRM_ACCESS: Reach.ANY,
            Action.CLOSE_OFFICES: Reach.ANY,
            Action.TRY_PROVIDER: Reach.ANY,
            Action.SWITCH_RETENTION: Reach.ANY,
            Action.SEE_ADMINISTRATION: Reach.ANY,
            Action.SEE_DELEGATIONS: Reach.ANY,
            Action.SETTLE_DELEGATION: Reach.ANY,
            Action.RESET_FACTORS: Reach.ANY,
            Action.SEE_SUCCESSIONS: Reach.ANY,
            Action.TRANSFER_AUTHORITY: Reach.ANY,
            Action.SEE_ESERVICES: Reach.ANY,
            Action.STAGE_ESERVICE: Reach.ANY,
            Action.STEER_ESERVICE: Reach.ANY,
            Action.TRANSLATE: Reach.ANY,
            Action.SEE_SHEETS: Reach.ANY,
            Action.CERTIFY_SHEET: Reach.ANY,
            Action.ANSWER_REMARK: Reach.ANY,
        },
    }
)


WIDEST_FIRST = (Reach.ANY, Reach.IN_HAND, Reach.HELD, Reach.ASKED)


def reach(roles: Iterable[Role], action: Action) -> Reach | None:
    """Tell how far these roles may go with an action; None means not at all."""
    granted = {POLICY.get(role, {}).get(action) for role in roles}
    return next((wide for wide in WIDEST_FIRST if wide in granted), None)


def allows(roles: Iterable[Role], action: Action) -> bool:
    """Tell whether these roles may do the action on some object at least."""
    return reach(roles, action) is not None


def is_open_to(standing: Standing, action: Action) -> bool:
    """Tell whether a session of this standing goes as far as an action."""
    return action in HALF_WAY.get(standing, frozenset(Action))
