"""Open data: pages with plots and tables, files, and nobody recognisable in any of them."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Engine, text

from eservices.packs.model import Licence
from tests.builders.counted import counted
from tests.builders.portal import Site, a_stocked_site
from tests.builders.visitor import Visitor
from workflows.language.values import Text

NAME = Text({"fr": "Licence ouverte", "en": "Open licence"})
MANY = "generate_series(1, 40) AS s, generate_series(0, 119) AS m"
MONTH = "(date '2016-01-01' + m * interval '1 month')::date"
TEN_YEARS = f"""
    INSERT INTO board_days
    SELECT 'month', {MONTH}, 'service-' || s, 'office-' || o, figure, '', 90
    FROM {MANY}, generate_series(1, 3) AS o,
      unnest(ARRAY['received', 'delivered', 'kept', 'broken']) AS figure
"""  # noqa: S608 - written here
TEN_YEARS_OF_DELAYS = f"""
    INSERT INTO board_delays
    SELECT 'month', {MONTH}, 'service-' || s, 'office-1', d, 5
    FROM {MANY}, generate_series(0, 30) AS d
"""  # noqa: S608 - written here
#: Seconds in which the page must be there.
QUICK = 0.2


def this_month(site: Site) -> date:
    with site.services.engine.begin() as connection:
        return site.services.desk.today(connection).replace(day=1)


def last_month(site: Site) -> date:
    return (this_month(site) - timedelta(days=1)).replace(day=1)


@pytest.fixture
def busy(site: Site) -> Site:
    with site.services.engine.begin() as connection:
        counted(
            connection,
            last_month(site),
            {"received": 1240, "delivered": 900, "withdrawn": 3, "kept": 920, "broken": 80},
            reasons={"unreadable": 90, "not_entitled": 7, "incomplete": 3},
            delays={0: 400, 1: 300, 2: 110, 9: 90},
        )
        counted(connection, this_month(site), {"received": 4, "delivered": 2}, delays={1: 2})
    return site


def lines(visitor: Visitor) -> dict[tuple[str, str, str], str]:
    text = visitor.get("/figures/data.csv").last.get_data(as_text=True)
    return {
        (line["month"], line["figure"], line["reason"]): line["value"]
        for line in csv.DictReader(io.StringIO(text))
    }


def test_the_overview_tells_twelve_months_of_each_service(busy: Site) -> None:
    visitor = Visitor(busy.app).get("/figures/")

    row = visitor.page.select("tbody tr")[0]
    told = ["".join(cell.get_text().split()) for cell in row.select("td")]
    assert told == ["1244", "902", "100", "1", "2", "92", "0"]


def test_the_page_of_a_service_draws_each_table_it_shows(busy: Site) -> None:
    visitor = Visitor(busy.app).get("/figures/of/criminal-record")

    drawings = visitor.page.select("svg.plot")
    assert len(drawings) == 3
    assert all(one.select_one("title") and one.select_one("desc") for one in drawings)
    assert "style" not in str(drawings[0])
    assert len(visitor.page.select("table.figures")) == 3


def test_small_counts_are_in_no_page_and_no_file(busy: Site) -> None:
    visitor = Visitor(busy.app)
    told, month = lines(visitor), f"{last_month(busy):%Y-%m}"

    assert told[month, "withdrawn", ""] == "<5"
    assert told[f"{this_month(busy):%Y-%m}", "received", ""] == "<5"
    assert told[month, "received", ""] == "*"
    assert told[month, "refused_for", "incomplete"] == "<5"
    assert told[month, "refused_for", "not_entitled"] == "*"
    assert told[f"{this_month(busy):%Y-%m}", "delay_median_days", ""] == ""
    assert told[month, "delay_median_days", ""] == "1"
    assert told[month, "delay_nine_tenths_days", ""] == "2"


def test_json_says_what_it_means_and_that_no_licence_was_chosen(busy: Site) -> None:
    visitor = Visitor(busy.app).get("/figures/data.json")

    given = json.loads(visitor.last.get_data())
    assert given["figures"][0].keys() == given["dictionary"]["columns"].keys()
    assert {one["figure"] for one in given["figures"]} <= given["dictionary"]["figures"].keys()
    assert "licence" not in given
    assert "pas encore choisi de licence" in visitor.get("/figures/dictionary").text


def test_the_licence_of_the_pack_is_named_on_pages_and_in_files(
    engine: Engine, tmp_path: Path
) -> None:
    licence = Licence(name=NAME, address="https://licence.example/1")
    visitor = Visitor(a_stocked_site(engine, tmp_path, licence=licence).app)

    assert visitor.get("/figures/").page.select_one('a[rel="license"]')
    given = json.loads(visitor.get("/figures/data.json").last.get_data())
    assert given["licence"] == "https://licence.example/1"


def test_a_service_that_is_not_there_has_no_figures(visitor: Visitor) -> None:
    assert visitor.get("/figures/of/none").last.status_code == 404


def test_a_service_without_any_case_has_a_page(visitor: Visitor) -> None:
    assert visitor.get("/figures/of/criminal-record").last.status_code == 200
    assert "Aucune demande n’a été refusée" in visitor.text


def test_figures_read_in_the_language_of_the_page(busy: Site) -> None:
    visitor = Visitor(busy.app).get("/language/en").get("/figures/")

    assert "1,244" in visitor.text


def test_ten_years_of_forty_services_are_shown_at_once(busy: Site) -> None:
    with busy.services.engine.begin() as connection:
        connection.execute(text(TEN_YEARS))
        connection.execute(text(TEN_YEARS_OF_DELAYS))
    visitor = Visitor(busy.app).get("/figures/of/criminal-record")
    began = perf_counter()

    visitor.get("/figures/")
    visitor.get("/figures/of/criminal-record")

    assert perf_counter() - began < 2 * QUICK
