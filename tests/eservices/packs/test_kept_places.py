"""Places that administrators keep: loading leaves them alone, publishing knows them."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from eservices.definition.installed import installed
from eservices.definition.publish import eservice_of
from eservices.packs import (
    load_demo_accounts,
    load_pack,
    publish_file,
    read_pack,
    surroundings_of,
)
from eservices.packs.loading import load_places
from eservices.packs.model import Pack
from tests.builders.defects import Edit, a_pack_folder, edited
from tests.builders.kernel import an_account
from tests.builders.places import adds_office, adds_organisation, named, opens_pool, saves
from workflows.accounts import all_accounts
from workflows.administering.place_rules import Kind
from workflows.administering.places import find_place
from workflows.definitions import live_definition
from workflows.errors import PoolTaken
from workflows.language.findings import DefinitionRefused
from workflows.organisations import all_offices, all_pools, find_office

RECORD = "criminal-record"
#: The same e-service of another organisation, prepared in another office.
ELSEWHERE: tuple[Edit, ...] = (
    ("authority: cncj", "authority: casier"),
    ("queue: records\n", "queue: records\n      office: '\"allada\"'\n"),
)


def a_file(folder: Path) -> Path:
    path = a_pack_folder(folder) / "eservices" / f"{RECORD}.yaml"
    path.write_text(edited(path.read_text("utf-8"), ELSEWHERE), "utf-8")
    return path


def with_few_accounts(pack: Pack) -> Pack:
    """Give the pack with the accounts of the pool of complaints alone."""
    few = tuple(one for one in pack.accounts if "cncj-complaints" in one.pools)
    return pack.model_copy(update={"accounts": few})


def without_complaints(pack: Pack) -> Pack:
    """Give the pack as it was before it named the pool of complaints."""
    fewer = tuple(pool for pool in pack.pools if pool.slug != "cncj-complaints")
    return pack.model_copy(update={"pools": fewer})


def a_desk_in_allada(connection: Connection) -> int:
    adds_organisation(connection, "casier")
    adds_office(connection, "allada", organisation="casier", calendar="administration")
    opens_pool(connection, "allada-records", office="allada", queue="records")
    return next(one.id for one in all_pools(connection) if one.slug == "allada-records")


def test_loading_again_changes_nothing_of_what_is_kept(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_places(connection, pack)
        saves(connection, Kind.OFFICE, "mairie-cotonou", name=named("Hôtel de ville"))
        saves(connection, Kind.ORGANISATION, "communes", note=named("Toutes"))
        saves(connection, Kind.POOL, "cncj-records", name=named("Bureau 12"))
        a_desk_in_allada(connection)
        before = all_offices(connection), all_pools(connection)

        load_places(connection, pack)

        assert (all_offices(connection), all_pools(connection)) == before
        kept = find_place(connection, Kind.OFFICE, "mairie-cotonou")
        added = find_place(connection, Kind.OFFICE, "allada")
    assert kept is not None
    assert kept.pack_says is not None
    assert kept.pack_says["name"]["fr"] == "Mairie de Cotonou"
    assert added is not None
    assert added.pack_says is None


def test_an_office_where_the_file_puts_a_till_receives_visitors_again(engine: Engine) -> None:
    pack = read_pack("benin")
    till = next(iter(pack.cash.tills if pack.cash else ()))
    with engine.begin() as connection:
        load_places(connection, pack)
        saves(connection, Kind.OFFICE, till.office, counter=False, name=named("Caisse"))

        load_places(connection, pack)

        office = find_office(connection, till.office)
    assert (office.name, office.content["counter"]) == (named("Caisse"), True)


def test_a_pool_opened_before_the_file_named_it_has_the_files_people(engine: Engine) -> None:
    pack = with_few_accounts(read_pack("benin"))
    with engine.begin() as connection:
        load_places(connection, without_complaints(pack))
        desk = next(one for one in pack.pools if one.slug == "cncj-complaints")
        opens_pool(connection, "plaintes", office=desk.office, queue=desk.queue)

        load_places(connection, pack)
        load_demo_accounts(connection, pack)

        pools = {one.slug: one.id for one in all_pools(connection)}
        people = {one.login for one in all_accounts(connection) if pools["plaintes"] in one.pools}
    assert "cncj-complaints" not in pools
    assert people == {one.login for one in pack.accounts}


def test_a_pool_that_bears_the_slug_of_another_of_the_file_stops_the_loading(
    engine: Engine,
) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_places(connection, without_complaints(pack))
        opens_pool(connection, "cncj-complaints", office="adan", queue="records")

        with pytest.raises(PoolTaken, match="cncj-complaints"):
            load_places(connection, pack)


def refusal(connection: Connection, path: Path) -> str:
    """Try to publish a file and give the first thing that is wrong with it."""
    with pytest.raises(DefinitionRefused) as refused:
        publish_file(connection, path)
    return refused.value.findings[0].message("en")


def test_a_file_may_name_what_administrators_added(engine: Engine, tmp_path: Path) -> None:
    path = a_file(tmp_path)
    with engine.begin() as connection:
        load_pack(connection, read_pack("benin"))
        first = refusal(connection, path)
        adds_organisation(connection, "casier")
        second = refusal(connection, path)
        adds_office(connection, "allada", organisation="casier", calendar="administration")
        third = refusal(connection, path)
        opens_pool(connection, "allada-records", office="allada", queue="records")

        publish_file(connection, path)

        live = eservice_of(live_definition(connection, RECORD))
    assert first == "There is no organisation “casier”."
    assert "the office “allada”, which is none" in second
    assert third == "No pool treats the agent queue “records” in the office “allada”."
    assert (live.authority, live.procedure.states["verification"].office) == ("casier", '"allada"')


def test_the_installation_knows_the_hours_and_people_of_what_was_added(engine: Engine) -> None:
    pack = read_pack("benin")
    with engine.begin() as connection:
        load_pack(connection, pack)
        person = an_account(connection, a_desk_in_allada(connection), office="allada")

        around = installed(connection, surroundings_of(pack))

    alone = surroundings_of(pack)
    assert around.offices["allada"] == alone.offices["cncj"]
    assert {one.login for one in around.desks["allada", "records"]} == {person.login}
    assert dict(around.offices) == {**alone.offices, "allada": alone.offices["cncj"]}
    assert {**around.desks, **alone.desks} == around.desks
    assert around.moved == alone.moved
