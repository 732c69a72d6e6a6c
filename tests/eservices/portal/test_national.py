"""Languages of the country: offered when enough is approved; the rest is French, marked so."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from eservices.packs.model import NationalLanguage
from eservices.tables import translations
from eservices.translating.keeping import Wording, write
from eservices.translating.sources import interface_texts
from tests.builders.portal import Site, a_stocked_site
from tests.builders.visitor import Visitor
from workflows.life_cycle import Author

OPERATOR = Author(operator="ines")
RUNDI = NationalLanguage(code="rn", name="Ikirundi")
FON = NationalLanguage(code="fon", name="Fɔ̀ngbè")


@pytest.fixture
def site(engine: Engine, tmp_path: Path) -> Site:
    return a_stocked_site(engine, tmp_path, national_languages=(RUNDI, FON), national_fresh=0.0)


def translated(text: str) -> str:
    """Stand in for a translation, with all that the text quotes."""
    return f"§{text}"


def approve(site: Site, texts: Iterable[str], language: str = "rn") -> None:
    with site.services.engine.begin() as connection:
        now = site.clock.now(connection)
        for text in texts:
            if text.strip():
                wording = Wording(language, text, translated(text))
                write(connection, wording, OPERATOR, at=now)
        connection.execute(update(translations).values(standing="approved"))


def in_rundi(site: Site) -> Visitor:
    visitor = Visitor(site.app)
    visitor.client.set_cookie("language", "rn")
    return visitor


def test_a_language_is_not_offered_while_little_is_approved(site: Site) -> None:
    approve(site, interface_texts()[:50])

    visitor = in_rundi(site).get("/")

    assert "Ikirundi" not in visitor.text
    assert visitor.page.html is not None
    assert visitor.page.html["lang"] == "fr"
    assert visitor.get("/language/rn").last.status_code == 404


def test_what_is_approved_is_read_and_the_rest_is_marked_as_french(site: Site) -> None:
    approve(site, interface_texts())

    page = in_rundi(site).get("/services/criminal-record").page

    assert page.html is not None
    assert page.html["lang"] == "rn"
    assert page.select_one("h2") is not None
    assert "§Qui peut faire la demande" in page.get_text()
    title = page.select_one("h1")
    assert title is not None
    marked = title.select_one('span[lang="fr"]')
    assert marked is not None
    assert marked.get_text() == "Casier judiciaire"


def test_no_mark_reaches_an_attribute_a_title_or_the_reader(site: Site) -> None:
    approve(site, interface_texts()[10:])

    for address in ("/", "/services/criminal-record", "/figures/of/criminal-record", "/track"):
        given = in_rundi(site).get(address).last.get_data(as_text=True)

        assert "\ue000" not in given
        assert "\ue001" not in given
        assert '"<span' not in given
        head = given.split("<title>")[1].split("</title>")[0]
        assert "<" not in head


def test_dates_and_numbers_follow_the_language_where_locale_data_know_it(site: Site) -> None:
    approve(site, interface_texts())
    approve(site, interface_texts(), "fon")

    rundi = in_rundi(site).get("/figures/out-of-turn").text
    fon = Visitor(site.app).get("/language/fon").get("/figures/out-of-turn").text

    with site.services.engine.begin() as connection:
        month = site.services.desk.today(connection).month
    names = {
        "rn": "Nzero Ruhuhuma Ntwarante Ndamukiza Rusama Ruheshi Mukakaro Nyandagaro Nyakanga"
        " Gitugutu Munyonyo Kigarama",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre"
        " décembre",
    }
    assert names["rn"].split()[month - 1] in rundi
    assert names["fr"].split()[month - 1] in fon


def test_an_application_is_lodged_in_the_language_that_is_complete(site: Site) -> None:
    approve(site, interface_texts())
    visitor = in_rundi(site)

    assert visitor.apply()

    with site.services.engine.begin() as connection:
        spoken = connection.exec_driver_sql("SELECT language FROM applicants").scalars().all()
    assert spoken == ["fr"]


def test_who_reads_french_or_english_gets_nothing_of_it(site: Site) -> None:
    approve(site, interface_texts())

    visitor = Visitor(site.app).get("/")

    assert "§" not in visitor.text
    assert "Ikirundi" in visitor.text
    assert not visitor.page.select('main span[lang="fr"]')


def test_a_citizen_s_own_marks_do_nothing(site: Site) -> None:
    approve(site, interface_texts())

    given = in_rundi(site).get("/?q=\ue000<b>\ue001").last.get_data(as_text=True)

    assert "<b>" not in given
    assert "\ue000" not in given
