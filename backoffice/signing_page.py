"""What the page of a sitting shows: the essentials of each act, and what was chosen for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice import story
from backoffice.act_preview import ActPreview, Occasion, preview
from backoffice.decisions import Choice as Option
from backoffice.exchange import services
from backoffice.languages import words
from backoffice.openings import Purpose, record
from backoffice.opinions import Line, read_opinions
from eservices.correcting import service_of
from eservices.definition.model import EService
from workflows.accounts import Account, names_of
from workflows.attachments import attachments_of_case
from workflows.cases import Case, find_case
from workflows.deadlines import running_promise
from workflows.journal import Entry, history
from workflows.language.procedure import Question, Transition
from workflows.signing.batches import Chosen, Item, Outcome
from workflows.signing.deciding import NO_DELEGATION, NO_SIGNATORY

#: Why a case is sent back, where the procedure asks for a note and names no reasons of its own.
SEND_BACKS: Mapping[str, LazyString] = {
    "wording": _("The words of the act are wrong"),
    "answers": _("Answers and documents do not agree"),
    "documents": _("A document is missing or cannot be read"),
    "conditions": _("The conditions are not shown to be met"),
    "doubt": _("A doubt that must be cleared up"),
}
#: Why nothing was decided on a case, by the kernel's own word for it.
PROBLEMS: Mapping[str, LazyString] = {
    "StaleCase": _("It moved meanwhile: somebody or something else was quicker."),
    "CaseNotClaimed": _("It had gone back to the queue: too much time had passed."),
    "ChecklistUnticked": _("Its list is not ticked: open the case and tick what you checked."),
    "FourEyesRefused": _("You already did a step of this case that must be kept apart."),
    "TriggerUnavailable": _("What the procedure demands for a signature is not there any more."),
    NO_SIGNATORY: _("Your account may no longer sign."),
    NO_DELEGATION: _("The delegation by which you would sign has ended, or the other is back."),
}
OTHERWISE = _("The procedure refused it. Open the case to see why.")


@dataclass(frozen=True, slots=True)
class Back:
    """How a case may be sent back: the reasons to choose from, and whether words may be added."""

    label: str
    reasons: tuple[Option, ...]
    takes_words: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case of a sitting, as the signatory reads it."""

    item: Item
    reference: str
    title: str
    act: ActPreview | None
    sign_label: str
    back: Back | None
    #: The last step before: who proposed it, when, and what they said.
    before: story.Episode | None
    opinions: tuple[Line, ...]
    pieces: int
    due_at: datetime | None
    is_late: bool
    #: Somebody else has it by now, or it went back to the queue.
    is_lost: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One case of a sitting that was confirmed: what became of it."""

    position: int
    reference: str
    outcome: Outcome | None
    problem: LazyString | None


def sheets(connection: Connection, account: Account, items: Sequence[Item]) -> tuple[Sheet, ...]:
    """Record the look into each case, then read what the page shows of it."""
    now = services().clock.now(connection)
    occasion = Occasion(now.astimezone(services().zone).date(), services().zone)
    found = [(item, find_case(connection, item.case_id)) for item in items if not item.outcome]
    return tuple(_sheet(connection, account, pair, occasion, now) for pair in found)


def _sheet(
    connection: Connection,
    account: Account,
    pair: tuple[Item, Case],
    occasion: Occasion,
    now: datetime,
) -> Sheet:
    item, case = pair
    is_lost = case.version != item.version or not case.is_claimed_by(account.id, now)
    eservice = service_of(connection, case)
    moves = {one.fire: one for one in eservice.procedure.transitions if case.state in one.origins}
    shown = _shown(connection, account, case, eservice, occasion) if not is_lost else Shown()
    promise = running_promise(connection, case.id)
    return Sheet(
        item=item,
        reference=case.reference,
        title=words(eservice.title),
        act=shown.act,
        sign_label=words(moves[item.sign].label) if item.sign in moves else "",
        back=_back(moves.get(item.back or ""), eservice),
        before=shown.before,
        opinions=shown.opinions,
        pieces=shown.pieces,
        due_at=None if promise is None else promise.due_at,
        is_late=promise is not None and promise.due_at is not None and promise.due_at < now,
        is_lost=is_lost,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What belongs to the applicant, and is read only after the look is recorded."""

    act: ActPreview | None = None
    before: story.Episode | None = None
    opinions: tuple[Line, ...] = ()
    pieces: int = 0


def _shown(
    connection: Connection, account: Account, case: Case, eservice: EService, occasion: Occasion
) -> Shown:
    record(connection, case, account, Purpose.TREATMENT)
    entries = history(connection, case.id)
    return Shown(
        act=preview(eservice, eservice.act, case, occasion) if eservice.act else None,
        before=_before(connection, entries, eservice),
        opinions=read_opinions(connection, case.id, eservice),
        pieces=len(attachments_of_case(connection, case.id)),
    )


def _before(
    connection: Connection, entries: Sequence[Entry], eservice: EService
) -> story.Episode | None:
    by_people = [entry for entry in entries if entry.account_id is not None]
    if not by_people:
        return None
    last = by_people[-1]
    names = names_of(connection, [last.account_id or 0])
    return story.tell([last], eservice, names)[0]


def _back(transition: Transition | None, eservice: EService) -> Back | None:
    if transition is None:
        return None
    return Back(
        label=words(transition.label),
        reasons=reasons_of(transition, eservice),
        takes_words=Question.NOTE in transition.asks,
    )


def reasons_of(transition: Transition, eservice: EService) -> tuple[Option, ...]:
    """List why a case may be sent back: the procedure's own reasons, else those of every office."""
    if Question.REASON not in transition.asks:
        return tuple(Option(code, str(label)) for code, label in SEND_BACKS.items())
    codes = transition.reasons or tuple(eservice.reasons)
    return tuple(Option(code, words(eservice.reasons[code])) for code in codes)


def results(connection: Connection, items: Sequence[Item]) -> tuple[Result, ...]:
    """Say what became of each case."""
    return tuple(
        Result(
            item.position,
            find_case(connection, item.case_id).reference,
            item.outcome,
            PROBLEMS.get(item.problem, OTHERWISE) if item.problem else None,
        )
        for item in items
    )


def noted(sheet: Sheet, chosen: Chosen) -> str:
    """Write the note of a case that is sent back, as its journal will have it."""
    reasons = () if sheet.back is None else sheet.back.reasons
    label = next((one.label for one in reasons if one.value == chosen.reason), "")
    return f"{label}. {chosen.remark}" if chosen.remark else label
