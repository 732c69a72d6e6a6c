"""Definitions are stored by checksum, numbered, and keep the order they are written in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from tests.builders.kernel import a_definition, a_procedure
from workflows import definitions
from workflows.errors import UnknownDefinition
from workflows.language.procedure import CompiledProcedure

STATES = ("awaiting_payment", "verification", "awaiting_applicant", "signature")


def renamed(eservice: str) -> CompiledProcedure:
    return a_procedure().model_copy(update={"eservice": eservice})


def test_storing_the_same_content_again_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        first = a_definition(connection)
        second = a_definition(connection)

        assert first == second
        assert definitions.live_definition(connection, "criminal-record").version == 1


def test_another_content_is_the_next_version_and_the_former_one_stays(engine: Engine) -> None:
    with engine.begin() as connection:
        first = a_definition(connection)
        changed = a_procedure().model_copy(update={"reasons": ("unreadable",)})
        second = a_definition(connection, changed)

        assert definitions.live_checksum(connection, "criminal-record") == second
        assert definitions.definition(connection, second).version == 2
        assert definitions.compiled(connection, first).reasons == (
            "unreadable",
            "identity_mismatch",
        )


def test_states_are_read_back_in_the_order_in_which_they_were_written(engine: Engine) -> None:
    with engine.begin() as connection:
        checksum = a_definition(connection)
    fresh: definitions.ByChecksum[definitions.Stored] = definitions.ByChecksum(definitions._read)

    with engine.begin() as connection:
        stored = fresh(connection, checksum)

    assert tuple(stored.content["procedure"]["states"])[:4] == STATES


def test_another_order_is_another_definition() -> None:
    assert definitions.checksum_of({"a": 1, "b": 2}) != definitions.checksum_of({"b": 2, "a": 1})


def test_two_publishers_at_once_get_two_versions(engine: Engine) -> None:
    changed = a_procedure().model_copy(update={"reasons": ("unreadable",)})

    def publish(compiled: CompiledProcedure) -> str:
        with engine.begin() as connection:
            return a_definition(connection, compiled)

    with ThreadPoolExecutor(2) as threads:
        checksums = list(threads.map(publish, [a_procedure(), changed]))

    with engine.begin() as connection:
        versions = {definitions.definition(connection, checksum).version for checksum in checksums}
    assert versions == {1, 2}


def test_live_definitions_are_listed_by_eservice(engine: Engine) -> None:
    with engine.begin() as connection:
        for name in ("permit", "certificate"):
            a_definition(connection, renamed(name))

        assert [stored.eservice for stored in definitions.live(connection)] == [
            "certificate",
            "permit",
        ]


def test_what_was_never_published_is_unknown(engine: Engine) -> None:
    with engine.begin() as connection:
        with pytest.raises(UnknownDefinition):
            definitions.live_definition(connection, "nothing")
        with pytest.raises(UnknownDefinition):
            definitions.compiled(connection, "0" * 64)
