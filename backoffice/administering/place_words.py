"""Organisations, offices and pools in words: what each part is called, and what was changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from backoffice.administering.places import Places
from backoffice.languages import LANGUAGES
from workflows.administering.entries import What
from workflows.administering.place_rules import Kind, Obstacle, PlaceRefused
from workflows.administering.places import HANDED_BACK, SAVED

#: What the journal keeps of places, in the order in which it is read.
PARTS: Mapping[str, LazyString] = {
    "name": _("Name"),
    "organisation": _("Organisation"),
    "office": _("Office"),
    "queue": _("Agent queue"),
    "calendar": _("Calendar"),
    "place": _("Town"),
    "address": _("Address"),
    "counter": _("Receives visitors"),
    "note": _("Note"),
}
KINDS: Mapping[Kind, LazyString] = {
    Kind.ORGANISATION: _("Organisation"),
    Kind.OFFICE: _("Office"),
    Kind.POOL: _("Pool"),
}
OBSTACLES: Mapping[Obstacle, LazyString] = {
    Obstacle.NO_REASON: _("Say why: it is kept in the journal."),
    Obstacle.NO_NAME: _("Write the name in every language."),
    Obstacle.HALF_SAID: _("%(part)s: write it in every language, or in none."),
    Obstacle.TOO_LONG: _("%(part)s: this is too long."),
    Obstacle.UNREADABLE: _("%(part)s: some characters cannot be read. Type it again."),
    Obstacle.BAD_SLUG: _(
        "The identifier begins with a small letter and has small letters without accents, digits"
        " and hyphens, 63 at most. Write one."
    ),
    Obstacle.TAKEN: _("This identifier is taken: write another one."),
    Obstacle.DESK_TAKEN: _("A pool treats this queue in this office already."),
    Obstacle.UNKNOWN_PLACE: _("%(part)s: choose one of the list."),
    Obstacle.HAS_TILL: _(
        "A till of this office takes cash: as long as the pack’s file says so, visitors are"
        " received."
    ),
    Obstacle.NOTHING: _("Nothing would change."),
    Obstacle.STALE: _(
        "Somebody else changed this meanwhile. Below stands what it says now; what you wrote is in"
        " the form, and saving again puts it in its place."
    ),
    Obstacle.NOT_IN_PACK: _("The pack’s file says nothing of this."),
}
#: What the journal calls a deed of these pages.
DEEDS: frozenset[What] = frozenset({*SAVED.values(), *HANDED_BACK.values()})


def refused_because(refused: PlaceRefused) -> str:
    """Say in a plain sentence why a place cannot be kept so."""
    said = str(OBSTACLES[refused.obstacle])
    return said.replace("%(part)s", str(PARTS.get(refused.part, refused.part)))


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], known: Places
) -> tuple[str, ...]:
    """Tell part by part what was and what is; of what is new, what it is."""
    if before is None:
        return otherwise(after, {}, known)
    was = dict(_written(before, known))
    return tuple(
        gettext("%(part)s: %(was)s → %(words)s", part=part, was=was.get(part, "–"), words=words)
        for part, words in _written(after, known)
        if was.get(part, "–") != words
    )


def otherwise(said: Mapping[str, Any], than: Mapping[str, Any], known: Places) -> tuple[str, ...]:
    """Tell what is said in some other way than there."""
    there = dict(_written(than, known))
    return tuple(
        gettext("%(part)s: %(words)s", part=part, words=words)
        for part, words in _written(said, known)
        if there.get(part, "–") != words
    )


def _written(said: Mapping[str, Any], known: Places) -> Iterator[tuple[str, str]]:
    for part, label in PARTS.items():
        if part not in said:
            continue
        value = said[part]
        if part in IN_LANGUAGES:
            for code in {**LANGUAGES, **(value or {})}:
                tongue = LANGUAGES.get(code, code)
                yield f"{label} ({tongue})", (value or {}).get(code) or "–"
        else:
            yield str(label), _plain(part, value, known)


#: What is said language by language.
IN_LANGUAGES = frozenset({"name", "place", "address", "note"})


def _plain(part: str, value: Any, known: Places) -> str:
    if part == "counter":
        return str(gettext("yes") if value else gettext("no"))
    if part == "organisation":
        return known.organisations.get(value, value)
    return known.office(value) if part == "office" else str(value)
