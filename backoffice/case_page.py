"""Everything that the case screen shows, read in one transaction that first records the look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import Connection

from backoffice import story
from backoffice.acting import acting_section
from backoffice.aids import Aids, read_aids
from backoffice.answers import Given, Section, sections, visible_fields
from backoffice.checklist import Checklist, Point, read_checklist
from backoffice.clocks import Clock, read_clock, running
from backoffice.decisions import NOTHING_TYPED, Choice, Offer, Typed, offers
from backoffice.exchange import services
from backoffice.exempting import claims, exemption_section, rejectable
from backoffice.handing_on import HandingOn, handing_on
from backoffice.languages import language, words
from backoffice.openings import Purpose, record
from backoffice.opinions import Line, read_opinions
from backoffice.since import Seen
from backoffice.takeovers import came_from
from eservices.correcting import service_of
from eservices.definition.aftermath import CORRECTED
from eservices.definition.form import Field, FieldType
from eservices.definition.groups import item_name, item_title
from eservices.definition.model import EService
from eservices.form import called
from workflows.accounts import Account, names_of
from workflows.actors import TREATING, Actor, Role
from workflows.attachments import Attachment, attachments_of_case
from workflows.calendars import working_time_of
from workflows.cases import Case
from workflows.deadlines import Deadline, deadlines_of
from workflows.journal import Entry, history
from workflows.language.procedure import Transition
from workflows.questions import Question, thread


@dataclass(frozen=True, slots=True)
class CasePage:
    """The case screen: one screen, one case."""

    case: Case
    title: str
    state: str
    held_until: datetime | None
    clocks: tuple[Clock, ...]
    sections: tuple[Section, ...]
    pieces: tuple[Attachment, ...]
    episodes: tuple[story.Episode, ...]
    #: From which office it was taken over and why, and when; None where it was not.
    came_from: tuple[str, datetime] | None
    opinions: tuple[Line, ...]
    #: What the applicant asked, and what was answered.
    questions: tuple[Question, ...]
    offers: tuple[Offer, ...]
    #: What is checked in this state; None where nothing is, or not by who reads.
    checklist: Checklist | None
    correctable: tuple[Choice, ...]
    #: The act is the first thing a signatory reads.
    has_act: bool
    signs: bool
    handing_on: HandingOn
    aids: Aids
    typed: Typed = field(default=NOTHING_TYPED)

    def given(self, trigger: str) -> Mapping[str, Any]:
        """Give what was typed for an action just now, else what was kept of it."""
        kept = self.aids.kept.get(trigger)
        return self.typed.of(trigger) or (kept.content if kept else {})

    @property
    def unticked(self) -> tuple[Point, ...]:
        """List what kept the action that was refused just now from being done."""
        if self.checklist is None or not self.typed.problems:
            return ()
        return self.checklist.missing(self.typed.trigger)

    @property
    def unfolded(self) -> str:
        """Name the action whose form stands open: the one being filled in, else a draft."""
        return self.typed.trigger or next(iter(self.aids.kept), "")

    @property
    def first_view(self) -> str | None:
        """Name what the viewer shows first: the act, an attachment's identifier, or nothing."""
        if self.signs and self.has_act:
            return ACT
        return self.pieces[0].id if self.pieces else (ACT if self.has_act else None)


#: Stands for the act among the pieces of the viewer.
ACT = "act"


def open_case(
    connection: Connection, case: Case, account: Account, typed: Typed = NOTHING_TYPED
) -> CasePage:
    """Record that the account looks into the case, then read all that the screen shows."""
    record(connection, case, account, Purpose.TREATMENT)
    eservice = service_of(connection, case)
    entries = history(connection, case.id)
    transitions = offered(connection, case, account)
    pieces = attachments_of_case(connection, case.id)
    deadlines = deadlines_of(connection, case.id)
    checklist = read_checklist(connection, case, account, transitions)
    given = Given(case.answers, pieces, story.last_corrections(entries))
    return CasePage(
        case=case,
        title=words(eservice.title),
        state=words(eservice.procedure.states[case.state].label),
        held_until=case.claimed_until,
        clocks=_clocks(connection, deadlines),
        sections=(
            *acting_section(connection, case, eservice),
            *exemption_section(connection, case, eservice, pieces),
            *sections(eservice, given),
        ),
        pieces=pieces,
        came_from=came_from(entries),
        episodes=story.tell(entries, eservice, _names(connection, entries)),
        opinions=read_opinions(connection, case.id, eservice),
        questions=thread(connection, case.id),
        offers=offers(transitions, eservice, checklist.needing if checklist else ()),
        checklist=checklist,
        correctable=_correctable(eservice, case),
        has_act=eservice.act is not None,
        signs=any(transition.by is Role.SIGNATORY for transition in transitions),
        handing_on=handing_on(connection, case, account),
        aids=read_aids(connection, case, account, eservice, Seen(entries, pieces, deadlines)),
        typed=typed,
    )


def offered(connection: Connection, case: Case, account: Account) -> tuple[Transition, ...]:
    """List what the account may do with the case in any of its roles."""
    actors = [Actor(role, account.id) for role in sorted(TREATING & account.roles)]
    workflow = services().workflow
    found = tuple(t for actor in actors for t in workflow.offered(connection, case, actor))
    return rejectable(connection, case, found)


def _clocks(connection: Connection, deadlines: Sequence[Deadline]) -> tuple[Clock, ...]:
    now = services().clock.now(connection)
    return tuple(
        read_clock(deadline, working_time_of(connection, deadline.calendar_office), now)
        for deadline in running(deadlines)
    )


def _names(connection: Connection, entries: Sequence[Entry]) -> dict[int, str]:
    ids = {entry.account_id for entry in entries if entry.account_id is not None}
    return names_of(connection, ids) if ids else {}


def _correctable(eservice: EService, case: Case) -> tuple[Choice, ...]:
    """List what an agent can see and may therefore ask to be corrected: groups item by item."""
    kept = claims(eservice)
    return tuple(
        choice
        for asked in visible_fields(eservice.form)
        if (asked.id in case.answers or asked.required) and not asked.id.startswith(CORRECTED)
        if asked.id not in kept
        for choice in _choices(asked, case)
    )


def _choices(asked: Field, case: Case) -> Iterator[Choice]:
    if asked.type is not FieldType.GROUP:
        yield Choice(asked.id, words(asked.label))
        return
    for number, item in enumerate(case.answers.get(asked.id) or (), 1):
        name = called(asked, item, language())
        title = words(item_title(asked, number))
        yield Choice(item_name(asked, number), f"{title} ({name})" if name else title)
    yield Choice(asked.id, gettext("%(group)s: add what is missing", group=words(asked.label)))
