"""The journal of the administration in plain words: what was, what is, and who made it so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from backoffice.administering import place_words
from backoffice.administering.journal import Area, Deed
from backoffice.administering.places import Places
from backoffice.administering.words import KINDS, PARTS, WHATS
from backoffice.languages import LANGUAGES
from backoffice.noted import said
from backoffice.story import ROLES
from workflows.actors import Role
from workflows.administering.changes import Kind
from workflows.administering.entries import CLOCK, What

AREAS: Mapping[Area, LazyString] = {
    Area.ACCOUNTS: _("Accounts"),
    Area.PLACES: _("Offices"),
    Area.PROVIDERS: _("Providers"),
    Area.RETENTION: _("Retention"),
    Area.FACTORS: _("Passwords and second factors"),
    Area.ESERVICES: _("E-services"),
    Area.TEXTS: _("Texts"),
    Area.SHEETS: _("Sheets"),
    Area.SUCCESSIONS: _("Successions"),
}
#: What the other journals call what was done.
ELSEWHERE: Mapping[str, LazyString] = {
    "stage": _("Version stored"),
    "pilot": _("Pilot begun"),
    "end_pilot": _("Pilot ended"),
    "live": _("Version put live"),
    "suspend": _("E-service suspended"),
    "resume": _("E-service resumed"),
    "withdraw": _("E-service withdrawn"),
    "written": _("Text written"),
    "approved": _("Text approved"),
    "rejected": _("Text rejected"),
    "certified": _("Sheet certified"),
    "transferred": _("Authority transferred"),
    "reset": _("All second factors taken away"),
    "password_changed": _("Password changed by its owner"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was done, in words."""

    at: datetime
    area: str
    what: str
    by: str
    subject: str
    reason: str
    details: tuple[str, ...]


def lines(found: tuple[Deed, ...], known: Places) -> tuple[Line, ...]:
    """Tell what was done."""
    return tuple(
        Line(
            at=deed.at,
            area=str(AREAS[deed.area]),
            what=_what(deed),
            by=_by(deed),
            subject=known.pool(deed.subject) if deed.area in NAMES_POOLS else deed.subject,
            reason=said(deed.reason),
            details=_details(deed, known),
        )
        for deed in found
    )


NAMES_POOLS = frozenset({Area.SUCCESSIONS})


def _what(deed: Deed) -> str:
    if deed.what in set(What):
        return str(WHATS[What(deed.what)])
    return str(ELSEWHERE[deed.what])


def _by(deed: Deed) -> str:
    if deed.by == CLOCK.operator and deed.login is None:
        return str(gettext("By itself"))
    return said(deed.by)


def _details(deed: Deed, known: Places) -> tuple[str, ...]:
    data = deed.data
    if deed.what in place_words.DEEDS:
        return place_words.differences(data["before"], data["after"], known)
    told = list(differences(data.get("before"), data.get("after"), known))
    kind = data.get("kind")
    if kind in set(Kind):
        told.insert(0, str(KINDS[Kind(kind)]))
    if data.get("resets_factors"):
        told.append(str(gettext("Second factors taken away")))
    if data.get("returned"):
        told.append(
            str(ngettext("%(num)d case given back", "%(num)d cases given back", data["returned"]))
        )
    told += [f"{key}: {value}" for key, value in data.items() if key in PLAIN]
    return tuple(told)


#: What is told as it is kept: numbers, days and codes.
PLAIN = frozenset(
    {
        "login",
        "first_day",
        "last_day",
        "from_day",
        "hours",
        "cases",
        "opinions",
        "provider",
        "problem",
        "offices",
        "most",
    }
)


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, known: Places
) -> tuple[str, ...]:
    """Tell part by part what was and what is; of what is new, what it is."""
    if after is None:
        return ()
    told = []
    for part, label in PARTS.items():
        was = _written(part, before[part], known) if before else "–"
        is_now = _written(part, after[part], known)
        if was != is_now:
            told.append(f"{label}: {was} → {is_now}" if before else f"{label}: {is_now}")
    return tuple(told)


def _written(part: str, value: Any, known: Places) -> str:
    if part == "roles":
        return ", ".join(str(ROLES[Role(role)]) for role in value) or "–"
    if part == "pools":
        return ", ".join(known.pool(slug) for slug in value) or "–"
    if part == "office":
        return known.office(value)
    return LANGUAGES.get(value, value) if part == "language" else str(value)
