"""A case's journal told in plain words: who did what, when, and what was said with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.checklist import checked_told
from backoffice.handing_words import RECUSED_FOR
from backoffice.languages import language, words, words_of
from backoffice.opinions import RESULTS
from backoffice.takeovers import said_of
from eservices.corrected_prices import prices_told
from eservices.definition.groups import find_part
from eservices.definition.model import EService
from eservices.timeline import is_told
from workflows import recusing
from workflows.actors import Role
from workflows.handing_over import Why
from workflows.journal import CHANGED, LODGE, Entry, Happening, moves
from workflows.language.procedure import (
    ISSUED,
    OPINIONS_GATHERED,
    PAYMENT_CLEARED,
    Decides,
    Question,
    Result,
)

ROLES: Mapping[Role, LazyString] = {
    Role.APPLICANT: _("Applicant"),
    Role.AGENT: _("Agent"),
    Role.SIGNATORY: _("Signatory"),
    Role.CASHIER: _("Cashier"),
    Role.COUNTER_AGENT: _("Counter agent"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.INSPECTOR: _("Inspector"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.SYSTEM: _("Automatic"),
}

#: Who acts in the applicant's name.
ON_BEHALF = _("Representative of the applicant")

#: What the passing of a legal delay decided.
BY_SILENCE: Mapping[Decides, LazyString] = {
    Decides.ACCEPT: _("the legal delay has passed: accepted"),
    Decides.REFUSE: _("the legal delay has passed: refused"),
}

#: Moves that have the same meaning in every procedure.
KNOWN: Mapping[str, LazyString] = {
    LODGE: _("Application lodged"),
    PAYMENT_CLEARED: _("Payment received"),
    ISSUED: _("Act sealed and registered"),
    Happening.ACT_REVOKED: _("Act revoked"),
    Happening.ACT_REPLACED: _("Act replaced by a corrected one"),
    Happening.TRANSFERRED: _("Transferred to another office"),
    Happening.OPINION_TRANSFERRED: _("An opinion is asked of another office"),
    Happening.OVERFLOWED: _("Taken over by another office"),
    Happening.MIGRATED: _("Moved to a newer version of the e-service"),
    Happening.OPINION_GIVEN: _("Opinion given"),
    Happening.OPINION_SILENT: _("No opinion in time"),
    OPINIONS_GATHERED: _("All opinions are there"),
    Happening.CASH_RETURNED: _("Cash given back at the desk"),
    Happening.OUT_OF_TURN: _("Let go out of turn"),
    Happening.PRICE_CHANGED: _("Price computed anew from the corrected answers"),
    Happening.QUESTION_ASKED: _("Question to the office"),
    Happening.QUESTION_ANSWERED: _("Question answered"),
    Happening.HANDED_OVER: _("Printed act handed over at a counter"),
    Happening.PAPER_SENT: _("Paper sent to the office"),
    Happening.PAPER_RECEIVED: _("Paper arrived"),
    Happening.PAPER_MISSING: _("Paper missing from its batch"),
    Happening.RECUSED: _("Withdrew from the case"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something said with a move, such as its reason."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One move as colleagues read it."""

    at: datetime
    who: str
    what: str
    leads_to: str
    said: tuple[Said, ...]


def tell(
    entries: Sequence[Entry], eservice: EService, names: Mapping[int, str]
) -> tuple[Episode, ...]:
    """Tell a journal, last move first: it is the one that explains why the case is here."""
    return tuple(_episode(entry, eservice, names) for entry in reversed(entries))


def last_corrections(entries: Sequence[Entry]) -> frozenset[str]:
    """Name the answers that the applicant changed since somebody of the administration moved.

    Where items of a group were asked for, they are named and not the group.
    """
    changed: set[str] = set()
    asked: set[str] = set()
    for entry in reversed(moves(entries)):
        if entry.account_id is not None:
            asked.update(entry.data.get(Question.FIELDS_TO_CORRECT, ()))
            break
        changed.update(entry.data.get(CHANGED, ()))
    items = {name for name in asked if "." in name and name.split(".")[0] in changed}
    return frozenset(changed - ({name.split(".")[0] for name in items} - asked) | items)


