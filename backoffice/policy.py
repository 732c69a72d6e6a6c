"""Who may do what: one table, role by action, on which object; what it does not say is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from backoffice.actions import Action
from workflows.actors import Role
from workflows.sessions import Standing


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
        Action.CHANGE_OWN_PASSWORD,
    }
)

#: What weighs so much that the person must have proved within ten minutes that it is they. A
#: decision on a case does where it signs; see `case_views`.
STEP_UP = frozenset(
    {
        Action.CHANGE_OWN_FACTORS,
        Action.CHANGE_OWN_PASSWORD,
        Action.CHANGE_ACCOUNTS,
        Action.CONFIRM_ACCESS,
        Action.CLOSE_OFFICES,
        Action.SET_HOURS,
        Action.KEEP_PLACES,
        Action.TRY_PROVIDER,
        Action.RAISE_SMS_BOUND,
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
        # Whoever stole a password cannot lock its owner out by changing it.
        Standing.ENROLLING: OF_ONESELF - {Action.USE_OWN_SESSION, Action.CHANGE_OWN_PASSWORD},
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
            Action.SEE_MESSAGES: Reach.ANY,
            Action.SEND_MESSAGE_AGAIN: Reach.ANY,
        },
        Role.ADMINISTRATOR: _EVERYONE
        | _REPORTS
        | {
            Action.SEE_ACCOUNTS: Reach.ANY,
            Action.CHANGE_ACCOUNTS: Reach.ANY,
            Action.CONFIRM_ACCESS: Reach.ANY,
            Action.CLOSE_OFFICES: Reach.ANY,
            Action.SET_HOURS: Reach.ANY,
            Action.KEEP_PLACES: Reach.ANY,
            Action.TRY_PROVIDER: Reach.ANY,
            Action.RAISE_SMS_BOUND: Reach.ANY,
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
