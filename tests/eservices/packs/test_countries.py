"""The packs of the product: each loads whole, and its calendar closes the days of its law."""

from datetime import date

import pytest
from sqlalchemy import Engine

from eservices.definition.check import check
from eservices.definition.model import EService
from eservices.packs import (
    known_packs,
    load_pack,
    read_eservices,
    read_pack,
)
from eservices.packs.closed_days import YEARS, calendar_content, public_holidays
from eservices.packs.shelf import pack_folder
from workflows import definitions
from workflows.language.procedure import Stage
from workflows.language.promises import promised_span
from workflows.opening_hours import Calendar
from workflows.organisations import all_offices, all_pools

ESERVICES = {
    "burkina-faso": {
        "act-correction",
        "complaint",
        "corruption-report",
        "criminal-record",
        "employment-certificate",
        "nationality-certificate",
    },
    "burundi": {
        "act-correction",
        "cepgl-card",
        "complaint",
        "corruption-report",
        "laissez-passer",
    },
}
#: The law adopted on 9 January 2026: eleven days, those of Islam as estimated by the package.
BURKINA = {
    2026: "01-01 03-08 03-20 05-01 05-14 05-15 05-27 08-15 08-25 12-11 12-25",
    2027: "01-01 03-08 03-09 05-01 05-06 05-15 05-16 08-14 08-15 12-11 12-25",
}
BURUNDI_2026 = (
    "01-01 02-05 03-20 04-06 05-01 05-14 05-27 06-08 07-01 08-15 10-13 10-21 11-01 11-02 12-25"
)


def eservice(pack: str, name: str) -> EService:
    return next(one for one in read_eservices(read_pack(pack)) if one.eservice == name)


def closed_days(pack_name: str, year: int) -> list[date]:
    pack = read_pack(pack_name)
    hours = Calendar.read(calendar_content(pack.calendars[0], pack))
    return sorted(day for day in hours.holidays if day.year == year)


def days_of(year: int, written: str) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for day in written.split()]


@pytest.mark.parametrize("name", known_packs())
def test_a_pack_has_no_finding(name: str) -> None:
    assert check([pack_folder(name)]) == []


@pytest.mark.parametrize("name", ESERVICES)
def test_a_pack_loads_whole(engine: Engine, name: str) -> None:
    pack = read_pack(name)
    with engine.begin() as connection:
        load_pack(connection, pack)

        assert {one.eservice for one in definitions.live(connection)} == ESERVICES[name]
        assert {one.slug for one in all_offices(connection)} == {one.slug for one in pack.offices}
        assert {one.slug for one in all_pools(connection)} == {one.slug for one in pack.pools}


@pytest.mark.parametrize("year", BURKINA)
def test_burkina_faso_closes_on_the_days_of_its_law(year: int) -> None:
    assert closed_days("burkina-faso", year) == days_of(year, BURKINA[year])


@pytest.mark.parametrize("year", [year for year in YEARS if year >= min(BURKINA)])
def test_burkina_faso_has_eleven_days_and_makes_up_for_no_sunday(year: int) -> None:
    content = calendar_content(read_pack("burkina-faso").calendars[0], read_pack("burkina-faso"))
    names = [name["fr"] for day, name in content["holidays"].items() if day.startswith(f"{year}")]

    assert len(names) == 11
    assert not [name for name in names if "observé" in name]


def test_every_day_that_burkina_faso_removes_is_one_of_the_package() -> None:
    calendar = read_pack("burkina-faso").calendars[0]
    package = public_holidays("BF", ("fr", "en"))

    assert set(calendar.removed) <= package.keys()
    assert not calendar.added.keys() & package.keys()


def test_burundi_closes_on_the_days_of_the_package() -> None:
    assert closed_days("burundi", 2026) == days_of(2026, BURUNDI_2026)


def test_a_complaint_issues_nothing_and_costs_nothing() -> None:
    complaint = eservice("burkina-faso", "complaint")
    stages = {state.stage for state in complaint.procedure.states.values()}

    assert complaint.act is None
    assert complaint.tariff == ()
    assert not stages & {Stage.ISSUANCE, Stage.PAYMENT}


@pytest.mark.parametrize(
    ("pack", "name", "amount", "within"),
    [
        ("burkina-faso", "criminal-record", "750 XOF", "2 working-days"),
        ("burkina-faso", "nationality-certificate", "500 XOF", "48 working-hours"),
        ("burkina-faso", "complaint", None, "10 days"),
        ("burundi", "laissez-passer", "30000 BIF", "3 days"),
        ("burundi", "cepgl-card", "18000 BIF", "3 days"),
    ],
)
def test_prices_and_promises_are_those_of_the_sources(
    pack: str, name: str, amount: str | None, within: str
) -> None:
    service = eservice(pack, name)
    prices = [str(line.amount) for line in service.tariff]

    assert prices == ([] if amount is None else [amount])
    assert service.promise is not None
    promised = promised_span(service.promise, answers={}, today=date(2026, 3, 2))
    assert str(promised) == within
