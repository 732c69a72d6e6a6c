"""The figures of complaints as files say what the page says, and withhold what it withholds."""

import csv
import io
import json
from datetime import date

import pytest

from eservices.definition.model import EService
from eservices.figures.complaint_files import as_csv, as_json
from eservices.packs import read_eservices, read_pack
from eservices.published_complaints import Published, Row

SINCE = date(2026, 3, 2)
TOTAL = Row(received=40, answered=20, in_time=18, satisfied=None, reopened=None)
DELAY = Row(received=30, answered=None, in_time=None, satisfied=6, reopened=None)


@pytest.fixture(scope="module")
def services() -> dict[str, EService]:
    return {one.eservice: one for one in read_eservices(read_pack("burundi"))}


def published(service: EService) -> Published:
    field = service.form.field("domain")
    by = () if field is None else ((field, (("delay", DELAY),)),)
    return Published(service, TOTAL, by)


def told(service: EService) -> dict[tuple[str, str, str], str]:
    lines = csv.DictReader(io.StringIO(as_csv([published(service)], "fr", since=SINCE)))
    return {(line["question"], line["answer"], line["figure"]): line["value"] for line in lines}


def test_each_figure_is_a_line_and_what_is_withheld_is_marked(
    services: dict[str, EService],
) -> None:
    assert told(services["complaint"]) == {
        ("", "", "received"): "40",
        ("", "", "answered"): "20",
        ("", "", "in_time_percent"): "90",
        ("", "", "enough_percent"): "",
        ("", "", "opened_again"): "*",
        ("domain", "delay", "received"): "30",
        ("domain", "delay", "answered"): "*",
        ("domain", "delay", "in_time_percent"): "",
        ("domain", "delay", "enough_percent"): "",
        ("domain", "delay", "opened_again"): "*",
    }


def test_reports_that_cannot_be_contested_have_no_such_figures(
    services: dict[str, EService],
) -> None:
    assert set(told(services["corruption-report"])) == {
        ("", "", "received"),
        ("", "", "answered"),
        ("", "", "in_time_percent"),
    }


def test_json_says_what_it_means(services: dict[str, EService]) -> None:
    about = {"publisher": "Burundi"}
    given = json.loads(as_json([published(services["complaint"])], "en", since=SINCE, about=about))

    assert given["publisher"] == "Burundi"
    assert given["figures"][0].keys() == given["dictionary"]["columns"].keys()
    assert {one["figure"] for one in given["figures"]} == given["dictionary"]["figures"].keys()
    assert {one["since"] for one in given["figures"]} == {"2026-03-02"}
