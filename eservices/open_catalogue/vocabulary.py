"""The words of linked data: namespaces, and the authority tables of the European Union."""

from collections.abc import Mapping

from holidays.registry import COUNTRIES

from workflows.language.values import Span, Unit

#: Prefixes of the properties and classes used; those of CPSV-AP 3.2.
CONTEXT: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
#: The authority table of languages goes by codes of three letters, as the packs' longer codes do.
THREE_LETTERS: Mapping[str, str] = {"en": "eng", "fr": "fra", "rn": "run", "sw": "swa"}
THREE = 3
#: How a span is written as a duration. Working time has no such form: it depends on a calendar.
DURATIONS: Mapping[Unit, str] = {
    Unit.HOURS: "PT%dH",
    Unit.DAYS: "P%dD",
    Unit.MONTHS: "P%dM",
    Unit.YEARS: "P%dY",
}


def country_of(code: str) -> str | None:
    """Give the authority table's address of a country, from its code of two letters."""
    known = {two: three for _name, two, three, *_former in COUNTRIES.values()}
    return f"{AUTHORITY}/country/{known[code]}" if code in known else None


def language_of(code: str) -> str | None:
    """Give the authority table's address of a language, from its code in the packs."""
    three = THREE_LETTERS.get(code, code)
    return f"{AUTHORITY}/language/{three.upper()}" if len(three) == THREE else None


def currency_of(code: str) -> str:
    """Give the authority table's address of a currency."""
    return f"{AUTHORITY}/currency/{code}"


def duration_of(span: Span) -> str | None:
    """Write a span as XML Schema does, where that says the same."""
    return DURATIONS[span.unit] % span.count if span.unit in DURATIONS else None
