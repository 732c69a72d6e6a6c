"""Pages that say why something was not done, and give back what was typed for copying."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from backoffice.decisions import meant, own_part


class Why(StrEnum):
    """Why an action was not done."""

    SESSION_ENDED = "session_ended"
    FORM_EXPIRED = "form_expired"
    NO_LONGER_HELD = "no_longer_held"
    MOVED = "moved"
    UNAVAILABLE = "unavailable"
    FOUR_EYES = "four_eyes"
    ANSWERED_BEFORE = "answered_before"
    QUESTION_LOST = "question_lost"
    PASSED_WITHOUT_REASON = "passed_without_reason"
    RECUSED_WITHOUT_REASON = "recused_without_reason"
    NO_WAY = "no_way"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the person reads, and the HTTP status that goes with it."""

    status: int
    heading: LazyString
    text: LazyString


@dataclass(frozen=True, slots=True)
class TypedText:
    """Something the person wrote in a form that was not accepted."""

    label: LazyString
    text: str


EXPLANATIONS: Mapping[Why, Explanation] = {
    Why.SESSION_ENDED: Explanation(
        401,
        _("Your session has ended"),
        _("You were signed out after 15 minutes without activity. Nothing was decided."),
    ),
    Why.FORM_EXPIRED: Explanation(
        400,
        _("This page was too old to be sent"),
        _("It was opened before you last signed in. Nothing was decided."),
    ),
    Why.NO_LONGER_HELD: Explanation(
        409,
        _("This case is no longer in your hands"),
        _(
            "You left it untouched too long, or it was given back or decided in another tab. "
            "It has returned to the queue or moved on. What you sent now was not done."
        ),
    ),
    Why.MOVED: Explanation(
        409,
        _("This case has moved since you opened this page"),
        _("Your page showed an earlier version of the case. What you sent now was not done."),
    ),
    Why.UNAVAILABLE: Explanation(
        409,
        _("This step is not possible in the case’s present state"),
        _("Open the case again to see what can be done now. Nothing was decided."),
    ),
    Why.FOUR_EYES: Explanation(
        409,
        _("Another person must do this step"),
        _("You already did a step of this case that must be kept apart from this one."),
    ),
    Why.ANSWERED_BEFORE: Explanation(
        409,
        _("This question was answered meanwhile"),
        _("Somebody else answered it before you. What you sent now was not sent to the applicant."),
    ),
    Why.QUESTION_LOST: Explanation(
        409,
        _("This question is no longer in your hands"),
        _("You left it untouched too long and it went to somebody else, or you gave it back."),
    ),
    Why.PASSED_WITHOUT_REASON: Explanation(
        422,
        _("Say where the case goes, and why"),
        _(
            "Choose a pool and a reason, and write a few words for whoever takes it. It is still "
            "in your hands."
        ),
    ),
    Why.RECUSED_WITHOUT_REASON: Explanation(
        422,
        _("Say what keeps you from this case"),
        _(
            "Choose what it is and write a few words for your supervisor. The case is still in "
            "your hands."
        ),
    ),
    Why.NO_WAY: Explanation(
        409,
        _("The case cannot go there"),
        _("Nobody there can treat it now, or it came from there. It is still in your hands."),
    ),
    Why.ABSENT: Explanation(
        409,
        _("You are declared absent"),
        _(
            "What you held has gone back to its place. Say at your desk that you are back, and you "
            "are given cases again."
        ),
    ),
}

#: The parts of a decision form in which people write.
WRITTEN: Mapping[str, LazyString] = {
    "opinion": _("Opinion"),
    "message": _("Message"),
    "note": _("Internal note"),
    "answer": _("Your answer"),
}


def typed_text() -> tuple[TypedText, ...]:
    """Give back what the person wrote in the form that was just sent."""
    form = own_part(request.form, meant(request.form))
    written = ((label, form.get(name, "").strip()) for name, label in WRITTEN.items())
    return tuple(TypedText(label, text) for label, text in written if text)


def explain(why: Why, *, kept: bool = False) -> ResponseReturnValue:
    """Answer with the explanation and with what was typed, which may be kept as a draft too."""
    explanation = EXPLANATIONS[why]
    page = render_template(
        "kept.html", why=why, explanation=explanation, typed=typed_text(), is_kept=kept
    )
    return page, explanation.status


def session_ended() -> ResponseReturnValue:
    """Answer a form that was sent after its session ended."""
    return explain(Why.SESSION_ENDED)
