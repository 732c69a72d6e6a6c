"""What every template may use: texts of definitions, dates, amounts, addresses of static files."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, format_percent, gettext
from jinja2 import StrictUndefined

from delivery.masking import mask
from eservices.advice import advise, remark
from eservices.definition.form import Field
from eservices.definition.groups import answer_to, find_part, parts
from eservices.definition.model import EService
from eservices.documents.words import silence_of_law
from eservices.durations import span_in_words
from eservices.form import in_words, present
from eservices.portal.assets import Asset
from eservices.portal.audiences import AUDIENCES
from eservices.portal.exchange import language, services
from eservices.portal.languages import (
    LANGUAGES,
    chosen_language,
    in_reader_words,
    national_words,
    offered_languages,
)
from eservices.portal.visits import CaseVisit
from eservices.price_words import PriceInWords, tell_price
from eservices.proof import piece_label
from payments.money import Money
from payments.tariff import TariffLine
from workflows.attachments import Attachment
from workflows.language.promises import promised_span
from workflows.language.values import Span, Text

ASSETS = "portal.assets"
KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


def equip(app: Flask, loaded: Mapping[str, Asset]) -> None:
    """Give the templates their filters and functions; a name nobody set is an error."""
    app.extensions[ASSETS] = loaded
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(_filters())
    app.jinja_env.globals.update(
        asset=asset_address,
        feeds_of=feeds_of,
        language=language,
        languages=LANGUAGES,
        offered_languages=offered_languages,
        reading=chosen_language,
        audiences=AUDIENCES,
        here=here,
        portal=services,
    )


def _filters() -> dict[str, Callable[..., Any]]:
    return {
        "words": words,
        "advice": advice,
        "remarks": remarks,
        "named": named,
        "masked": mask,
        "answer": answer,
        "money": money,
        "instant": instant,
        "price": price,
        "promised": promised,
        "law_on_silence": law_on_silence,
        "part": find_part,
        "piece": piece,
        "parts": parts,
        "answered": answer_to,
        "until": until,
        "day": day,
        "month": month,
        "number": format_decimal,
        "share": format_percent,
        "short_month": short_month,
        "size": size,
        "figure": figure,
        "span": span,
    }


def assets() -> Mapping[str, Asset]:
    """Give the static files of this application."""
    return cast("Mapping[str, Asset]", current_app.extensions[ASSETS])


def asset_address(name: str) -> str:
    """Give the address of a static file with its present content."""
    return url_for("assets.static_file", digest=assets()[name].digest, name=name)


def words(text: Text | None) -> str:
    """Give a text of a definition in the reader's language."""
    return "" if text is None else in_reader_words(text.in_language(language()))


def advice(flaws: Iterable[str]) -> tuple[str, ...]:
    """Say what may be wrong with a photograph, and what to do."""
    return tuple(in_reader_words(one) for one in advise(flaws, language()))


def remarks(flaws: Iterable[str]) -> str:
    """Name what may be wrong with a photograph."""
    return in_reader_words(remark(flaws, language()))


def named(names: Mapping[str, str]) -> str:
    """Give a stored name, such as an authority's, in the reader's language."""
    return words(Text(dict(names)))


def answer(field: Field, value: Any) -> str:
    """Give an answer as a person reads it."""
    return present(field, value, language())


def piece(file: Attachment, service: EService) -> str:
    """Say what a file of a case is."""
    return in_reader_words(piece_label(service, file.field, language()))


def money(amount: Money) -> str:
    """Give an amount as the reader's language writes it."""
    return amount.in_locale(language())


def instant(at: datetime) -> str:
    """Give a day and an hour in the country's zone."""
    if national_words() is not None:
        return str(format_datetime(at, "d MMMM y HH:mm"))
    return str(format_datetime(at, gettext("d MMMM y 'at' HH:mm")))


def price(line: TariffLine, service: EService) -> PriceInWords:
    """Say what a line of the tariff costs, and how it is computed."""
    told = tell_price(line, service.form, language())
    return PriceInWords(
        short=in_reader_words(told.short),
        scale=tuple(in_reader_words(one) for one in told.scale),
        details=tuple(in_reader_words(one) for one in told.details),
    )


def promised(visit: CaseVisit) -> Span:
    """Give the delay promised to these answers, where the e-service promises one."""
    lodged_on = visit.case.lodged_at.astimezone(services().desk.zone).date()
    promise = visit.service.promise
    if promise is None:
        raise LookupError(visit.service.eservice)
    return promised_span(promise, answers=visit.case.answers, today=lodged_on)


def law_on_silence(service: EService) -> str:
    """Say what the law takes silence for; nothing where it means nothing."""
    silence = service.procedure.silence
    return "" if silence is None else silence_of_law(silence, language())


def until(at: datetime) -> str:
    """Give the last moment of a delay; one that ends at midnight ends with the day before."""
    local = at.astimezone(services().desk.zone)
    if local.time() == time():
        before = format_date(local.date() - timedelta(days=1), "long")
        return str(gettext("%(day)s, at the end of the day", day=before))
    return instant(at)


def day(at: datetime | date) -> str:
    """Give a day in the country's zone."""
    return str(format_date(at, "long"))


def month(first: date) -> str:
    """Name a month and its year."""
    return str(format_date(first, "MMMM y"))


def short_month(first: date) -> str:
    """Name a month in short, with its year."""
    return str(format_date(first, "LLL yy"))


def figure(count: int | str | None) -> str:
    """Give a published figure: a number as the reader's language writes it, or a mark."""
    if count is None:
        return "–"
    return in_words(count, language()) if isinstance(count, int) else count


def size(count: int) -> str:
    """Give the size of a file in the unit that people know."""
    if count < MEGABYTE:
        return str(gettext("%(number)s KB", number=in_words(-(-count // KILOBYTE), language())))
    return str(gettext("%(number)s MB", number=in_words(round(count / MEGABYTE, 1), language())))


def span(length: Span) -> str:
    """Give a span of time in words."""
    return in_reader_words(span_in_words(length, language()))


def feeds_of(endpoint: str, **names: Any) -> dict[str, str]:
    """Give the addresses of a feed of changes by language."""
    return {code: url_for(endpoint, language=code, **names) for code in LANGUAGES}


def here() -> str:
    """Give the path of this page, for the language links to come back to; never a POST's."""
    if request.method != "GET" or request.endpoint is None:
        return url_for("catalogue.home")
    return request.full_path.rstrip("?")
