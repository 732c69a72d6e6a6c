"""A pack is loaded as often as wanted; what has an error is not published."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from eservices.definition.publish import compile_procedure, eservice_of
from eservices.packs import (
    UnknownPack,
    known_packs,
    load_demo_accounts,
    load_pack,
    publish_file,
    read_eservices,
    read_pack,
)
from eservices.packs.closed_days import YEARS, calendar_content
from eservices.packs.model import Calendar
from tests.builders.defects import Edit, a_pack_folder, edited
from workflows import definitions
from workflows.accounts import all_accounts
from workflows.language.findings import DefinitionRefused
from workflows.language.values import Text
from workflows.opening_hours import Calendar as OpeningHours
from workflows.organisations import all_offices, all_pools
from workflows.tables import definitions as stored_definitions

BENIN = {
    "act-correction",
    "building-permit",
    "complaint",
    "conformity-certificate",
    "corruption-report",
    "criminal-record",
    "nationality-certificate",
    "works-opening",
}
HEADACHE: Edit = ("queue: records", "queue: archives")
CHEAPER: Edit = ("1900 XOF", "1800 XOF")


def an_edited_file(folder: Path, edit: Edit) -> Path:
    path = a_pack_folder(folder) / "eservices" / "criminal-record.yaml"
    path.write_text(edited(path.read_text(encoding="utf-8"), [edit]), encoding="utf-8")
    return path


def test_benin_stands_on_the_shelf() -> None:
    assert "benin" in known_packs()


def test_an_unknown_pack_says_which_there_are() -> None:
    with pytest.raises(UnknownPack, match="benin"):
        read_pack("atlantis")


def test_loading_writes_offices_pools_and_live_eservices(engine: Engine) -> None:
    pack = read_pack("benin")

    with engine.begin() as connection:
        load_pack(connection, pack)

        assert {one.eservice for one in definitions.live(connection)} == BENIN
        assert {one.slug for one in all_offices(connection)} == {one.slug for one in pack.offices}
        assert len(all_pools(connection)) == len(pack.pools)


def test_loading_twice_changes_nothing(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        first = load_pack(connection, pack)
        load_demo_accounts(connection, pack)

        again = load_pack(connection, pack)
        load_demo_accounts(connection, pack)

        stored = connection.execute(select(func.count()).select_from(stored_definitions))
        assert again == first
        assert stored.scalar_one() == len(BENIN)
        assert len(all_accounts(connection)) == len(pack.accounts)


def test_demo_accounts_join_the_pools_of_their_offices(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_pack(connection, pack)

        load_demo_accounts(connection, pack)

        pools = {one.id: one.slug for one in all_pools(connection)}
        accounts = {one.login: one for one in all_accounts(connection)}
    assert [pools[one] for one in accounts["magistrate"].pools] == [
        "cncj-signatories",
        "cncj-correction-signatories",
    ]


def test_what_was_published_reads_back_the_same(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_pack(connection, pack)

        read = {one.eservice: eservice_of(one) for one in definitions.live(connection)}

    assert read == {one.eservice: one for one in read_eservices(pack)}


def test_the_kernel_gets_the_procedure_that_the_file_describes(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        checksums = load_pack(connection, pack)

        compiled = [definitions.compiled(connection, one) for one in checksums]

    assert compiled == [compile_procedure(one) for one in read_eservices(pack)]


def test_a_file_with_an_error_is_refused_and_the_live_version_stays(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))
        before = definitions.live_definition(connection, "criminal-record")

        with pytest.raises(DefinitionRefused) as refused:
            publish_file(connection, an_edited_file(tmp_path, HEADACHE))

        assert definitions.live_definition(connection, "criminal-record") == before
    assert {one.code for one in refused.value.findings} == {"D053"}


def test_a_sound_file_becomes_the_next_version(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))

        checksum = publish_file(connection, an_edited_file(tmp_path, CHEAPER))

        live = definitions.live_definition(connection, "criminal-record")
    assert (live.checksum, live.version) == (checksum, 2)


def test_closed_days_come_from_the_package_and_from_the_pack() -> None:
    pack = read_pack("benin")
    communique = Text({"fr": "Journée chômée", "en": "Day off"})
    calendar = pack.calendars[0].model_copy(
        update={"added": {date(2026, 3, 2): communique}, "removed": (date(2026, 5, 1),)}
    )

    closed = calendar_content(Calendar.model_validate(calendar.model_dump()), pack)["holidays"]

    assert closed["2026-03-02"] == {"fr": "Journée chômée", "en": "Day off"}
    assert "2026-05-01" not in closed
    assert closed["2026-01-09"].keys() == {"fr", "en"}
    assert {int(day[:4]) for day in closed} == set(YEARS)


def test_the_kernel_reads_the_calendar_that_a_pack_writes() -> None:
    pack = read_pack("benin")

    hours = OpeningHours.read(calendar_content(pack.calendars[0], pack))

    assert len(hours.week[0]) == 2
    assert hours.week[6] == ()
    assert date(2026, 5, 1) in hours.holidays
