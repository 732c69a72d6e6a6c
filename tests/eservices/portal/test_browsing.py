"""The ways to a sheet: headings, first questions, offices; and what a sheet says of itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine, insert, update

from eservices.catalogue.certifying import certify
from eservices.catalogue.entries import SheetKind
from eservices.catalogue.listing import all_sheets, sheet_named
from eservices.catalogue.opening import open_offices
from eservices.definition.publish import publish
from eservices.lifecycle import take
from eservices.packs import known_packs, read_eservices, read_pack, read_procedures
from eservices.portal.sheets import by_profile
from eservices.portal.views.browsing import _sheaf
from tests.builders.catalogue import a_country
from tests.builders.kernel import an_account
from tests.builders.portal import Site, a_thorough_eservice
from tests.builders.visitor import Visitor
from workflows.actors import Role
from workflows.life_cycle import Author, Order, Step
from workflows.office_hours import NewHours, set_hours
from workflows.opening_hours import WEEKDAYS
from workflows.outbox import Outbox
from workflows.tables import board_delays, calendars

SOMEBODY = Author(operator="Chef du service")
ALL_DAY = {key: [["07:00", "19:00"]] for key in WEEKDAYS}


@pytest.fixture
def burundi(engine: Engine, tmp_path: Path) -> Site:
    return a_country(engine, tmp_path, "burundi")


@pytest.fixture
def reader(burundi: Site) -> Visitor:
    return Visitor(burundi.app)


def test_the_first_page_leads_to_every_heading(reader: Visitor) -> None:
    reader.get("/")
    ways = [str(one["href"]) for one in reader.page.select(".ways a, .service-card a")]

    assert "/categories/travel" in ways
    assert "/life-events/build" in ways
    assert "/for/diaspora" in ways
    assert "/services/laissez-passer" in ways
    for way in ways:
        assert reader.get(way).last.status_code == 200, way
        assert reader.page.select("h1"), way


@pytest.mark.parametrize(
    "address",
    ["/categories/none", "/life-events/none", "/for/everyone", "/offices/none", "/find/none"],
)
def test_what_does_not_exist_is_not_found(reader: Visitor, address: str) -> None:
    assert reader.get(address).last.status_code == 404


@pytest.mark.parametrize("pack", known_packs())
def test_every_answer_to_the_first_questions_leads_to_a_page(
    engine: Engine, tmp_path: Path, pack: str
) -> None:
    site = a_country(engine, tmp_path, pack)
    finder = site.services.signposts.finder
    assert finder is not None
    reader = Visitor(site.app)

    for name in finder.questions:
        reader.get(f"/find/{name}")
        addresses = [str(one["href"]) for one in reader.page.select(".choices a")]
        assert len(addresses) == len(finder.questions[name].answers)
        for address in addresses:
            assert reader.get(address).last.status_code == 200, address
            assert ("?profile=" in address) == bool(reader.page.select(".notice")), address


@pytest.mark.parametrize("pack", known_packs())
def test_profiles_of_the_first_questions_are_those_of_the_sheets(pack: str) -> None:
    read = read_pack(pack)
    sheets = {one.eservice: one.sheet for one in read_eservices(read)}
    known = {name: {d.profile for d in sheet.documents} for name, sheet in sheets.items()}
    assert read.finder is not None

    for question in read.finder.questions.values():
        for answer in question.answers:
            assert answer.profile is None or answer.profile in known[str(answer.eservice)]


def test_a_profile_sees_its_own_documents_and_those_of_everybody(reader: Visitor) -> None:
    every = len(reader.get("/services/cepgl-card").page.select(".documents li"))
    minor = len(reader.get("/services/cepgl-card?profile=minor").page.select(".documents li"))

    assert 0 < minor < every
    assert "Pour un mineur" in reader.text
    assert len(reader.get("/services/cepgl-card?profile=x").page.select(".documents li")) == every


def test_documents_are_grouped_by_who_needs_them() -> None:
    sheet = next(
        one for one in read_eservices(read_pack("burundi")) if one.eservice == "cepgl-card"
    )

    groups = by_profile(sheet.sheet)

    assert sum(len(group.documents) for group in groups) == len(sheet.sheet.documents)
    assert len({group.words for group in groups}) == len(groups)


def test_an_office_says_when_it_is_closed_today_and_why(burundi: Site, reader: Visitor) -> None:
    with burundi.services.engine.begin() as connection:
        today = burundi.services.desk.today(connection)
        week = {
            day: [["07:30", "12:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        }
        why = {"fr": "Deuil national", "en": "National mourning"}
        content = {
            "timezone": "Africa/Bujumbura",
            "week": week,
            "holidays": {today.isoformat(): why},
        }
        connection.execute(update(calendars).values(content=content))

    assert "Deuil national" in reader.get("/offices").text
    assert "Deuil national" in reader.get("/offices/gup-ngozi").text
    with burundi.services.engine.begin() as connection:
        connection.execute(update(calendars).values(content={**content, "holidays": {}}))
    assert "Aujourd’hui : 07:30–12:00" in reader.get("/offices/gup-ngozi").text


def test_an_office_tells_its_hours_of_today_and_those_that_follow(
    burundi: Site, reader: Visitor
) -> None:
    why = {"fr": "Saison des pluies", "en": "Rainy season"}
    with burundi.services.engine.begin() as connection:
        today = burundi.services.desk.today(connection)
        by = an_account(connection, roles=(Role.ADMINISTRATOR,), office="gup-ngozi").id
        for ahead, week in ((1, ALL_DAY), (20, {key: [["09:00", "11:00"]] for key in WEEKDAYS})):
            day = today + timedelta(days=ahead)
            what = NewHours(offices=["gup-ngozi"], from_day=day, week=week, reason=why, by=by)
            set_hours(connection, Outbox({}), what, at=datetime.now(UTC))

    listed, page = reader.get("/offices").text, reader.get("/offices/gup-ngozi").text
    with burundi.services.engine.begin() as connection:
        kept = {one.slug: one for one in open_offices(connection, today + timedelta(days=1))}

    assert "Autres horaires à partir du" in listed
    assert "Les horaires changent : Saison des pluies" in page
    assert page.count("09:00–11:00") == 7
    assert kept["gup-ngozi"].today == (("07:00", "19:00"),)
    assert [one.day for one in kept["gup-ngozi"].coming] == [today + timedelta(days=20)]
    assert kept["gup-gitega"].coming == ()


def delayed(site: Site, cases: int) -> None:
    with site.services.engine.begin() as connection:
        day = site.services.desk.today(connection) - timedelta(days=3)
        delay = {"grain": "day", "eservice": "laissez-passer", "office": "gup-ngozi"}
        rows = [delay | {"day": day, "days": days, "count": cases // 2} for days in (4, 11)]
        connection.execute(insert(board_delays), rows)


def test_the_delay_observed_stands_beside_the_promise(burundi: Site, reader: Visitor) -> None:
    delayed(burundi, 8)
    assert "pas encore assez de dossiers" in reader.get("/services/laissez-passer").text

    delayed_more(burundi)
    assert (
        "la moitié en 4 jours, neuf sur dix en 11 jours"
        in reader.get("/services/laissez-passer").text
    )


def delayed_more(site: Site) -> None:
    with site.services.engine.begin() as connection:
        connection.execute(update(board_delays).values(count=board_delays.c.count * 10))


def test_a_sheet_says_who_certified_it_and_that_it_changed_since(
    burundi: Site, reader: Visitor
) -> None:
    name = (SheetKind.PROCEDURE, "passport")
    assert "Pas encore certifiée" in reader.get("/procedures/passport").text
    with burundi.services.engine.begin() as connection:
        sheet = sheet_named(connection, *name)
        assert sheet is not None
        now = burundi.clock.now(connection)
        certify(connection, name, sheet.digest, author=SOMEBODY, now=now)
    assert "Certifiée par Chef du service" in reader.get("/procedures/passport").text

    with burundi.services.engine.begin() as connection:
        certify(connection, name, "another", author=SOMEBODY, now=now)
    assert "Cette fiche a changé depuis sa certification" in reader.get("/procedures/passport").text


def test_a_sheet_that_nobody_confirmed_for_a_year_warns(burundi: Site, reader: Visitor) -> None:
    checked = datetime.combine(
        read_procedures(read_pack("burundi"))[0].checked_on, datetime.min.time(), UTC
    )
    with burundi.services.engine.begin() as connection:
        burundi.clock.advance(checked + timedelta(days=300) - burundi.clock.now(connection))
    assert "depuis un an" not in reader.get("/procedures/passport").text

    burundi.clock.advance(timedelta(days=67))

    assert (
        "Personne n’a confirmé cette fiche depuis un an" in reader.get("/procedures/passport").text
    )


def test_a_long_list_comes_in_parts_whatever_part_is_asked_for(burundi: Site) -> None:
    with burundi.services.engine.begin() as connection:
        sheets = all_sheets(connection) * 20

    first, last = _sheaf(sheets, "1"), _sheaf(sheets, "9" * 400)

    assert first.number == 1
    assert first.last == last.last > 1
    assert _sheaf(sheets, str(first.last)).sheets[-1] == sheets[-1]
    assert _sheaf(sheets, "²").number == _sheaf(sheets, "-3").number == 1


def test_nothing_found_leads_on(reader: Visitor) -> None:
    reader.get("/?q=xyzzy")

    assert "Rien trouvé" in reader.text
    assert reader.page.select('a[href="/find"]')
    assert reader.page.select('a[href="/categories/travel"]')


def test_a_suspension_is_told_wherever_the_service_is_named(burundi: Site, reader: Visitor) -> None:
    said = {name: {"fr": "Une panne.", "en": "A fault."} for name in ("reason", "advice")}
    order = Order(
        eservice="laissez-passer", step=Step.SUSPEND, author=SOMEBODY, reason="x", said=said
    )
    with burundi.services.engine.begin() as connection:
        take(connection, order, now=burundi.clock.now(connection))

    for address in (
        "/",
        "/?q=laissez-passer",
        "/categories/travel",
        "/life-events/travel",
        "/for/citizen",
        "/find/where",
    ):
        reader.get(address)
        assert "Suspendu" in reader.text, address
    reader.get("/find/need")
    assert "Suspendu" not in reader.text


def test_a_sheet_gives_the_forms_and_the_sites_that_it_names(site: Site, visitor: Visitor) -> None:
    def named(address: str) -> list[dict[str, object]]:
        return [{"label": {"fr": "La fiche", "en": "The sheet"}, "address": address}]

    plain = a_thorough_eservice()
    told = {"forms": named("https://forms.example/a.pdf"), "links": named("https://other.example/")}
    sheet = {**plain.sheet.model_dump(exclude_defaults=True), **told}
    with site.services.engine.begin() as connection:
        publish(connection, a_thorough_eservice(sheet=sheet))

    visitor.get("/services/criminal-record")

    headings = [one.get_text() for one in visitor.page.select(".sheet-text h2")]
    assert {"Formulaires à télécharger", "Sur d’autres sites"} <= set(headings)
    hrefs = [str(one["href"]) for one in visitor.page.select('.sheet-text a[rel="noopener"]')]
    assert hrefs == ["https://forms.example/a.pdf", "https://other.example/"]
    with pytest.raises(ValidationError):
        a_thorough_eservice(sheet={**sheet, "links": named("http://plain.example/")})


def test_packs_send_people_only_where_a_source_says() -> None:
    """Each address stands in the field notes from which the packs were written."""
    given = {
        link.address
        for name in known_packs()
        for one in read_eservices(read_pack(name))
        for link in (*one.sheet.links, *one.sheet.forms)
    }
    assert given == {
        "https://service-public.bj/public/services/service/PS00373",
        "https://isoko.bi/rn/?procedures=laissez-passer-rn",
        "https://isoko.bi/rn/?procedures=carte-speciale-de-circulation-cepgl-rn",
        "https://www.mae.gov.bi/carte-cepgl/",
        "https://www.plaintes.gov.bf",
    }
