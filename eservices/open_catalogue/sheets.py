"""What the catalogue publishes of a procedure, online or at a desk, for whoever writes it out.

This is the one place that reads sheets for machines: a field that sheets gain is added here, and
every format finds it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from eservices.catalogue.opening import OpenOffice
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from eservices.definition.sheets import Audience, Described, Document
from eservices.documents.sheet import DELAY_LODGED, DELAY_PAID, FREE
from eservices.durations import span_in_words
from eservices.packs.procedures import DeskProcedure
from eservices.price_words import tell_price
from eservices.texts import translate
from payments.money import Money
from payments.tariff import TariffLine
from workflows.definitions import definition
from workflows.language.procedure import Promise, PromiseStart
from workflows.language.values import Span, Text
from workflows.life_cycle import Publication, Standing
from workflows.publications import all_publications


class Availability(StrEnum):
    """How a procedure can be gone through now."""

    ONLINE = "online"
    ON_TRIAL = "on-trial"
    SUSPENDED = "suspended"
    AT_DESK = "at-desk"


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation or an office, by its name in the pack."""

    slug: str
    name: Text
    #: When an office receives visitors, where that is known.
    open: OpenOffice | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What is paid: an amount where it is always the same, and what is said of it."""

    item: str
    words: Text
    money: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is published of one procedure."""

    #: Below the portal's address, such as `services/criminal-record`.
    path: str
    identifier: str
    availability: Availability
    languages: tuple[str, ...]
    title: Text
    summary: Text
    who: Text
    authority: Place
    offices: tuple[Place, ...] = ()
    audiences: tuple[Audience, ...] = ()
    category: Text | None = None
    #: The events of life in which it is needed, by their name in the pack.
    life_events: tuple[Place, ...] = ()
    #: What people call it, with commas between.
    called: Text | None = None
    documents: tuple[Document, ...]
    steps: tuple[Text, ...]
    prices: tuple[Price, ...]
    #: The promised delay, and the same in words.
    within: Span | None = None
    delay: Text | None = None
    #: What the applicant receives.
    outcome: Text | None = None
    validity: Text | None = None
    refusal: Text | None = None
    recourse: Text | None = None
    legal_basis: tuple[Text, ...]
    #: What is said of values that the administration has not confirmed yet.
    unconfirmed: tuple[Text, ...]


Names = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Known:
    """How what sheets name is called: organisations, offices, headings, each by its slug."""

    organisations: Names
    offices: Names
    categories: Names = field(default_factory=dict)
    life_events: Names = field(default_factory=dict)
    #: Offices as visitors find them, each by its slug.
    open: Mapping[str, OpenOffice] = field(default_factory=dict)


def published(
    connection: Connection, procedures: Sequence[DeskProcedure], known: Known, today: date
) -> tuple[Sheet, ...]:
    """Read what the catalogue publishes now: e-services that were not withdrawn, then desks'."""
    online = (
        of_eservice(eservice_of(definition(connection, one.front)), one, known, today)
        for one in all_publications(connection).values()
        if one.front is not None and one.standing is not Standing.WITHDRAWN
    )
    return (*online, *(of_procedure(one, known) for one in procedures))


def of_eservice(service: EService, publication: Publication, known: Known, today: date) -> Sheet:
    """Take from an e-service what its sheet publishes."""
    told, languages = service.sheet, service.languages
    lines = [line for line in service.tariff if line.in_force(today)]
    promise = service.promise
    return Sheet(
        path=path_of(service.eservice),
        identifier=service.code,
        availability=_availability(publication),
        languages=languages,
        title=service.title,
        authority=Place(service.authority, known.organisations[service.authority]),
        audiences=service.audience,
        category=known.categories.get(told.category or ""),
        prices=tuple(_price(line, service) for line in lines) or _free(service),
        # A delay that depends on the answers is said in words alone.
        within=None if promise is None or promise.variants else promise.within,
        delay=None if promise is None else _delay(promise, languages),
        outcome=None if service.act is None else service.act.title,
        legal_basis=service.legal_basis,
        unconfirmed=tuple(service.demo.values()),
        **_described(told, known),
    )


def of_procedure(procedure: DeskProcedure, known: Known) -> Sheet:
    """Take from a procedure at a desk what its sheet publishes."""
    named = dict.fromkeys(
        (*procedure.offices, *(step.office for step in procedure.steps if step.office))
    )
    return Sheet(
        path=path_of_procedure(procedure.procedure),
        identifier=procedure.procedure,
        availability=Availability.AT_DESK,
        languages=tuple(procedure.title.root),
        title=procedure.title,
        authority=Place(procedure.authority, known.organisations[procedure.authority]),
        offices=tuple(Place(slug, known.offices[slug], known.open.get(slug)) for slug in named),
        audiences=procedure.audience,
        category=known.categories.get(procedure.category),
        prices=() if procedure.fee is None else (Price("fee", procedure.fee, None),),
        delay=procedure.delay,
        legal_basis=procedure.legal_basis,
        unconfirmed=tuple(procedure.demo.values()),
        **_described(procedure, known),
    )


def _described(told: Described, known: Known) -> dict[str, Any]:
    """Take what the sheet of any procedure may say."""
    events = (one for one in told.life_events if one in known.life_events)
    return {
        "summary": told.summary,
        "who": told.who,
        "documents": told.documents,
        "steps": tuple(step.step for step in told.steps),
        "life_events": tuple(Place(one, known.life_events[one]) for one in events),
        "called": told.words,
        "validity": told.validity,
        "refusal": told.refusal,
        "recourse": told.recourse,
    }


def path_of(eservice: str) -> str:
    """Give where the sheet of an e-service stands below the portal's address."""
    return f"services/{eservice}"


def path_of_procedure(procedure: str) -> str:
    """Give where the sheet of a procedure at a desk stands below the portal's address."""
    return f"procedures/{procedure}"


def in_each(languages: Iterable[str], say: Callable[[str], str]) -> Text:
    """Say something in each of some languages."""
    return Text({language: say(language) for language in languages})


def _availability(publication: Publication) -> Availability:
    if publication.standing is Standing.SUSPENDED:
        return Availability.SUSPENDED
    return Availability.ONLINE if publication.live else Availability.ON_TRIAL


def _price(line: TariffLine, service: EService) -> Price:
    def say(language: str) -> str:
        told = tell_price(line, service.form, language)
        label = f"{line.label.in_language(language)}:"
        return " ".join((label, told.short, *told.scale, *told.details))

    return Price(
        line.item, in_each(service.languages, say), line.amount if line.per is None else None
    )


def _free(service: EService) -> tuple[Price, ...]:
    if service.tariff:
        return ()
    words = in_each(service.languages, lambda language: translate(FREE, language))
    return (Price("free", words, Money.zero(service.currency)),)


def _delay(promise: Promise, languages: Iterable[str]) -> Text:
    message = DELAY_PAID if promise.starts is PromiseStart.PAID else DELAY_LODGED
    return in_each(
        languages,
        lambda language: translate(message, language, span=span_in_words(promise.within, language)),
    )
