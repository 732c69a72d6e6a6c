"""What the page of a sheet shows besides the sheet: delays, trust, offices, a profile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import request
from sqlalchemy import Connection

from eservices.catalogue.certifying import Trust, last_certification, trust
from eservices.catalogue.clearance import Clearance, standing
from eservices.catalogue.delays import Observed, observed
from eservices.catalogue.entries import SheetKind
from eservices.definition.sheets import Described, Document
from eservices.portal.exchange import services
from workflows.language.values import Text
from workflows.organisations import all_offices


@dataclass(frozen=True, slots=True)
class Profile:
    """Documents that one profile needs, under its words; those of everybody have none."""

    words: Text | None
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a sheet on its page."""

    kind: SheetKind
    slug: str
    trust: Trust
    offices: Mapping[str, Text]
    profiles: tuple[Profile, ...]
    #: The profile that the first questions led to, in words; None when all are shown.
    profile: Text | None
    delays: Observed | None
    #: Until when the administration says that it will have finished what is open.
    clearance: Clearance | None = None


def beside_eservice(
    connection: Connection, name: str, digest: str, sheet: Described, checked_on: date | None
) -> Beside:
    """Gather what stands beside the sheet of an e-service."""
    today = services().desk.today(connection)
    seen = observed(connection, name, today)
    found = _beside(connection, (SheetKind.ESERVICE, name), digest, sheet, checked_on, seen)
    return replace(found, clearance=standing(connection, name, today=today))


def beside_procedure(
    connection: Connection, name: str, digest: str, sheet: Described, checked_on: date
) -> Beside:
    """Gather what stands beside the sheet of a procedure at a desk."""
    return _beside(connection, (SheetKind.PROCEDURE, name), digest, sheet, checked_on, None)


def _beside(
    connection: Connection,
    name: tuple[SheetKind, str],
    digest: str,
    sheet: Described,
    checked_on: date | None,
    delays: Observed | None,
) -> Beside:
    wanted = request.args.get("profile")
    found = next((one for one in sheet.documents if wanted and one.profile == wanted), None)
    judged = trust(
        last_certification(connection, name),
        digest,
        checked_on,
        today=services().desk.today(connection),
        zone=services().desk.zone,
    )
    return Beside(
        kind=name[0],
        slug=name[1],
        trust=judged,
        offices={one.slug: Text(dict(one.name)) for one in all_offices(connection)},
        profiles=by_profile(sheet, found.profile if found else None),
        profile=None if found is None else found.when,
        delays=delays,
    )


def by_profile(sheet: Described, wanted: str | None = None) -> tuple[Profile, ...]:
    """Group documents by who needs them, those of everybody first; without other profiles' own."""
    groups: dict[Text | None, list[Document]] = {None: []}
    for document in sheet.documents:
        if wanted is None or document.profile in {None, wanted}:
            groups.setdefault(document.when, []).append(document)
    return tuple(Profile(words, tuple(some)) for words, some in groups.items() if some)
