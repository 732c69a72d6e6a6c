"""The table of handlers: what each job does, in each process that may do it."""

from collections.abc import Mapping

from config.composition import Installation
from config.drain import Handler
from config.handlers.cases import Moves
from config.handlers.money import Money
from config.handlers.notices import notifying_of
from config.handlers.receipts import Receipts
from config.paying import compose_paying
from config.reactions import Job


def handlers_of(installation: Installation) -> Mapping[Job, Handler]:
    """Give the handlers of every job but the sealer's."""
    moves = Moves(installation.database, installation.workflow)
    money = Money(installation.database, compose_paying(installation))
    return {
        Job.ROUTE: moves.route,
        Job.CLEAR: moves.clear,
        Job.FINISH: moves.finish,
        Job.END_PAGES: money.end_pages,
        Job.REFUND_UNSERVED: money.refund_unserved,
        Job.REFUND: money.refund,
        Job.RECEIPT: Receipts(installation),
        Job.NOTIFY: notifying_of(installation),
    }
