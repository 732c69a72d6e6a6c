"""Open data on a telephone, with and without scripts: figures with their plots, files, feeds."""

import csv
import io
import json
from xml.etree.ElementTree import fromstring

import pytest

from tests.builders.counted import counted
from tests.journeys.people import People
from tests.journeys.town import Town

PHONE = {"viewport": {"width": 360, "height": 740}}


def busy_month(town: Town) -> None:
    with town.installation.database.begin() as connection:
        now = town.installation.clock.now(connection)
        counted(
            connection,
            now.astimezone(town.installation.pack.zone).date().replace(day=1),
            {"received": 1240, "delivered": 900, "kept": 95, "broken": 5},
            delays={1: 700, 3: 200},
            reasons={"unreadable": 2},
        )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_citizen_reads_how_long_it_really_takes(
    town: Town, people: People, *, scripts: bool
) -> None:
    busy_month(town)
    citizen = people.citizen("fr", scripts=scripts, **PHONE)
    citizen.opens("/services/criminal-record")
    citizen.follows("Chiffres")
    citizen.sees("1 240", "95")
    citizen.follows("Casier judiciaire")

    citizen.sees("Jours jusqu’à la décision", "<5")
    assert citizen.page.locator("svg.plot").count() == 3
    assert citizen.page.get_by_role("img", name="Demandes par mois").is_visible()
    width = citizen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]


def test_a_journalist_takes_the_figures_and_a_machine_the_catalogue(
    town: Town, people: People
) -> None:
    busy_month(town)
    journalist = people.citizen("en")
    journalist.opens("/figures/")
    lines = list(csv.DictReader(io.StringIO(journalist.takes("CSV").content.decode())))
    given = json.loads(journalist.takes("JSON").content)

    assert {line["value"] for line in lines if line["figure"] == "received"} >= {"1240"}
    assert len(given["figures"]) == len(lines)
    journalist.follows("What each column means")
    journalist.sees("Applications lodged in the month.")
    request = journalist.page.request
    catalogue = request.get(f"{town.portal}/catalogue.jsonld").json()["@graph"]
    kinds = [one["@type"] for one in catalogue]
    assert kinds.count("cpsv:PublicService") >= 7
    feed = fromstring(request.get(f"{town.portal}/changes/en.atom").text())  # noqa: S314 - ours
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) >= 7
