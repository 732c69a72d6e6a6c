"""The opinions asked for on a case, as those who treat it read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.languages import words, words_of
from eservices.definition.model import EService
from workflows import consultations
from workflows.accounts import names_of
from workflows.board import office_names
from workflows.consultations import Asked
from workflows.language.procedure import Consultation, Result, Silence

RESULTS: Mapping[Result, LazyString] = {
    Result.FAVOURABLE: _("Favourable"),
    Result.WITH_RESERVES: _("Favourable with reserves"),
    Result.UNFAVOURABLE: _("Unfavourable"),
}
#: What the end of an opinion's time means, told to whoever gives it.
MEANINGS: Mapping[Silence, LazyString] = {
    Silence.FAVOURABLE: _("Without an answer by then, the opinion counts as favourable."),
    Silence.UNFAVOURABLE: _("Without an answer by then, the opinion counts as unfavourable."),
    Silence.WAITS: _("The case waits for this opinion."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One opinion: who was asked for what, by when, and what came of it."""

    label: str
    office: str
    who: str
    due_at: datetime
    answered_at: datetime | None
    #: What counts: what was answered, or what silence means; empty while it is awaited.
    result: str
    #: How it looks; the words always say the same.
    tone: str
    text: str
    is_silent: bool
    is_late: bool
    #: The case went on, or asked anew, without an answer.
    is_closed: bool


def read_opinions(connection: Connection, case_id: int, eservice: EService) -> tuple[Line, ...]:
    """Read the opinions on a case, the last asked for first; nothing where none can be asked."""
    if not eservice.procedure.consultations():
        return ()
    asked = consultations.asked_on(connection, case_id)
    givers = {one.answered_by for one in asked if one.answered_by is not None}
    names = names_of(connection, givers) if givers else {}
    offices = office_names(connection) if asked else {}
    declared = eservice.procedure.consultations()
    return tuple(_line(one, declared.get(one.name), offices, names) for one in _latest(asked))


def _latest(asked: Iterable[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda one: (one.asked_at, -one.id), reverse=True)


def _line(
    asked: Asked,
    declared: Consultation | None,
    offices: Mapping[str, Mapping[str, str]],
    names: Mapping[int, str],
) -> Line:
    return Line(
        label=words(declared.label) if declared else asked.name,
        office=words_of(offices.get(asked.office)) or asked.office,
        who=names.get(asked.answered_by or 0, ""),
        due_at=asked.due_at,
        answered_at=asked.answered_at,
        result="" if asked.result is None else str(RESULTS[asked.result]),
        tone=asked.result or "awaited",
        text=asked.text or "",
        is_silent=asked.silent_at is not None and asked.answered_at is None,
        is_late=asked.is_late,
        is_closed=asked.closed_at is not None and asked.answered_at is None,
    )
