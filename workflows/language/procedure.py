"""The grammar of a procedure: states, transitions, deadlines and the promise to the citizen."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from workflows.actors import Role
from workflows.language.values import Expression, Name, Part, PartName, Slug, Span, Text


class Stage(StrEnum):
    """The universal phases; dashboards, notices and automation speak only these."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEW = "review"
    APPLICANT = "applicant"
    PAYMENT = "payment"
    ISSUANCE = "issuance"
    DELIVERED = "delivered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset({Stage.DELIVERED, Stage.REFUSED, Stage.WITHDRAWN})

#: Fired by payments when everything a payment state collects is settled.
PAYMENT_CLEARED = "payment_cleared"
#: Fired by delivery when the sealed act is registered.
ISSUED = "issued"
#: Fired when every opinion asked for in a state was given, or fell silent.
OPINIONS_GATHERED = "opinions_gathered"


class Question(StrEnum):
    """What a transition may ask of the person who fires it."""

    REASON = "reason"
    FIELDS_TO_CORRECT = "fields_to_correct"
    OPINION = "opinion"
    MESSAGE = "message"
    NOTE = "note"


class Refunds(StrEnum):
    """What happens to the money already paid when a case ends unserved."""

    NEVER = "never"
    FULL = "full"


class Result(StrEnum):
    """What an office that is consulted may answer."""

    FAVOURABLE = "favourable"
    WITH_RESERVES = "with_reserves"
    UNFAVOURABLE = "unfavourable"


class Silence(StrEnum):
    """What it means that an office does not give its opinion in time."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    #: Nothing: the case waits for it.
    WAITS = "waits"


def _percent(value: Any) -> Any:
    if isinstance(value, str) and value.endswith("%") and value[:-1].isdigit():
        return int(value[:-1])
    return value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Percent = Annotated[int, BeforeValidator(_percent), Field(ge=1, le=99)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_listed), Field(min_length=1)]
Offices = Annotated[tuple[Slug, ...], BeforeValidator(_listed)]


class Decides(StrEnum):
    """What the passing of a legal delay decides by itself."""

    ACCEPT = "accept"
    REFUSE = "refuse"


class Expiry(Part):
    """How long a wait may last, and the trigger that the system fires when it is over."""

    after: Span
    fire: Name
    #: What the law takes the administration's silence for, where the wait is for it.
    decides: Decides | None = None


class Consultation(Part):
    """An office asked for its opinion, beside others: whom, until when, and what silence means."""

    label: Text
    queue: Name
    office: Expression | None = None
    deadline: Span
    warn_at: Percent = 50
    #: Asked only when it holds.
    when: Expression | None = None
    silence: Silence


class Overflow(Part):
    """Where a case that nobody has taken goes, after how long, or before how many it waits."""

    office: Expression
    #: The offices that it relieves; every office when none is listed.
    origins: Offices = Field(default=(), alias="from")
    after: Span | None = None
    #: The cases that may stand before it in its agent queue; only what comes after them goes.
    above: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    when: Expression | None = None


class ChecklistItem(Part):
    """Something that whoever treats a case checks in a state, and ticks before moving it on."""

    id: Name
    label: Text
    help: Text | None = None
    #: Asked only when it holds.
    when: Expression | None = None
    #: The triggers that need it; where none is listed, those that bring the case forward, see
    #: `language.advancing`.
    needed_for: tuple[Name, ...] = ()


class State(Part):
    """A position of the procedure, the stage it belongs to and the clock that runs in it."""

    stage: Stage
    label: Text
    #: What the applicant reads while the case stands here: what happens now, and what comes next.
    explanation: Text | None = None
    queue: Name | None = None
    office: Expression | None = None
    #: Ways to other offices for the cases that wait too long; the first that is due is taken.
    overflow: tuple[Overflow, ...] = ()
    #: Other agent queues of the office, to which whoever holds a case may pass it on.
    passes_to: tuple[Name, ...] = ()
    deadline: Span | None = None
    warn_at: Percent = 50
    expires: Expiry | None = None
    collects: tuple[Name, ...] = ()
    #: Opinions asked for side by side, by name; the case leaves when all of them are there.
    consults: dict[Name, Consultation] = Field(default_factory=dict)
    #: What each person who treats the case here checks for themselves.
    checklist: tuple[ChecklistItem, ...] = ()
    final: bool = False


class Transition(Part):
    """A move: who may fire it, from where to where, under which condition, and what it asks."""

    fire: Name
    origins: Names = Field(alias="from")
    to: Name
    by: Role
    label: Text | None = None
    when: Expression | None = None
    asks: tuple[Question, ...] = ()
    #: The reason codes it may give; every reason of the e-service when none is listed.
    reasons: tuple[Name, ...] = ()
    distinct_from: tuple[Name, ...] = ()
    refunds: Refunds | None = None
    #: What the tariff spared the applicant is owed from then on.
    rejects_exemptions: bool = False


class PromiseStart(StrEnum):
    """The event from which the promised delay runs."""

    LODGED = "lodged"
    PAID = "paid"


class PromiseVariant(Part):
    """Another delay for the cases whose answers satisfy a condition, such as one town's."""

    when: Expression
    within: Span


