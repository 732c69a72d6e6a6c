"""What the cash desk says, in words: why not, why a till differs, why money goes back."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from payments.cash import returns, sessions
from payments.cash.book import EntryKind
from payments.cash.counting import Miscounted
from payments.cash.errors import Obstacle

OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.NO_SUCH_TILL: _("Choose a till of your office."),
    Obstacle.OPEN_ALREADY: _("This till is open already, or you have another one open."),
    Obstacle.NO_SESSION: _("Your till is not open: nothing was entered."),
    Obstacle.NOT_OPEN: _("There is nothing to do here any more."),
    Obstacle.DONE_MEANWHILE: _("Somebody did this meanwhile. Nothing was changed."),
    Obstacle.SAME_PERSON: _("Somebody else must do this: you did the first half."),
    Obstacle.NOT_ENOUGH: _("There is not that much money there."),
    Obstacle.NO_SUCH_CASE: _("No case has this reference. Check each letter and figure."),
    Obstacle.NOT_TAKEN_HERE: _(
        "Money for this e-service is not taken at this till. The applicant can pay online."
    ),
    Obstacle.NOTHING_OWED: _("Nothing is to be paid for this case: it is free or exempted."),
    Obstacle.PAID_ALREADY: _("This case is paid already. Take no money."),
    Obstacle.NOT_DUE_NOW: _("Nothing is to be paid now; a later step may ask for money."),
    Obstacle.TOO_LATE: _("This case is closed: the time to pay for it is over. Take no money."),
    Obstacle.NO_COIN: _("No coins make this sum."),
    Obstacle.TOO_LITTLE: _("This is less than what is to be paid."),
    Obstacle.TOO_MUCH: _("This cannot be: a whole note would come back as change. Check the sum."),
    Obstacle.CHANGED: _("What is to be paid has changed meanwhile. Look at the sum again."),
    Obstacle.ONLINE_UNKNOWN: _(
        "An online payment was begun for this case and its provider does not answer. Ask whether "
        "it was paid online: if so, take no money."
    ),
    Obstacle.NOT_OURS: _("This payment was not taken in cash at your office."),
    Obstacle.PROPOSED_ALREADY: _("This was proposed already."),
    Obstacle.ISSUED: _("The document of this case is issued: its price does not go back by hand."),
    Obstacle.NOT_GRANTED: _("A supervisor has not granted this, or the money is gone already."),
    Obstacle.SLIP_KNOWN: _("A deposit with this slip number is recorded already."),
    Obstacle.NOT_YET: _("A deposit cannot bear a day to come."),
}
MISCOUNTED: Mapping[Miscounted, LazyString] = {
    Miscounted.MISSING: _("Count the money: the pieces, or the total."),
    Miscounted.NO_NUMBER: _("Write whole numbers, without letters."),
    Miscounted.DISAGREES: _("The pieces do not make the total that you wrote. Count again."),
    Miscounted.NO_COIN: _("No coins make this sum."),
    Miscounted.TOO_MUCH: _("This is more than a till can hold."),
}
DIFFERENCES: Mapping[sessions.Reason, LazyString] = {
    sessions.Reason.WRONG_CHANGE: _("Wrong change was given"),
    sessions.Reason.NOT_ENTERED: _("A payment was taken or given and not entered"),
    sessions.Reason.FALSE_NOTE: _("False or spoilt note"),
    sessions.Reason.NO_COINS: _("No coins for the change"),
    sessions.Reason.THEFT: _("Theft, told to the hierarchy"),
    sessions.Reason.UNKNOWN: _("No explanation was found"),
}
RETURNS: Mapping[returns.Reason, LazyString] = {
    returns.Reason.WRONG_CASE: _("Taken for the wrong case"),
    returns.Reason.WRONG_SUM: _("Wrong sum was taken"),
    returns.Reason.PAID_ONLINE_TOO: _("Paid online as well"),
    returns.Reason.GAVE_UP: _("The applicant gives up before the decision"),
    returns.Reason.UNSERVED: _("The case ended without its document, and its price goes back"),
    returns.Reason.FALSE_NOTE: _("False or spoilt note"),
}
KINDS: Mapping[EntryKind, LazyString] = {
    EntryKind.TAKING: _("Payment"),
    EntryKind.REVERSAL: _("Reversal"),
    EntryKind.REFUND: _("Refund"),
    EntryKind.DEPOSIT: _("Deposit"),
}
