"""What machines read at the portal: linked data, feeds of changes, the map, words for engines."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from sqlalchemy import Engine

from eservices.catalogue.certifying import certify
from eservices.catalogue.entries import SheetKind
from eservices.definition.publish import publish
from eservices.lifecycle import take
from eservices.packs import read_pack, read_procedures
from eservices.packs.loading import load_places
from tests.builders.places import adds_office, named, saves
from tests.builders.portal import PUBLIC_URL, Site, a_site, a_thorough_eservice
from tests.builders.visitor import Visitor
from workflows.administering.place_rules import Kind
from workflows.life_cycle import Author, Order, Step
from workflows.publications import publication_of

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPERATOR = Author(operator="koffi")
SAID = {
    "reason": {"fr": "Panne du\x0b registre <&>.", "en": "A fault of the register."},
    "advice": {"fr": "Revenez lundi.", "en": "Come back on Monday."},
}
SHEET = "/services/criminal-record"


def step(site: Site, wanted: Step, **more: Any) -> None:
    with site.services.engine.begin() as connection:
        order = Order(
            eservice="criminal-record", step=wanted, author=OPERATOR, reason="secret", **more
        )
        take(connection, order, now=site.clock.now(connection))


def feed(visitor: Visitor, address: str) -> Element:
    visitor.get(address)
    assert visitor.last.mimetype == "application/atom+xml"
    return fromstring(visitor.last.get_data())  # noqa: S314 - written by the portal itself


def titles(read: Element) -> list[str | None]:
    return [one.text for one in read.iterfind(f"{ATOM}entry/{ATOM}title")]


def test_a_sheet_is_given_as_linked_data_to_who_prefers_it(visitor: Visitor) -> None:
    plain = visitor.client.get(SHEET, headers={"Accept": "text/html,*/*;q=0.8"})
    asked = visitor.client.get(SHEET, headers={"Accept": "application/ld+json"})

    assert plain.mimetype == "text/html"
    assert "Accept" in plain.headers["Vary"]
    assert (asked.status_code, asked.location) == (303, f"{SHEET}.jsonld")
    given = visitor.client.get(asked.location)
    assert given.mimetype == "application/ld+json"
    nodes = {one["@id"]: one for one in json.loads(given.get_data())["@graph"]}
    titled = nodes[f"{PUBLIC_URL}{SHEET}#service"]["dct:title"]
    assert {"@language": "fr", "@value": "Casier judiciaire"} in titled


def test_data_is_kept_by_its_tag_and_readable_from_other_sites(visitor: Visitor) -> None:
    first = visitor.client.get("/catalogue.jsonld")

    again = visitor.client.get(
        "/catalogue.jsonld", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Robots-Tag" not in first.headers
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_sheet_may_be_indexed_and_says_in_its_page_what_it_is(visitor: Visitor) -> None:
    visitor.get(SHEET)

    assert "X-Robots-Tag" not in visitor.last.headers
    script = visitor.page.select_one('script[type="application/ld+json"]')
    assert script is not None
    described = json.loads(script.get_text())
    assert (described["@type"], described["name"]) == ("GovernmentService", "Casier judiciaire")
    assert described["areaServed"]["name"] == "Bénin"
    assert described["offers"][0]["price"] == "1900"
    links = visitor.page.select('link[rel="alternate"][type="application/ld+json"]')
    assert [one["href"] for one in links] == [f"{SHEET}.jsonld"]


def test_words_that_look_like_markup_cannot_leave_the_description(site: Site) -> None:
    trap = {"fr": "</script><script>alert(1)</script>", "en": "</script><b>"}
    with site.services.engine.begin() as connection:
        publish(connection, a_thorough_eservice(title=trap))

    visitor = Visitor(site.app).get(SHEET)

    assert len(visitor.page.select("script")) == 1


def test_a_feed_tells_versions_suspensions_and_what_applicants_are_told(
    visitor: Visitor, site: Site
) -> None:
    with site.services.engine.begin() as connection:
        publish(connection, a_thorough_eservice(code="PS00999"))
    step(site, Step.SUSPEND, said=SAID)
    step(site, Step.RESUME)
    step(site, Step.WITHDRAW, said=SAID)

    french = feed(visitor, f"{SHEET}/changes/fr.atom")
    english = feed(visitor, "/changes/en.atom")

    assert titles(french) == [
        "Retirée : Casier judiciaire",
        "De nouveau ouverte : Casier judiciaire",
        "Suspendue : Casier judiciaire",
        "Nouvelle version : Casier judiciaire",
        "Nouveau en ligne : Casier judiciaire",
    ]
    assert titles(english)[3:] == ["New version: Criminal record", "New online: Criminal record"]
    summaries = [one.text for one in french.iterfind(f"{ATOM}entry/{ATOM}summary")]
    assert summaries[2] == "Panne du registre <&>. Revenez lundi."
    assert "secret" not in visitor.last.get_data(as_text=True)
    keys = [one.text for one in french.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "address",
    [
        "/services/none.jsonld",
        "/procedures/none.jsonld",
        "/services/none/changes/fr.atom",
        "/changes/xx.atom",
    ],
)
def test_what_does_not_exist_is_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).last.status_code == 404


def test_a_withdrawn_service_leaves_the_catalogue_and_keeps_its_feed(
    visitor: Visitor, site: Site
) -> None:
    step(site, Step.WITHDRAW, said=SAID)

    assert visitor.get(f"{SHEET}.jsonld").last.status_code == 404
    assert SHEET not in visitor.get("/sitemap.xml").last.get_data(as_text=True)
    assert visitor.get(f"{SHEET}/changes/fr.atom").last.status_code == 200


@pytest.fixture
def of_burundi(engine: Engine, tmp_path: Path) -> Visitor:
    pack = read_pack("burundi")
    site = a_site(engine, tmp_path, procedures=read_procedures(pack), country="BI")
    with engine.begin() as connection:
        load_places(connection, pack)
    return Visitor(site.app)


def test_procedures_at_desks_have_data_a_feed_and_a_place_on_the_map(of_burundi: Visitor) -> None:
    of_burundi.get("/procedures/passport.jsonld")
    nodes = json.loads(of_burundi.last.get_data())["@graph"]
    mapped = fromstring(of_burundi.get("/sitemap.xml").last.get_data())  # noqa: S314 - as above
    told = feed(of_burundi, "/procedures/passport/changes/en.atom")

    assert any(one["@id"].endswith("/procedures/passport#service") for one in nodes)
    addresses = [one.text for one in mapped.iterfind(f"{SITEMAP}url/{SITEMAP}loc")]
    assert f"{PUBLIC_URL}/procedures/passport" in addresses
    assert titles(told) == ["Sheet compared with its sources: Ordinary passport"]
    asked = of_burundi.client.get("/procedures/passport", headers={"Accept": "application/ld+json"})
    assert asked.location == "/procedures/passport.jsonld"


def test_machines_and_citizens_read_at_once_what_administrators_saved(
    of_burundi: Visitor, engine: Engine
) -> None:
    former = of_burundi.get("/procedures/passport.jsonld").last
    with engine.begin() as connection:
        saves(connection, Kind.ORGANISATION, "migrations", name=named("Police des frontières"))
        adds_office(connection, "gitega-2", organisation="migrations", calendar="administration")

    told = of_burundi.get("/procedures/passport.jsonld").last

    assert "Police des frontières" in told.get_data(as_text=True)
    assert told.headers["ETag"] != former.headers["ETag"]
    listed = of_burundi.get("/offices").page
    assert listed.select_one("a[href='/offices/gitega-2']") is not None
    assert "gitega-2" in of_burundi.get("/offices/gitega-2").page.get_text()


def test_robots_are_kept_from_personal_pages_and_shown_the_map(visitor: Visitor) -> None:
    lines = visitor.get("/robots.txt").last.get_data(as_text=True).splitlines()

    assert "Disallow: /track" in lines
    assert f"Sitemap: {PUBLIC_URL}/sitemap.xml" in lines


def test_an_empty_catalogue_has_a_feed_without_entries(engine: Engine, tmp_path: Path) -> None:
    site = a_site(engine, tmp_path)
    site.clock.advance(timedelta(days=1))

    read = feed(Visitor(site.app), "/changes/fr.atom")

    assert titles(read) == []
    assert read.findtext(f"{ATOM}updated")


def test_a_feed_tells_that_a_sheet_was_certified_and_not_by_whom(
    visitor: Visitor, site: Site
) -> None:
    with site.services.engine.begin() as connection:
        front = publication_of(connection, "criminal-record").front
        now = site.clock.now(connection)
        name = (SheetKind.ESERVICE, "criminal-record")
        certify(connection, name, str(front), author=OPERATOR, now=now + timedelta(minutes=1))

    for address in ("/changes/fr.atom", f"{SHEET}/changes/fr.atom"):
        assert titles(feed(visitor, address))[0] == "Fiche certifiée : Casier judiciaire"
        assert "koffi" not in visitor.last.get_data(as_text=True)
