"""Everything that whoever gives an opinion sees: the case's file, what is asked, and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.case_page import CasePage, open_case
from backoffice.clocks import Clock, read_clock
from backoffice.exchange import services
from backoffice.keeping import opinion_of
from backoffice.languages import words
from backoffice.opinions import MEANINGS, RESULTS
from eservices.correcting import service_of
from workflows import unfinished
from workflows.accounts import Account
from workflows.calendars import working_time_of
from workflows.cases import Case
from workflows.consultations import Asked
from workflows.deadlines import deadlines_of
from workflows.opinions import Opinion
from workflows.unfinished import Unfinished

#: What a problem code of the kernel means to the person, by part of the form.
PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    ("result", "required"): _("Say whether you are in favour."),
    ("text", "required"): _("Say why."),
    ("text", "too_long"): _("Shorten this text to 4,000 characters."),
}


@dataclass(frozen=True, slots=True)
class OpinionPage:
    """The screen of one opinion."""

    file: CasePage
    what: str
    clocks: tuple[Clock, ...]
    held_until: datetime | None
    #: What silence means, or that it was taken to mean so already.
    meaning: str
    is_late: bool
    results: Mapping[str, str]
    typed: Opinion
    #: What was kept of it before; None where nothing was.
    kept: Unfinished | None
    #: Its name, by which a page that was sent too late is known again.
    asked: str
    #: What is wrong with what was filled in, by part of the form.
    problems: Mapping[str, str]


def open_opinion(
    connection: Connection,
    case: Case,
    asked: Asked,
    account: Account,
    *,
    typed: Opinion | None = None,
    problems: Mapping[str, str] | None = None,
) -> OpinionPage:
    """Record that the account looks into the case, then read all that the screen shows."""
    file = open_case(connection, case, account)
    declared = service_of(connection, case).procedure.states[asked.state].consults[asked.name]
    found, kept = problems or {}, unfinished.kept_opinion(connection, asked, account.id)
    return OpinionPage(
        file=file,
        what=words(declared.label),
        clocks=(*_own_clock(connection, asked), *file.clocks),
        held_until=asked.claimed_until,
        meaning=str(MEANINGS[declared.silence]),
        is_late=asked.silent_at is not None,
        results={result.value: str(label) for result, label in RESULTS.items()},
        typed=typed or opinion_of(kept),
        kept=kept,
        asked=asked.name,
        problems={part: str(PROBLEMS[part, code]) for part, code in found.items()},
    )


def _own_clock(connection: Connection, asked: Asked) -> tuple[Clock, ...]:
    now = services().clock.now(connection)
    return tuple(
        read_clock(deadline, working_time_of(connection, deadline.calendar_office), now)
        for deadline in deadlines_of(connection, asked.case_id)
        if deadline.consultation_id == asked.id
    )
