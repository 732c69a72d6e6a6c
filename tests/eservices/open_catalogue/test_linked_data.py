"""The catalogue's linked data keeps to CPSV-AP 3.2, held against its published shapes."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SKOS

import eservices
from eservices.catalogue.opening import OtherHours
from eservices.open_catalogue.graph import Graph as LinkedGraph
from eservices.open_catalogue.graph import Node
from eservices.open_catalogue.hours import as_specifications, opening_hours
from eservices.open_catalogue.linked_data import of_catalogue, of_sheet
from eservices.open_catalogue.search_engines import as_government_office
from eservices.open_catalogue.vocabulary import country_of, duration_of, language_of
from eservices.packs import known_packs
from tests.builders.published import offices_of, publisher_of, sheets_of
from workflows.language.values import Span, Text

#: Where the profile's own files are: beside the project, or where this setting says.
SETTING = "CPSV_AP_FOLDER"
BESIDE = Path(eservices.__file__).parents[2] / "shared" / "data"
SHAPES, TERMS = "cpsv-ap-3.2.0-shacl.ttl", "cpsv-ap-3.2.0-context.jsonld"
#: Words of SKOS that say what the profile has none for.
BESIDES = {SKOS.editorialNote}
#: rdflib's own reader of JSON-LD warns of itself.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
every_pack = pytest.mark.parametrize("pack", known_packs())


def profile(name: str) -> Path:
    path = Path(os.environ.get(SETTING) or BESIDE) / name
    if not path.is_file():
        pytest.skip(f"put {name} of CPSV-AP 3.2.0 where {SETTING} says to run this test")
    return path


@cache
def shapes(path: Path) -> Graph:
    return Graph().parse(path)


def read(document: Node) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld")


def flaws(graph: Graph) -> str:
    """Say what the shapes find wrong; nothing where the graph conforms."""
    conforms, _results, told = validate(graph, shacl_graph=shapes(profile(SHAPES)))
    return "" if conforms else str(told)


@every_pack
def test_each_procedure_alone_conforms(pack: str) -> None:
    for sheet in sheets_of(pack):
        assert flaws(read(of_sheet(sheet, publisher_of(pack)))) == "", sheet.path


@every_pack
def test_the_whole_catalogue_conforms_and_holds_every_procedure(pack: str) -> None:
    sheets = sheets_of(pack)

    graph = read(of_catalogue(sheets, publisher_of(pack)))

    assert flaws(graph) == ""
    service = URIRef("http://purl.org/vocab/cpsv#PublicService")
    part = URIRef("http://purl.org/dc/terms/hasPart")
    assert len(set(graph.subjects(RDF.type, service))) == len(sheets)
    assert len(set(graph.objects(None, part))) == len(sheets)


@every_pack
def test_every_word_is_one_of_the_profile(pack: str) -> None:
    terms = json.loads(profile(TERMS).read_text())["@context"]
    known = {
        URIRef(term if isinstance(term, str) else term["@id"]) for term in terms.values()
    } | BESIDES

    graph = read(of_catalogue(sheets_of(pack), publisher_of(pack)))

    assert set(graph.predicates()) - {RDF.type} <= known
    assert set(graph.objects(None, RDF.type)) <= known


def _without_a_title(node: Node) -> None:
    del node["dct:title"]


def _with_a_second_number(node: Node) -> None:
    node["dct:identifier"] = [node["dct:identifier"], "another"]


def _with_a_bare_text(node: Node) -> None:
    node["dct:description"] = "without a language"


def _of_nobody(node: Node) -> None:
    del node["cv:hasCompetentAuthority"]


def _in_no_time(node: Node) -> None:
    node["cv:processingTime"] = "three days"


@pytest.mark.parametrize(
    "spoil",
    [_without_a_title, _with_a_second_number, _with_a_bare_text, _of_nobody, _in_no_time],
)
def test_a_spoilt_document_does_not_conform(spoil: Callable[[Node], None]) -> None:
    document: dict[str, Any] = of_sheet(sheets_of("benin")[0], publisher_of("benin"))
    service = next(one for one in document["@graph"] if one["@type"] == "cpsv:PublicService")

    spoil(service)

    assert flaws(read(document)) != ""


def test_values_that_nobody_confirmed_are_told_apart() -> None:
    sheet = next(one for one in sheets_of("burundi") if one.unconfirmed)

    graph = read(of_sheet(sheet, publisher_of("burundi")))

    notes = {str(note) for note in graph.objects(None, SKOS.editorialNote)}
    assert notes >= {text.in_language("fr") for text in sheet.unconfirmed}


def test_a_country_or_a_language_without_an_entry_in_the_tables_is_no_address_of_theirs() -> None:
    sheet, publisher = sheets_of("benin")[0], publisher_of("benin")

    written = of_sheet(replace(sheet, languages=("fr", "xx")), replace(publisher, country="ZZ"))

    assert flaws(read(written)) == ""
    assert country_of("BJ") == "http://publications.europa.eu/resource/authority/country/BEN"
    assert (country_of("ZZ"), language_of("xx")) == (None, None)
    assert str(language_of("fon")).endswith("/language/FON")


def test_working_time_is_said_in_words_and_not_as_a_duration() -> None:
    assert duration_of(Span.of("72 hours")) == "PT72H"
    assert duration_of(Span.of("2 months")) == "P2M"
    assert duration_of(Span.of("5 working-days")) is None


def test_desks_say_when_they_are_open_and_on_which_days_they_stay_closed() -> None:
    sheets = [sheet for sheet in sheets_of("burundi") if sheet.offices]
    document: dict[str, Any] = of_catalogue(sheets, publisher_of("burundi"))
    nodes = {one["@id"]: one for one in document["@graph"]}

    desk = next(one for one in nodes.values() if "cv:openingHours" in one)
    told = [
        text["@value"]
        for key in ("cv:openingHours", "cv:specialOpeningHoursSpecification")
        for reference in desk[key]
        for text in nodes[reference["@id"]]["dct:description"]
        if text["@language"] == "fr"
    ]
    assert told == [
        "Lundi, mardi, mercredi, jeudi, vendredi : 07:30–12:00, 14:00–17:30",
        "Fermé le 25 décembre 2026 : Noël",
        "Fermé le 1er janvier 2027 : Jour de l'an",
    ]


def test_search_engines_read_the_hours_of_an_office_and_no_address_that_nobody_gave() -> None:
    office = next(one for one in offices_of("burundi") if one.slug == "gup-ngozi")

    read = as_government_office(office, office.name, publisher_of("burundi"), "fr")

    assert read["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "BI",
        "addressLocality": "Ngozi",
    }
    usual = read["openingHoursSpecification"]
    assert len(usual) == 10
    assert usual[0] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "Monday",
        "opens": "07:30",
        "closes": "12:00",
    }
    closed = [one["validFrom"] for one in read["specialOpeningHoursSpecification"]]
    assert closed == ["2026-12-25", "2027-01-01"]


def test_machines_read_the_hours_that_follow_and_from_which_day() -> None:
    week = (((("08:00", "12:00"),),) * 2) + ((),) * 5
    coming = (OtherHours(date(2027, 1, 4), week, Text({"fr": "Travaux"})),)
    office = next(one for one in offices_of("burundi") if one.slug == "gup-ngozi")
    graph = LinkedGraph()

    listed = opening_hours(graph, replace(office, coming=coming), "https://x/ngozi", ["fr"])
    read = as_specifications(replace(office, coming=coming))["openingHoursSpecification"]

    nodes = {one["@id"]: one for one in graph.document()["@graph"]}
    (told,) = nodes[listed[-1]["@id"]]["dct:description"]
    assert told["@value"] == "À partir du 4 janvier 2027 : Lundi, mardi : 08:00–12:00"
    assert len(listed) == 2
    assert [(one["dayOfWeek"], one["validFrom"]) for one in read if "validFrom" in one] == [
        ("Monday", "2027-01-04"),
        ("Tuesday", "2027-01-04"),
    ]
    assert sum(one.get("validThrough") == "2027-01-03" for one in read) == 10


def test_an_office_without_a_counter_tells_no_hours() -> None:
    office = next(one for one in offices_of("burundi") if one.slug == "inspection")

    assert as_specifications(office) == {}
