"""The pages on which administrators keep organisations, offices and pools."""

from typing import Any

import pytest
from sqlalchemy import Engine

from eservices.catalogue.opening import open_offices
from payments.cash.tills import NewTill, save_tills
from tests.builders.backoffice import Backoffice, Browser, Page, page_of
from tests.builders.kernel import OFFICE
from workflows.actors import Role
from workflows.organisations import find_office, save_office

PAGE = f"/offices/{OFFICE}"


@pytest.fixture
def browser(office: Backoffice) -> Browser:
    return office.browser(office.hire(Role.ADMINISTRATOR))


def form_of(page: Page, **changed: Any) -> dict[str, Any]:
    """Fill a page's first form in as it stands, with changes."""
    form = page.soup.select_one("main form")
    assert form is not None
    given = {
        str(one["name"]): str(one.get("value", ""))
        for one in form.select("input[name]")
        if one.get("type") != "checkbox" or one.has_attr("checked")
    }
    for select in form.select("select"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        given[str(select["name"])] = str(chosen["value"]) if chosen else ""
    given.pop("csrf_token")
    return {name: value for name, value in (given | changed).items() if value is not None}


def saves(browser: Browser, address: str = PAGE, **changed: Any) -> int:
    form = form_of(browser.read(address), reason="décret 12", **changed)
    return browser.post(address, form).status_code


def refused(browser: Browser, address: str = PAGE, **changed: Any) -> str:
    form = form_of(browser.read(address), **{"reason": "décret 12", **changed})
    answer = browser.post(address, form)
    assert answer.status_code == 422
    return page_of(answer).text("#problem")


def as_in_the_file(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        save_office(
            connection,
            slug=OFFICE,
            organisation="cncj",
            calendar="benin",
            name={"fr": name, "en": name},
            content={"transmission": "5 wd"},
        )


def test_an_office_is_renamed_and_citizens_read_it_at_once(
    office: Backoffice, browser: Browser
) -> None:
    assert (
        saves(
            browser,
            name_en="Records office",
            name_fr="Casier",
            place_fr="Cotonou",
            place_en="Cotonou",
            counter=None,
        )
        == 303
    )

    with office.engine.begin() as connection:
        (shown,) = open_offices(connection, office.clock.now(connection).date())
    page = browser.read(PAGE)
    assert (shown.name.in_language("en"), shown.counter) == ("Records office", False)
    assert page.text("h1") == "Records office"
    assert "Kept here since" in page.text("#kept")
    assert "Records office" in browser.read("/offices").words


def test_loading_the_pack_leaves_it_and_handing_back_takes_the_files_words(
    office: Backoffice, browser: Browser
) -> None:
    saves(browser, name_en="Records office")

    as_in_the_file(office.engine, "Of the file")

    kept = browser.read(PAGE)
    assert kept.text("h1") == "Records office"
    assert "Name (English): Of the file" in kept.texts("#file ~ ul li")
    assert "says otherwise" in browser.read("/organisations").words
    back = {"step": "hand_back", "reason": "as before", "revision": form_of(kept)["revision"]}
    assert browser.post(PAGE, back).status_code == 303
    assert browser.read(PAGE).text("h1") == "Of the file"
    assert "As the pack’s file says." in browser.read(PAGE).text("#kept")
    told = browser.read("/deeds?area=places").words
    assert "Office handed back to the pack’s file" in told
    assert "Name (English): Records office → Of the file" in told


def test_what_cannot_be_handed_back_is_said_and_the_form_stays_filled_in(browser: Browser) -> None:
    assert refused(browser, step="hand_back") == "Nothing would change."
    saves(browser, name_en="Records office")
    back = form_of(browser.read(PAGE)) | {"step": "hand_back", "reason": " "}
    del back["name_en"]

    page = page_of(browser.post(PAGE, back))

    assert page.text("#problem") == "Say why: it is kept in the journal."
    assert form_of(page)["name_en"] == "Records office"
    assert page.has("details[open] #reason-back")


def test_what_cannot_be_saved_is_said_with_everything_typed_kept(browser: Browser) -> None:
    said = [
        refused(browser, name_en=" "),
        refused(browser, place_fr="Cotonou"),
        refused(browser, address_fr="x" * 201, address_en="x"),
        refused(browser, organisation="moon"),
        refused(browser, name_en="Rec\x07ords"),
        refused(browser, organisation="cn\x00cj"),
        refused(browser, name_en="Records", reason=""),
        refused(browser),
    ]

    assert said == [
        "Write the name in every language.",
        "Town: write it in every language, or in none.",
        "Address: this is too long.",
        "Organisation: choose one of the list.",
        "Name: some characters cannot be read. Type it again.",
        "Organisation: choose one of the list.",
        "Say why: it is kept in the journal.",
        "Nothing would change.",
    ]
    form = form_of(browser.read(PAGE), place_fr="Cotonou", reason="décret", counter=None)
    again = form_of(page_of(browser.post(PAGE, form)))
    assert {name: again.get(name) for name in form} == form
    assert "counter" not in again


def test_the_second_of_two_administrators_is_told_and_loses_nothing(
    office: Backoffice, browser: Browser
) -> None:
    mine = form_of(browser.read(PAGE), name_en="Mine", reason="note 3")
    other = office.browser(office.hire(Role.ADMINISTRATOR))
    saves(other, name_en="Theirs")

    late = browser.post(PAGE, mine)

    page = page_of(late)
    assert late.status_code == 409
    assert "Somebody else changed this meanwhile." in page.text("#problem")
    assert "Name (English): Theirs" in page.texts("#problem li")
    again = form_of(page)
    assert (again["name_en"], again["reason"]) == ("Mine", "note 3")
    assert browser.post(PAGE, again).status_code == 303
    assert browser.read(PAGE).text("h1") == "Mine"


def test_an_organisation_an_office_and_a_pool_are_added(
    office: Backoffice, browser: Browser
) -> None:
    both = {"name_fr": "Mairie d’Allada", "name_en": "Allada city hall", "reason": "loi 4"}
    made = browser.post("/new-organisation", {**both, "note_fr": "Commune", "note_en": "Town"})
    assert made.location == "/organisations/mairie-d-allada"
    offered = form_of(browser.read("/new-office?organisation=mairie-d-allada"), **both)
    assert (offered["organisation"], offered["counter"]) == ("mairie-d-allada", "yes")
    assert browser.post("/new-office", offered).location == "/offices/mairie-d-allada"
    opened = form_of(browser.read("/new-pool?office=mairie-d-allada"), **both, queue="records")

    pool = browser.post("/new-pool", opened)

    page = browser.read(pool.location or "")
    assert page.text("h1") == "Allada city hall – Allada city hall"
    assert "Nobody treats these cases: they wait." in page.words
    with office.engine.begin() as connection:
        assert find_office(connection, "mairie-d-allada").calendar == "benin"
    assert "Nothing: it was added here" in browser.read("/offices/mairie-d-allada").words
    told = browser.read("/deeds?area=places").words
    assert "Agent queue: records" in told
    assert "Organisation: Allada city hall" in told


def test_a_pool_is_renamed(office: Backoffice, browser: Browser) -> None:
    page = f"/pools/{office.pools['records']}/name"

    assert saves(browser, page, name_fr="Registre", name_en="Registry") == 303

    assert "Registry" in browser.read("/pools").words
    assert "cncj-records" in browser.read("/deeds?area=places").words


def test_what_cannot_be_added_is_said(browser: Browser) -> None:
    both = {"name_fr": "Annexe", "name_en": "Annex", "reason": "loi 4"}
    place = {**both, "organisation": "cncj", "calendar": "benin"}
    pool = {**both, "office": OFFICE, "queue": "records"}

    said = [
        page_of(browser.post(address, form)).text("#problem")
        for address, form in (
            ("/new-organisation", {**both, "name_en": ""}),
            ("/new-organisation", {**both, "slug": "Annexe"}),
            ("/new-organisation", {**both, "name_fr": "मंडल"}),
            ("/new-organisation", {**both, "slug": "cncj"}),
            ("/new-office", {**place, "organisation": "moon"}),
            ("/new-office", {**place, "calendar": "moon"}),
            ("/new-office", {**place, "slug": OFFICE}),
            ("/new-pool", pool),
            ("/new-pool", {**pool, "queue": "moon"}),
            ("/new-pool", {**pool, "office": "moon"}),
        )
    ]

    bad = "The identifier begins with a small letter"
    assert [one.split(" and has")[0] for one in said] == [
        "Write the name in every language.",
        bad,
        bad,
        "This identifier is taken: write another one.",
        "Organisation: choose one of the list.",
        "Calendar: choose one of the list.",
        "This identifier is taken: write another one.",
        "A pool treats this queue in this office already.",
        "Agent queue: choose one of the list.",
        "Office: choose one of the list.",
    ]


def test_two_offices_of_one_name_have_two_identifiers(browser: Browser) -> None:
    place = {
        "name_fr": "Annexe",
        "name_en": "Annex",
        "reason": "loi 4",
        "organisation": "cncj",
        "calendar": "benin",
    }

    found = [browser.post("/new-office", place).location for _time in range(2)]

    assert found == ["/offices/annexe", "/offices/annexe-2"]


def test_what_there_is_not_is_not_found(browser: Browser) -> None:
    addresses = ("/offices/moon", "/organisations/a%00b", "/offices/a%00b", "/pools/999999/name")

    assert [browser.get(one).status_code for one in addresses] == [404] * 4
    assert [browser.post(one).status_code for one in addresses] == [404] * 4


def test_an_office_with_a_till_goes_on_receiving_visitors(
    office: Backoffice, browser: Browser
) -> None:
    till = NewTill(slug="till", office=OFFICE, name={"fr": "Caisse"}, currency="XOF", eservices=())
    with office.engine.begin() as connection:
        save_tills(connection, [till])

    assert refused(browser, counter=None).startswith("A till of this office takes cash")
