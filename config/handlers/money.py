"""Jobs about money: providers are called with nothing open, and believed only when they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine as Database

from config.composition import Installation
from config.drain import Handler
from config.handlers.cases import case_id_of
from config.paying import Paying, compose_paying
from config.reactions import Job
from workflows.outbox import Held, complete


@dataclass(frozen=True, slots=True)
class Money:
    """Gives money back and closes pages on which nobody should pay any more."""

    database: Database
    paying: Paying

    def end_pages(self, held: Held) -> None:
        """Close the payment pages of a case that collects no more."""
        self.paying.collection.reconciliation.end_pages(case_id_of(held))
        self._complete(held)

    def refund_unserved(self, held: Held) -> None:
        """Decide what goes back to somebody whose case ended without its act."""
        with self.database.begin() as connection:
            self.paying.refunding.refund_unserved(connection, case_id_of(held))
            complete(connection, held)

    def refund(self, held: Held) -> None:
        """Give money back: read, ask the provider, write."""
        refunding = self.paying.refunding
        with self.database.begin() as connection:
            order = refunding.order(connection, held.data["intent_id"])
        if order is None:
            self._complete(held)
            return
        result = refunding.send(order)
        with self.database.begin() as connection:
            complete(connection, held)
            refunding.record(connection, order, result)

    def _complete(self, held: Held) -> None:
        with self.database.begin() as connection:
            complete(connection, held)


def handlers(installation: Installation) -> Mapping[Job, Handler]:
    """Give what the jobs of this module do."""
    money = Money(installation.database, compose_paying(installation))
    return {
        Job.END_PAGES: money.end_pages,
        Job.REFUND_UNSERVED: money.refund_unserved,
        Job.REFUND: money.refund,
    }
