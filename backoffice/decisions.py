"""Decisions: what may be done with a case, and how the form that asks for it is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from backoffice.languages import words
from eservices.definition.model import EService
from eservices.timeline import is_told
from workflows.language.procedure import Question, Stage, Transition

Form = MultiDict[str, str]


class Tone(StrEnum):
    """How weighty an action looks; its words always say the same."""

    FORWARD = "forward"
    SIDEWAYS = "sideways"
    WAITS = "waits"
    ENDS = "ends"


#: By the stage to which it leads; what is not here goes forward, or sideways where it asks.
TONES: Mapping[Stage, Tone] = {
    Stage.APPLICANT: Tone.WAITS,
    Stage.REFUSED: Tone.ENDS,
    Stage.WITHDRAWN: Tone.ENDS,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a form offers, and its words."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that the person may take on the case in hand."""

    trigger: str
    label: str
    leads_to: str
    asks: tuple[Question, ...]
    reasons: tuple[Choice, ...]
    tells_applicant: bool
    tone: Tone
    #: Whether its form holds the checklist of the step, because it needs it ticked.
    is_listed: bool
    #: The digit that, with the browser's access key, opens it.
    key: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What was filled in for one action and did not pass, to be shown again with the problems."""

    trigger: str = ""
    data: Mapping[str, Any] | None = None
    problems: Mapping[str, str] | None = None

    def of(self, trigger: str) -> Mapping[str, Any]:
        """Give what was filled in for this action."""
        return (self.data or {}) if trigger == self.trigger else {}

    def problems_of(self, trigger: str) -> Mapping[str, str]:
        """Give the problems of this action's form."""
        return (self.problems or {}) if trigger == self.trigger else {}


NOTHING_TYPED = Typed()

#: Stands for the checklist among what a decision asks.
CHECKLIST = "checklist"
#: What a problem code of the kernel means to the person, by question where it matters.
PROBLEMS: Mapping[tuple[str, str], LazyString] = {
    (Question.REASON, "required"): _("Choose a reason."),
    (Question.REASON, "unknown_reason"): _("Choose a reason."),
    (Question.FIELDS_TO_CORRECT, "required"): _("Tick at least one answer to correct."),
    (Question.FIELDS_TO_CORRECT, "choose_one"): _("Tick at least one answer to correct."),
    (Question.OPINION, "required"): _("Say whether you are in favour, and why."),
    (Question.MESSAGE, "required"): _("Write a message."),
    (Question.NOTE, "required"): _("Write a note."),
}
GENERAL: Mapping[str, LazyString] = {
    "too_long": _("Shorten this text to 4,000 characters."),
}
OTHERWISE = _("Check this answer.")


def offers(
    transitions: tuple[Transition, ...], eservice: EService, listed: Collection[str] = ()
) -> tuple[Offer, ...]:
    """Present the transitions that are offered: those of the checklist, then the others.

    Both are in the procedure's own order; `listed` names what needs the checklist.
    """
    own = eservice.procedure.transitions
    ordered = sorted(transitions, key=lambda one: (one.fire not in listed, own.index(one)))
    return tuple(
        _offer(one, eservice, key, is_listed=one.fire in listed)
        for key, one in enumerate(ordered, 1)
    )


def _offer(transition: Transition, eservice: EService, key: int, *, is_listed: bool) -> Offer:
    target = eservice.procedure.states[transition.to]
    return Offer(
        trigger=transition.fire,
        label=words(transition.label) or words(target.label),
        leads_to=words(target.label),
        asks=transition.asks,
        reasons=_reasons(transition, eservice),
        tells_applicant=is_told(
            eservice.procedure, target.stage, transition.origins[0], transition.fire
        ),
        tone=_tone(transition.asks, target.stage),
        is_listed=is_listed,
        key=key,
    )


def _reasons(transition: Transition, eservice: EService) -> tuple[Choice, ...]:
    codes = transition.reasons or tuple(eservice.reasons)
    return tuple(Choice(code, words(eservice.reasons[code])) for code in codes)


def _tone(asks: tuple[Question, ...], stage: Stage) -> Tone:
    return TONES.get(stage) or (Tone.SIDEWAYS if asks else Tone.FORWARD)


def meant(form: Form) -> str:
    """Name the action that a form is about.

    The form of a checklist is about several: there it is the end of what its button says.
    """
    pressed = (form.get(name, "").split(":") for name in ("draft", "insert"))
    return form.get("trigger") or next((one[-1] for one in pressed if len(one) > 1), "")


def own_part(form: Form, trigger: str) -> Form:
    """Give what a form holds for one action: in that of a checklist, names bear the action's."""
    start = f"{trigger}-"
    own = [
        (name.removeprefix(start), value)
        for name, value in form.items(multi=True)
        if name.startswith(start)
    ]
    return MultiDict(own) if own else form


def read_data(asks: tuple[Question, ...], form: Form) -> dict[str, Any]:
    """Read what a form answers to the questions of a transition; the kernel judges it."""
    return {question.value: READERS[question](form, question) for question in asks}


def problem_words(question: str, code: str) -> str:
    """Say what is wrong with the answer to a question."""
    return str(PROBLEMS.get((question, code)) or GENERAL.get(code) or OTHERWISE)


def _line(form: Form, question: Question) -> str:
    return form.get(question, "").strip()


def _text(form: Form, question: Question) -> str:
    # Browsers send line ends as two characters: kept so, the text would grow by each correction.
    return form.get(question, "").replace("\r\n", "\n").strip()


def _list(form: Form, question: Question) -> list[str]:
    return list(dict.fromkeys(form.getlist(question)))


def _opinion(form: Form, question: Question) -> dict[str, Any]:
    favourable = {"yes": True, "no": False}.get(form.get("favourable", ""))
    return {"favourable": favourable, "text": _text(form, question)}


READERS: Mapping[Question, Callable[[Form, Question], Any]] = {
    Question.REASON: _line,
    Question.FIELDS_TO_CORRECT: _list,
    Question.OPINION: _opinion,
    Question.MESSAGE: _text,
    Question.NOTE: _text,
}