def _episode(entry: Entry, eservice: EService, names: Mapping[int, str]) -> Episode:
    state = eservice.procedure.states.get(entry.to_state)
    return Episode(
        at=entry.at,
        who=_who(entry, names),
        what=_what(entry, eservice),
        leads_to=words(state.label) if state else entry.to_state,
        said=_said(entry, eservice),
    )


def _who(entry: Entry, names: Mapping[int, str]) -> str:
    role = str(ON_BEHALF if entry.on_behalf else ROLES[entry.role])
    name = names.get(entry.account_id or 0)
    return f"{name} ({role.lower()})" if name else role


def _what(entry: Entry, eservice: EService) -> str:
    if entry.data.get("why") == Why.PASSED_ON:
        return str(gettext("Passed on to others"))
    if entry.trigger in KNOWN:
        return str(KNOWN[entry.trigger])
    labels = (
        words(transition.label)
        for transition in eservice.procedure.transitions
        if transition.fire == entry.trigger and entry.from_state in transition.origins
    )
    return next(filter(None, labels), "") or gettext("Passed on")


def _said(entry: Entry, eservice: EService) -> tuple[Said, ...]:
    spoken = ((key, entry.data[key]) for key in TELLINGS if entry.data.get(key))
    takeover = (Said(label, text) for label, text in said_of(entry))
    told = (
        Said(_label(key, entry, eservice), TELLINGS[key].write(value, eservice))
        for key, value in spoken
    )
    prices = prices_told(entry, language())
    checked = checked_told(entry, eservice)
    besides = ((gettext("Price"), prices), (gettext("Ticked"), checked))
    return (*told, *takeover, *(Said(label, text) for label, text in besides if text))


def _label(key: str, entry: Entry, eservice: EService) -> str:
    told = is_told(eservice.procedure, entry.to_stage, entry.from_state, entry.trigger)
    to_applicant = key == Question.MESSAGE and told
    return str(MESSAGE_TO_APPLICANT if to_applicant else TELLINGS[key].label)


def field_labels(names: Sequence[str], eservice: EService) -> str:
    """List the labels of some fields."""
    fields = ((name, find_part(eservice.form, name)) for name in names)
    return ", ".join(words(field.label) if field else name for name, field in fields)


def _reason(code: str, eservice: EService) -> str:
    reason = eservice.reason(code)
    return words(reason) if reason else code


def _opinion(opinion: Mapping[str, Any], eservice: EService) -> str:
    if "result" in opinion:
        return _asked_opinion(opinion, eservice)
    verdict = gettext("favourable") if opinion.get("favourable") else gettext("unfavourable")
    return f"{verdict} — {opinion.get('text', '')}"


def _asked_opinion(opinion: Mapping[str, Any], eservice: EService) -> str:
    """Write what an office that was consulted answered, or what its silence means."""
    asked = eservice.procedure.consultations().get(opinion["name"])
    about = words(asked.label) if asked else opinion["name"]
    told = (about, str(RESULTS[Result(opinion["result"])]), opinion.get("text", ""))
    return " — ".join(filter(None, told))


def _named(name: Mapping[str, str], _eservice: EService) -> str:
    return words_of(name)


def _silence(decided: str, _eservice: EService) -> str:
    return str(BY_SILENCE[Decides(decided)])


def _recused(reason: str, _eservice: EService) -> str:
    return str(RECUSED_FOR[recusing.Reason(reason)])


def _delegation(number: int, _eservice: EService) -> str:
    return str(gettext("by delegation no. %(number)s", number=number))


def _written(text: str, _eservice: EService) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Telling:
    """How one answer that came with a move is written."""

    label: LazyString
    write: Callable[[Any, EService], str]


MESSAGE_TO_APPLICANT = _("Message to the applicant")
TELLINGS: Mapping[str, Telling] = {
    Question.REASON: Telling(_("Reason"), _reason),
    Question.FIELDS_TO_CORRECT: Telling(_("To correct"), field_labels),
    Question.OPINION: Telling(_("Opinion"), _opinion),
    Question.MESSAGE: Telling(_("Message"), _written),
    Question.NOTE: Telling(_("Internal note"), _written),
    "office": Telling(_("To the office"), _named),
    CHANGED: Telling(_("Corrected"), field_labels),
    "recused_for": Telling(_("Conflict of interest"), _recused),
    "delegation": Telling(_("In the place of an absent colleague"), _delegation),
    "silence": Telling(_("Silence of the administration"), _silence),
}
