"""The administrator's pages of languages: French texts, their translations, who approved which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from eservices.translating.keeping import (
    LONGEST,
    Entry,
    Fault,
    Standing,
    Translation,
    TranslationRefused,
    Wording,
    all_of,
    approved,
    entries_of,
    settle,
    write,
)
from eservices.translating.sources import ENOUGH, INTERFACE, coverage, sources
from workflows.accounts import names_of
from workflows.life_cycle import Author

PAGE = 25
UNTRANSLATED = "none"
STANDINGS: Mapping[str, LazyString] = {
    UNTRANSLATED: _("Not translated"),
    Standing.DRAFT: _("Draft"),
    Standing.APPROVED: _("Approved"),
    Standing.REJECTED: _("Rejected"),
}
STEPS: Mapping[str, LazyString] = {
    "written": _("written"),
    Standing.APPROVED: _("approved"),
    Standing.REJECTED: _("rejected"),
}
FAULTS: Mapping[Fault, LazyString] = {
    Fault.NOTHING_WRITTEN: _("Write the translation first."),
    Fault.TOO_LONG: _("This translation is too long."),
    Fault.OTHER_VALUES: _(
        "Keep what stands between %%( and )s, and between braces, exactly as in the French text."
    ),
    Fault.NO_SUCH_TEXT: _("This text has no translation yet: save one first."),
    Fault.SAME_PERSON: _("You wrote these words: another administrator must approve them."),
    Fault.CHANGED: _("Somebody changed these words meanwhile: read them again, then decide."),
}
DONE: Mapping[str, LazyString] = {
    "save": _("Saved as a draft: another administrator who reads the language approves it."),
    "approve": _("Approved: citizens read it within a minute, once the language is offered."),
    "reject": _("Rejected: citizens read the French text."),
}
SETTLING: Mapping[str, Standing] = {"approve": Standing.APPROVED, "reject": Standing.REJECTED}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a language is."""

    code: str
    name: str
    coverage: int
    is_offered: bool
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One French text with its translation, as its page shows it."""

    source: str
    place: str
    standing: str
    words: str
    origin: str
    steps: tuple["Taken", ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step taken with a translation."""

    at: datetime
    who: str
    step: str
    words: str


@dataclass(frozen=True, slots=True)
class Filter:
    """Which texts are shown."""

    standing: str
    place: str
    wanted: str
    page: int

    @property
    def query(self) -> dict[str, Any]:
        """Give what its address says."""
        said = {"standing": self.standing, "place": self.place, "q": self.wanted}
        return {name: value for name, value in said.items() if value}


def languages() -> ResponseReturnValue:
    """List the languages of the country and how far each is."""
    with services().engine.begin() as connection:
        texts = sources(connection)
        found = [
            _progress(connection, one.code, one.name, texts)
            for one in services().national_languages
        ]
    return render_template("languages.html", found=found, enough=ENOUGH, standings=STANDINGS)


def texts(language: str) -> ResponseReturnValue:
    """Show the texts of a language, some at a time."""
    return _page(language)


def take_step(language: str) -> ResponseReturnValue:
    """Save, approve or reject one translation."""
    _name_or_404(language)
    step = request.form.get("step", "")
    wording = Wording(
        language,
        request.form.get("source", "").replace("\r\n", "\n"),
        request.form.get("words", "")[: LONGEST + 1].replace("\r\n", "\n"),
    )
    if step not in DONE:
        return _page(language), 422
    try:
        _take(wording, step)
    except TranslationRefused as refused:
        return _page(language, wording=wording, problem=refused.fault), 422
    flash(str(DONE[step]))
    return redirect(url_for("translating.texts", language=language, **_filter().query), 303)


def _take(wording: Wording, step: str) -> None:
    with services().engine.begin() as connection:
        now = services().clock.now(connection)
        if step in SETTLING:
            settle(connection, wording, SETTLING[step], by=staff().id, at=now)
        else:
            author = Author(account_id=staff().id)
            write(connection, wording, author, at=now, known=sources(connection))


def _progress(connection: Connection, code: str, name: str, texts: Iterable[str]) -> Progress:
    kept, read = all_of(connection, code), approved(connection, code)
    counts = dict.fromkeys(STANDINGS, 0)
    for source in texts:
        counts[_standing(kept.get(source))] += 1
    reached = coverage(read)
    return Progress(code, name, reached, reached >= ENOUGH, counts)


def _standing(found: Translation | None) -> str:
    return UNTRANSLATED if found is None else found.standing.value


def _filter() -> Filter:
    given = request.args
    standing = given.get("standing", "")
    return Filter(
        standing=standing if standing in STANDINGS else "",
        place=given.get("place", "")[:100],
        wanted=given.get("q", "").strip()[:100],
        page=max(given.get("page", 1, type=int), 1),
    )


def _name_or_404(language: str) -> str:
    names = {one.code: one.name for one in services().national_languages}
    return names.get(language) or abort(404)


def _page(language: str, *, wording: Wording | None = None, problem: Fault | None = None) -> str:
    name, chosen = _name_or_404(language), _filter()
    with services().engine.begin() as connection:
        every = sources(connection)
        kept = all_of(connection, language)
        found = [one for one in every.items() if _fits(one, kept, chosen)]
        start = (chosen.page - 1) * PAGE
        lines = _lines(connection, found[start : start + PAGE], kept)
    return render_template(
        "texts.html",
        language_code=language,
        name=name,
        lines=lines,
        chosen=chosen,
        total=len(found),
        pages=-(-len(found) // PAGE),
        places=tuple(dict.fromkeys(every.values())),
        interface=INTERFACE,
        standings=STANDINGS,
        steps=STEPS,
        typed=wording,
        problem=None if problem is None else FAULTS[problem],
    )


def _fits(text: tuple[str, str], kept: Mapping[str, Translation], chosen: Filter) -> bool:
    source, place = text
    found = kept.get(source)
    words = f"{source} {found.words if found else ''}".casefold()
    return (
        chosen.standing in ("", _standing(found))
        and chosen.place in ("", place)
        and chosen.wanted.casefold() in words
    )


def _lines(
    connection: Connection, found: Iterable[tuple[str, str]], kept: Mapping[str, Translation]
) -> tuple[Line, ...]:
    shown = list(found)
    ids = [kept[source].id for source, _place in shown if source in kept]
    entries = entries_of(connection, ids)
    accounts = {one.author.account_id for some in entries.values() for one in some}
    names = names_of(connection, (one for one in accounts if one is not None))
    return tuple(_line(source, place, kept.get(source), entries, names) for source, place in shown)


def _line(
    source: str,
    place: str,
    found: Translation | None,
    entries: Mapping[int, Iterable[Entry]],
    names: Mapping[int, str],
) -> Line:
    steps = () if found is None else tuple(_taken(one, names) for one in entries[found.id])
    return Line(
        source=source,
        place=place,
        standing=_standing(found),
        words="" if found is None else found.words,
        origin="" if found is None else found.origin,
        steps=steps,
    )


def _taken(entry: Entry, names: Mapping[int, str]) -> Taken:
    who = names.get(entry.author.account_id or 0) or entry.author.operator or ""
    return Taken(entry.at, who, entry.step, entry.words)
