"""The administrator's e-services: how each is offered, its versions, and all that was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import Connection

from backoffice.exchange import services, staff
from backoffice.languages import words, words_of
from backoffice.noted import said
from eservices.definition.publish import eservice_of
from workflows.accounts import names_of
from workflows.board import office_names
from workflows.definitions import definition
from workflows.life_cycle import Publication, Standing, Status, Step
from workflows.publications import (
    PublicationEntry,
    Version,
    all_publications,
    entries_of,
    publication_of,
    staged_by,
    versions_of,
)

#: Older versions are there to look at; putting one live again begins with its own file.
MOST_CANDIDATES = 5
STATUSES: Mapping[Status, LazyString] = {
    Status.DRAFT: _("Draft"),
    Status.PILOT: _("On trial"),
    Status.LIVE: _("Live"),
    Status.SUSPENDED: _("Suspended"),
    Status.WITHDRAWN: _("Withdrawn"),
    Status.REPLACED: _("Replaced"),
}
STEPS: Mapping[Step, LazyString] = {
    Step.STAGE: _("Stored as a draft"),
    Step.PILOT: _("Put on trial"),
    Step.END_PILOT: _("Trial ended"),
    Step.LIVE: _("Put live"),
    Step.SUSPEND: _("Suspended"),
    Step.RESUME: _("Opened again"),
    Step.WITHDRAW: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An e-service in the list."""

    slug: str
    title: str
    #: The version in force, else the newest one.
    version: Version
    newest: Version
    checksum: str
    demo_values: int


@dataclass(frozen=True, slots=True)
class Done:
    """A step as colleagues read it."""

    at: datetime
    what: str
    who: str
    version: int | None
    reason: str
    for_whom: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A step that was refused: why, and what was typed, so that nothing is lost."""

    step: str = ""
    why: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)


NOTHING_REFUSED = Refused()


@dataclass(frozen=True, slots=True)
class EservicePage:
    """Everything that the page of an e-service shows."""

    slug: str
    title: str
    publication: Publication
    versions: tuple[Version, ...]
    #: Versions that this account staged, and so may not offer.
    own: frozenset[str]
    offices: Mapping[str, str]
    history: tuple[Done, ...]
    for_whom: str
    refused: Refused

    @property
    def candidates(self) -> tuple[Version, ...]:
        """Give the newest versions that may be put live."""
        begins_again = self.publication.standing is Standing.WITHDRAWN
        others = (
            one for one in self.versions if begins_again or one.checksum != self.publication.live
        )
        return tuple(islice(others, MOST_CANDIDATES))


def listed() -> ResponseReturnValue:
    """List the e-services with the version in force and the newest one."""
    with services().engine.begin() as connection:
        lines = tuple(_line(connection, one) for one in all_publications(connection).values())
    return render_template("eservices.html", lines=lines, statuses=STATUSES)


def _line(connection: Connection, publication: Publication) -> Line:
    versions = versions_of(connection, publication.eservice)
    newest = versions[0]
    shown = next((one for one in versions if one.checksum == publication.front), newest)
    eservice = eservice_of(definition(connection, shown.checksum))
    return Line(
        slug=publication.eservice,
        title=words(eservice.title),
        version=shown,
        newest=newest,
        checksum=shown.checksum,
        demo_values=len(eservice.demo),
    )


def show(eservice: str) -> ResponseReturnValue:
    """Show how an e-service is offered, what can be done with it, and what was done."""
    return page_of(eservice, NOTHING_REFUSED)


def page_of(eservice: str, refused: Refused) -> ResponseReturnValue:
    """Make the page of an e-service, with a step that was refused, if one was."""
    with services().engine.begin() as connection:
        versions = versions_of(connection, eservice)
        if not versions:
            abort(404)
        page = _page(connection, eservice, versions, refused)
    shown = render_template("eservice.html", page=page, statuses=STATUSES, steps=STEPS, Step=Step)
    return shown, 409 if refused.why else 200


def _page(
    connection: Connection, eservice: str, versions: tuple[Version, ...], refused: Refused
) -> EservicePage:
    publication = publication_of(connection, eservice)
    offices = {slug: words_of(name) for slug, name in office_names(connection).items()}
    entries = entries_of(connection, eservice)
    stored = definition(connection, publication.front or versions[0].checksum)
    return EservicePage(
        slug=eservice,
        title=words(eservice_of(stored).title),
        publication=publication,
        versions=versions,
        own=staged_by(entries, staff().id),
        offices=offices,
        history=_history(connection, entries, versions, offices),
        for_whom=for_whom(publication.pilot_offices, publication.pilot_share, offices),
        refused=refused,
    )


def _history(
    connection: Connection,
    entries: Iterable[PublicationEntry],
    versions: Iterable[Version],
    offices: Mapping[str, str],
) -> tuple[Done, ...]:
    kept = tuple(entries)
    ids = {entry.author.account_id for entry in kept if entry.author.account_id is not None}
    names = names_of(connection, ids) if ids else {}
    numbers = {version.checksum: version.version for version in versions}
    return tuple(
        Done(
            at=entry.at,
            what=str(STEPS[entry.step]),
            who=names.get(entry.author.account_id or 0) or said(entry.author.operator or ""),
            version=numbers.get(entry.checksum or ""),
            reason=said(entry.reason),
            for_whom=for_whom(entry.data.get("offices", ()), entry.data.get("share", 0), offices),
        )
        for entry in reversed(kept)
    )


def for_whom(slugs: Iterable[str], share: int, offices: Mapping[str, str]) -> str:
    """Say who tries a version out; nothing when nobody does."""
    named = ", ".join(offices.get(slug, slug) for slug in slugs)
    return named or (gettext("%(share)s %% of applicants", share=share) if share else "")
