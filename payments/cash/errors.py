"""Why the cash desk says no: one code for each, which the page puts into words."""

from enum import StrEnum

from payments.errors import PaymentError


class Obstacle(StrEnum):
    """Why something cannot be done at a till."""

    #: No till of the office has this name, or it is in use no more.
    NO_SUCH_TILL = "no_such_till"
    #: The till or the cashier has an open session already.
    OPEN_ALREADY = "open_already"
    #: The cashier has no session, or has counted the till already.
    NO_SESSION = "no_session"
    NOT_OPEN = "not_open"
    #: Somebody did it meanwhile.
    DONE_MEANWHILE = "done_meanwhile"
    #: Four eyes: not by the one who did the first half.
    SAME_PERSON = "same_person"
    #: There is less in the till, or in the safe, than would be taken out.
    NOT_ENOUGH = "not_enough"

    NO_SUCH_CASE = "no_such_case"
    NOT_TAKEN_HERE = "not_taken_here"
    NOTHING_OWED = "nothing_owed"
    PAID_ALREADY = "paid_already"
    NOT_DUE_NOW = "not_due_now"
    TOO_LATE = "too_late"
    NO_COIN = "no_coin"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    #: What is owed is not what the page had shown.
    CHANGED = "changed"
    #: A page of an online provider may still be paid on, and the provider does not answer.
    ONLINE_UNKNOWN = "online_unknown"

    NOT_OURS = "not_ours"
    PROPOSED_ALREADY = "proposed_already"
    #: The act was issued, or is about to be: what was paid for is delivered.
    ISSUED = "issued"
    NOT_GRANTED = "not_granted"

    SLIP_KNOWN = "slip_known"
    NOT_YET = "not_yet"


class CashRefused(PaymentError):
    """The cash desk says no."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle)