class Promise(Part):
    """The delay promised to the citizen, and the stages during which its clock stands still."""

    within: Span
    #: The first variant whose condition holds replaces `within`; see `language.promises`.
    variants: tuple[PromiseVariant, ...] = ()
    starts: PromiseStart = PromiseStart.LODGED
    pauses: tuple[Stage, ...] = ()
    #: Triggers from which the whole delay runs anew, as when a complaint is opened again.
    restarts: tuple[Name, ...] = ()


class LegalSilence(Part):
    """A delay of the law for the whole case, and what its passing decides by itself."""

    after: Span
    starts: PromiseStart = PromiseStart.LODGED
    pauses: tuple[Stage, ...] = ()
    fire: Name
    decides: Decides


class Procedure(Part):
    """A state machine as data; order of states is the order of the citizen's timeline."""

    initial: Name
    states: dict[Name, State]
    transitions: tuple[Transition, ...]
    silence: LegalSilence | None = None

    def means_by_silence(self, state: str, trigger: str) -> Decides | None:
        """Tell what is decided where the passing of time fires a trigger in a state."""
        expires = self.states[state].expires
        if expires is not None and expires.fire == trigger:
            return expires.decides
        return self.silence.decides if self.silence and self.silence.fire == trigger else None

    def rejects_exemptions(self, state: str | None, trigger: str) -> bool:
        """Tell whether a trigger fired in a state lets the exemptions of a case fall."""
        return any(
            one.rejects_exemptions
            for one in self.transitions
            if one.fire == trigger and state in one.origins
        )

    def consultations(self) -> dict[str, Consultation]:
        """Give every opinion that some state asks for, by name."""
        return {
            name: asked for state in self.states.values() for name, asked in state.consults.items()
        }


class Complaint(Part):
    """That a case is a complaint: whom it concerns, who may see it, and what ends or reopens it."""

    #: Names the office whose people may not treat it, whatever office they are asked from.
    concerns: Expression | None = None
    #: Choices of the form by which the published figures count it.
    counted_by: tuple[Name, ...] = ()
    #: Whether inspectors alone may treat it.
    confidential: bool = False
    #: What whoever complained fires when the answer is enough, and when it is not.
    satisfied: Name | None = None
    unsatisfied: Name | None = None


class CompiledProcedure(Part):
    """All that the kernel needs of a definition, stored beside it under its checksum."""

    eservice: Slug
    procedure: Procedure
    promise: Promise | None = None
    calendar_office: Slug
    reasons: tuple[Name, ...] = ()
    fields: tuple[PartName, ...] = ()
    #: The states that have a notice of their own.
    told: tuple[Name, ...] = ()
    complaint: Complaint | None = None

    @model_validator(mode="after")
    def transitions_lead_somewhere(self) -> "CompiledProcedure":
        """Refuse a transition between states that do not exist: the interpreter relies on it."""
        known = self.procedure.states.keys()
        for transition in self.procedure.transitions:
            missing = {*transition.origins, transition.to} - known
            if missing:
                msg = f"transition {transition.fire!r} names unknown states {sorted(missing)}"
                raise ValueError(msg)
        return self
