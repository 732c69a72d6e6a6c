"""Who changed what in the administration: one list over every journal that administrators fill."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from eservices.catalogue.tables import certifications
from eservices.tables import translation_entries, translations
from workflows.administering.entries import What
from workflows.proofs.entries import What as Proof
from workflows.tables import (
    accounts,
    administration_entries,
    pools,
    proof_entries,
    publication_entries,
    transfers,
)


class Area(StrEnum):
    """What was changed."""

    ACCOUNTS = "accounts"
    PLACES = "places"
    PROVIDERS = "providers"
    RETENTION = "retention"
    FACTORS = "factors"
    ESERVICES = "eservices"
    TEXTS = "texts"
    SHEETS = "sheets"
    SUCCESSIONS = "successions"


WHATS: Mapping[Area, frozenset[What]] = {
    Area.ACCOUNTS: frozenset(
        {
            What.OPENED,
            What.CHANGED,
            What.CLOSED,
            What.REOPENED,
            What.INVITED,
            What.ACCEPTED,
            What.PROPOSED,
            What.DECLINED,
            What.ACCESS_CONFIRMED,
        }
    ),
    Area.PLACES: frozenset(
        {
            What.CLOSING_ADDED,
            What.CLOSING_ENDED,
            What.HOURS_SET,
            What.HOURS_TAKEN_BACK,
            What.ORGANISATION_SAVED,
            What.OFFICE_SAVED,
            What.POOL_SAVED,
            What.ORGANISATION_HANDED_BACK,
            What.OFFICE_HANDED_BACK,
            What.POOL_HANDED_BACK,
        }
    ),
    Area.PROVIDERS: frozenset({What.PROVIDER_TRIED, What.SMS_STOPPED, What.SMS_RAISED}),
    Area.RETENTION: frozenset(
        {
            What.RETENTION_PROPOSED,
            What.RETENTION_ON,
            What.RETENTION_OFF,
            What.ERASED,
            What.HELD_BACK,
            What.LET_GO,
        }
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries are looked for."""

    area: Area | None = None
    #: A login, a name, or the operator of the command.
    who: str = ""
    #: To what it was done.
    subject: str = ""
    #: Whether the subject is that one, and not one that contains it.
    exactly: bool = False
    #: What was done; anything where it is empty.
    whats: frozenset[What] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, as one of the journals keeps it."""

    at: datetime
    area: Area
    #: A code of the journal that it stands in.
    what: str
    #: The name of whoever did it, or the operator of the command.
    by: str
    login: str | None
    subject: str
    reason: str
    data: Mapping[str, Any]


#: What of the journal of proofs changes who can sign in; the rest is its owner's to read.
OF_PROOFS = (Proof.RESET, Proof.CHANGED_PASSWORD)
NOTHING = cast(literal("{}"), JSONB)
NO_OPERATOR = null().cast(Text)


def _member(
    area: Area, what: ColumnElement[Any], subject: ColumnElement[Any], **columns: Any
) -> Select[Any]:
    return select(
        columns["at"].label("at"),
        columns["account_id"].label("account_id"),
        columns.get("operator", NO_OPERATOR).label("operator"),
        literal(area).label("area"),
        what.label("what"),
        subject.label("subject"),
        columns.get("reason", literal("")).label("reason"),
        columns.get("data", NOTHING).label("data"),
    )


def _common(table: Table, *names: str) -> dict[str, Any]:
    return {name: table.c[name] for name in ("at", "account_id", "operator", *names)}


def _members() -> dict[Area, Select[Any]]:
    kept = administration_entries
    own = {
        area: _member(area, kept.c.what, kept.c.subject, **_common(kept, "reason", "data")).where(
            kept.c.what.in_(whats)
        )
        for area, whats in WHATS.items()
    }
    return own | _elsewhere() | {Area.SUCCESSIONS: _transferred()}


def _elsewhere() -> dict[Area, Select[Any]]:
    offered, proved, said = publication_entries, proof_entries, translation_entries
    whose = accounts.alias()
    of_eservices = _common(offered, "reason", "data")
    reset = {"at": proved.c.at, "account_id": proved.c.by_account_id, "reason": proved.c.about}
    source = translations.c.language + ": " + translations.c.source
    certified = literal("certified"), certifications.c.slug
    return {
        Area.ESERVICES: _member(Area.ESERVICES, offered.c.step, offered.c.eservice, **of_eservices),
        Area.FACTORS: _member(Area.FACTORS, proved.c.what, whose.c.login, **reset)
        .join_from(proved, whose, whose.c.id == proved.c.account_id)
        .where(proved.c.what.in_(OF_PROOFS)),
        Area.TEXTS: _member(Area.TEXTS, said.c.step, source, **_common(said)).join_from(
            said, translations
        ),
        Area.SHEETS: _member(Area.SHEETS, *certified, **_common(certifications)),
    }


def _transferred() -> Select[Any]:
    moved = func.jsonb_build_object("cases", transfers.c.cases, "opinions", transfers.c.opinions)
    given: dict[str, Any] = {"at": transfers.c.at, "account_id": transfers.c.account_id}
    given |= {"reason": transfers.c.reason, "data": moved}
    told = _member(Area.SUCCESSIONS, literal("transferred"), pools.c.slug, **given)
    return told.join_from(transfers, pools, pools.c.id == transfers.c.pool_id)


def latest(
    connection: Connection, asked: Asked, *, limit: int, offset: int = 0
) -> tuple[Deed, ...]:
    """List what was done, the latest first."""
    members = _members()
    wanted = [members[asked.area]] if asked.area else list(members.values())
    every = union_all(*wanted).subquery()
    found = (
        select(every, accounts.c.name, accounts.c.login)
        .join_from(every, accounts, accounts.c.id == every.c.account_id, isouter=True)
        .where(*_where(asked, every.c))
        .order_by(every.c.at.desc(), every.c.what, every.c.subject)
    )
    return tuple(
        Deed(
            at=row.at,
            area=Area(row.area),
            what=row.what,
            by=row.name or row.operator or "",
            login=row.login,
            subject=row.subject,
            reason=row.reason,
            data=row.data,
        )
        for row in connection.execute(found.limit(limit).offset(offset))
    )


def _where(asked: Asked, columns: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.who:
        named = (accounts.c.login, accounts.c.name, columns.operator)
        conditions.append(or_(*(one.icontains(asked.who, autoescape=True) for one in named)))
    if asked.exactly:
        conditions.append(columns.subject == asked.subject)
    elif asked.subject:
        conditions.append(columns.subject.icontains(asked.subject, autoescape=True))
    if asked.whats:
        conditions.append(columns.what.in_(asked.whats))
    if asked.since is not None:
        conditions.append(columns.at >= asked.since)
    if asked.until is not None:
        conditions.append(columns.at < asked.until)
    return conditions
