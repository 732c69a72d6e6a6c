"""Jobs that look ahead: forecasts and what-ifs, computed outside any transaction.

Only the worker of figures imports this, and only when its first bell rings: the libraries take
seconds to load, which the start of an installation does not have.
"""

from collections.abc import Callable

from sqlalchemy import Connection

from backoffice.demand.making import gather, make
from backoffice.demand.outlook import Outlook, save_outlook
from backoffice.drawings import answer_drawings, outlook_drawings
from backoffice.staffing.answering import answer_to
from backoffice.staffing.asking import Answer, answer, find_what_if, tell_progress
from backoffice.staffing.question import Refusal
from backoffice.staffing.surveying import survey
from config.composition import Installation
from workflows import outbox
from workflows.outbox import Held

#: Per cent between two notes of a simulation's progress.
TOLD_EVERY = 5


def forecast(installation: Installation, held: Held) -> None:
    """Make the outlook that a row asks for."""
    eservice = str(held.data["eservice"])
    outlook = _made(installation, eservice)
    drawings = outlook_drawings(outlook)
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        save_outlook(connection, eservice, outlook, drawings=drawings, at=now)
        outbox.complete(connection, held)


def forecast_now(installation: Installation, eservice: str) -> Outlook:
    """Make an e-service's outlook at once, for the command, and keep it."""
    outlook = _made(installation, eservice)
    drawings = outlook_drawings(outlook)
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        save_outlook(connection, eservice, outlook, drawings=drawings, at=now)
    return outlook


def _made(installation: Installation, eservice: str) -> Outlook:
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        gathered = gather(connection, eservice, zone=installation.pack.zone, now=now)
    return make(gathered)


def simulate(installation: Installation, held: Held) -> None:
    """Answer the what-if that a row asks for; its page sees how far it is."""
    identifier = str(held.data["what_if"])
    with installation.database.begin() as connection:
        asked = find_what_if(connection, identifier)
        now = installation.clock.now(connection)
        zone = installation.pack.zone
        office = survey(connection, asked.eservice, zone=zone, now=now) if asked else None
    if asked is None or office is None:
        given = Answer(refusal=Refusal.NOTHING_MEASURED)
    else:
        given, _outcome = answer_to(
            office, asked.question, Teller(installation, identifier, tell_progress)
        )
    drawings = answer_drawings(given)
    with installation.database.begin() as connection:
        now = installation.clock.now(connection)
        answer(connection, identifier, given, drawings=drawings, at=now)
        outbox.complete(connection, held)


class Teller:
    """Notes the progress of what takes long, not more often than a page can show."""

    def __init__(
        self,
        installation: Installation,
        identifier: str,
        note: Callable[[Connection, str, int], None],
    ) -> None:
        self._installation, self._identifier, self._note = installation, identifier, note
        self._told = 0

    def __call__(self, share: float) -> None:
        """Note how much is done, as a share from 0 to 1."""
        per_cent = min(int(share * 100), 99)
        if per_cent < self._told + TOLD_EVERY:
            return
        self._told = per_cent
        with self._installation.database.begin() as connection:
            self._note(connection, self._identifier, per_cent)
