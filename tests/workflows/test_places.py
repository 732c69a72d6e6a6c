"""Organisations, offices and pools kept by administrators: the pack's file no longer wins."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from tests.builders.kernel import OFFICE, an_office
from tests.builders.places import (
    LANGUAGES,
    NOW,
    adds_office,
    an_order,
    named,
    opens_pool,
    saves,
)
from workflows import organisations
from workflows.administering.place_rules import Kind, Obstacle, PlaceRefused
from workflows.administering.places import Place, find_place, hand_back, save
from workflows.organisations import all_pools, count_kept, find_office, forget_others
from workflows.tables import administration_entries

NEW_NAME = {"fr": "Casier judiciaire", "en": "Criminal records"}


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Give a transaction on a clean database."""
    with engine.begin() as connection:
        yield connection


def the_office(connection: Connection) -> Place:
    found = find_place(connection, Kind.OFFICE, OFFICE)
    assert found is not None
    return found


def as_in_the_file(connection: Connection, **changed: Any) -> None:
    values: dict[str, Any] = {
        "organisation": "cncj",
        "calendar": "benin",
        "name": {"fr": "Du fichier", "en": "Of the file"},
        "content": {"place": None, "address": None, "counter": True, "transmission": "6 wd"},
    }
    organisations.save_office(connection, slug=OFFICE, **values | changed)


def refused(connection: Connection, **changed: Any) -> tuple[Obstacle, str]:
    with pytest.raises(PlaceRefused) as why:
        saves(connection, Kind.OFFICE, OFFICE, **changed)
    return why.value.obstacle, why.value.part


def test_what_an_administrator_saved_stays_when_the_pack_is_loaded(connection: Connection) -> None:
    an_office(connection)
    saves(
        connection,
        Kind.OFFICE,
        OFFICE,
        name=NEW_NAME,
        place={"fr": "Cotonou", "en": "Cotonou"},
        counter=False,
    )

    as_in_the_file(connection)

    office, place = find_office(connection, OFFICE), the_office(connection)
    assert (office.name, office.content["place"]["fr"]) == (NEW_NAME, "Cotonou")
    assert office.content["counter"] is False
    # What no page changes still follows the file.
    assert office.content["transmission"] == "6 wd"
    assert place.pack_says is not None
    assert place.pack_says["name"] == {"fr": "Du fichier", "en": "Of the file"}
    assert (place.kept_since, count_kept(connection)) == (NOW, 1)


def test_a_place_is_kept_since_it_was_saved_first(connection: Connection) -> None:
    an_office(connection)
    saves(connection, Kind.OFFICE, OFFICE, name=NEW_NAME)
    again = an_order(connection, Kind.OFFICE, OFFICE, at=NOW + timedelta(days=3))

    said = {**the_office(connection).said, "counter": False}
    save(connection, again, said=said, languages=LANGUAGES)

    assert the_office(connection).kept_since == NOW


def test_what_nobody_saved_follows_the_file(connection: Connection) -> None:
    an_office(connection)

    as_in_the_file(connection)

    assert find_office(connection, OFFICE).name["en"] == "Of the file"
    assert (the_office(connection).kept_since, count_kept(connection)) == (None, 0)


def test_handing_back_takes_effect_at_once(connection: Connection) -> None:
    an_office(connection)
    as_in_the_file(connection)
    saves(connection, Kind.OFFICE, OFFICE, name=NEW_NAME, counter=False)

    hand_back(connection, an_order(connection, Kind.OFFICE, OFFICE))

    office = find_office(connection, OFFICE)
    assert (office.name["en"], office.content["counter"]) == ("Of the file", True)
    assert office.content["transmission"] == "6 wd"
    assert count_kept(connection) == 0
    as_in_the_file(connection, name={"fr": "Encore", "en": "Again"})
    assert find_office(connection, OFFICE).name["en"] == "Again"


def test_only_what_the_file_knows_is_handed_back(connection: Connection) -> None:
    an_office(connection)
    with pytest.raises(PlaceRefused) as nothing:
        hand_back(connection, an_order(connection, Kind.OFFICE, OFFICE))
    saves(connection, Kind.OFFICE, OFFICE, name=NEW_NAME)
    forget_others(connection, organisations_known=[], offices_known=[], pools_known=[])

    with pytest.raises(PlaceRefused) as unknown:
        hand_back(connection, an_order(connection, Kind.OFFICE, OFFICE))

    assert nothing.value.obstacle is Obstacle.NOTHING
    assert unknown.value.obstacle is Obstacle.NOT_IN_PACK
    assert find_office(connection, OFFICE).name == NEW_NAME


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": {"fr": "Casier", "en": ""}}, (Obstacle.NO_NAME, "name")),
        ({"name": {}}, (Obstacle.NO_NAME, "name")),
        ({"place": {"fr": "Cotonou", "en": ""}}, (Obstacle.HALF_SAID, "place")),
        ({"address": {"fr": "x" * 201, "en": "x"}}, (Obstacle.TOO_LONG, "address")),
        ({"organisation": "moon"}, (Obstacle.UNKNOWN_PLACE, "organisation")),
        ({}, (Obstacle.NOTHING, "")),
    ],
)
def test_what_cannot_be_said_is_refused(
    connection: Connection, changed: Mapping[str, Any], why: tuple[Obstacle, str]
) -> None:
    an_office(connection)

    assert refused(connection, **changed) == why
    assert count_kept(connection) == 0


def test_a_form_that_is_out_of_date_changes_nothing(connection: Connection) -> None:
    an_office(connection)
    old = the_office(connection)
    saves(connection, Kind.OFFICE, OFFICE, counter=False)
    late = an_order(connection, Kind.OFFICE, OFFICE, revision=old.revision)

    with pytest.raises(PlaceRefused) as stale:
        save(connection, late, said={**old.said, "name": NEW_NAME}, languages=LANGUAGES)

    assert stale.value.obstacle is Obstacle.STALE
    assert find_office(connection, OFFICE).name["en"] == "CNCJ, Cotonou"


def test_a_reason_is_wanted_and_everything_is_journalled(connection: Connection) -> None:
    an_office(connection)
    silent = an_order(connection, Kind.OFFICE, OFFICE, reason=" ")
    said = {**the_office(connection).said, "counter": False}
    with pytest.raises(PlaceRefused) as why:
        save(connection, silent, said=said, languages=LANGUAGES)

    saves(connection, Kind.OFFICE, OFFICE, counter=False)

    entry = connection.execute(select(administration_entries)).one()
    assert why.value.obstacle is Obstacle.NO_REASON
    assert (entry.what, entry.subject, entry.reason) == ("office_saved", OFFICE, "décret 12")
    assert (entry.data["before"]["counter"], entry.data["after"]["counter"]) == (True, False)


def test_words_in_other_languages_stay(connection: Connection) -> None:
    an_office(connection)
    as_in_the_file(connection, name={"fr": "Casier", "en": "Records", "fon": "Kasie"})

    saves(connection, Kind.OFFICE, OFFICE, name=NEW_NAME)

    assert find_office(connection, OFFICE).name == NEW_NAME | {"fon": "Kasie"}


def test_an_added_office_has_pools_and_survives_a_file_that_knows_it_not(
    connection: Connection,
) -> None:
    pools = an_office(connection)
    adds_office(connection, "allada", organisation="cncj", calendar="benin")
    opens_pool(connection, "allada-records", office="allada", queue="records")

    as_in_the_file(connection)
    forget_others(
        connection,
        organisations_known=["cncj"],
        offices_known=[OFFICE],
        pools_known=list(pools.values()),
    )

    found = find_place(connection, Kind.OFFICE, "allada")
    assert found is not None
    assert (found.said["place"], found.said["counter"]) == (named("Allada"), True)
    assert (found.pack_says, found.kept_since) == (None, NOW)
    assert {one.slug for one in all_pools(connection)} == {
        "allada-records",
        "cncj-records",
        "cncj-signatories",
    }


def test_a_place_is_added_once(connection: Connection) -> None:
    an_office(connection)
    office = partial(adds_office, connection, organisation="cncj", calendar="benin")
    office("allada")

    found = []
    for again in (
        partial(office, "allada"),
        partial(office, "Annexe d’Allada"),
        partial(opens_pool, connection, "second", office=OFFICE, queue="records"),
    ):
        with pytest.raises(PlaceRefused) as why:
            again()
        found.append(why.value.obstacle)

    assert found == [Obstacle.TAKEN, Obstacle.BAD_SLUG, Obstacle.DESK_TAKEN]


def test_an_organisation_is_kept_with_its_note(connection: Connection) -> None:
    an_office(connection)
    order = an_order(connection, Kind.ORGANISATION, "cncj")
    save(connection, order, said={"name": NEW_NAME, "note": None}, languages=LANGUAGES)

    organisations.save_organisation(
        connection, slug="cncj", name={"fr": "CNCJ"}, content={"note": {"fr": "Sous tutelle"}}
    )

    place = find_place(connection, Kind.ORGANISATION, "cncj")
    assert place is not None
    assert place.said == {"name": NEW_NAME, "note": None}
    assert place.pack_says == {"name": {"fr": "CNCJ"}, "note": {"fr": "Sous tutelle"}}


def told(engine: Engine, do: Callable[[Connection], None]) -> Obstacle | None:
    """Do something in a transaction of its own and give why it was refused, if it was."""
    try:
        with engine.begin() as connection:
            do(connection)
    except PlaceRefused as refused:
        return refused.obstacle
    return None


def test_of_several_at_the_same_moment_one_is_served_and_the_others_are_told(
    engine: Engine,
) -> None:
    with engine.begin() as connection:
        an_office(connection)
        seen = the_office(connection)

    def renames(connection: Connection, name: str) -> None:
        order = an_order(connection, Kind.OFFICE, OFFICE, revision=seen.revision)
        save(connection, order, said={**seen.said, "name": named(name)}, languages=LANGUAGES)

    opens = [partial(opens_pool, slug=slug, office=OFFICE, queue="x") for slug in "abcd"]
    with ThreadPoolExecutor(4) as crowd:
        opened = list(crowd.map(partial(told, engine), opens))
        renamed = list(crowd.map(partial(told, engine), [partial(renames, name=n) for n in "abcd"]))

    assert sorted(map(str, opened)) == ["None", *["desk_taken"] * 3]
    assert sorted(map(str, renamed)) == ["None", *["stale"] * 3]
