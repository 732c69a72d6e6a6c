"""Publications as kept: who did what and why, four eyes, and one winner."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.kernel import OFFICE, a_procedure, an_account, an_office
from workflows import definitions
from workflows.actors import Role
from workflows.errors import UnknownDefinition
from workflows.life_cycle import Author, Obstacle, Order, Publication, Status, Step, StepRefused
from workflows.publications import (
    all_publications,
    entries_of,
    listed,
    publication_of,
    take_step,
    version_numbered,
    versions_of,
)

RECORD = "criminal-record"
OPERATOR = Author(operator="koffi")
SAID = {"reason": {"fr": "Une panne."}, "advice": {"fr": "Revenez lundi."}}


def stored(connection: Connection, *reasons: str) -> str:
    """Store a version of the small procedure that differs by its reasons."""
    compiled = a_procedure().model_copy(update={"reasons": reasons or ("unreadable",)})
    content = compiled.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return definitions.store(connection, content=content, compiled=compiled)


def step(
    connection: Connection, step: Step, checksum: str | None = None, **more: Any
) -> Publication:
    values: dict[str, Any] = {"author": OPERATOR, "reason": "decided", "checksum": checksum}
    return take_step(connection, Order(eservice=RECORD, step=step, **values | more))


def an_administrator(connection: Connection) -> Author:
    return Author(account_id=an_account(connection, roles=(Role.ADMINISTRATOR,)).id)


def test_each_step_is_kept_with_who_why_and_for_whom(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        one = an_administrator(connection)
        checksum = stored(connection)
        step(connection, Step.STAGE, checksum, author=one, reason=" first draft ")
        step(connection, Step.PILOT, checksum, offices=(OFFICE,))
        step(connection, Step.LIVE, checksum)

        kept = entries_of(connection, RECORD)

    assert [entry.step for entry in kept] == [Step.STAGE, Step.PILOT, Step.LIVE]
    assert [entry.author for entry in kept] == [one, OPERATOR, OPERATOR]
    assert kept[0].reason == "first draft"
    assert kept[1].data == {"offices": [OFFICE]}
    assert {entry.checksum for entry in kept} == {checksum}


def test_versions_stand_with_their_status_newest_first(engine: Engine) -> None:
    with engine.begin() as connection:
        first, second, third = (stored(connection, name) for name in ("a", "b", "c"))
        step(connection, Step.LIVE, first)
        step(connection, Step.LIVE, second)
        step(connection, Step.PILOT, third, share=10)
        fourth = stored(connection, "d")

        found = {version.checksum: version.status for version in versions_of(connection, RECORD)}
        assert version_numbered(connection, RECORD, 2).checksum == second

    assert found == {
        fourth: Status.DRAFT,
        third: Status.PILOT,
        second: Status.LIVE,
        first: Status.REPLACED,
    }
    assert next(iter(found)) == fourth


def test_who_staged_a_version_does_not_offer_it(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        one, other = an_administrator(connection), an_administrator(connection)
        checksum = stored(connection)
        step(connection, Step.STAGE, checksum, author=one)
        for wanted in ({"step": Step.LIVE}, {"step": Step.PILOT, "share": 10}):
            with pytest.raises(StepRefused) as refused:
                step(connection, checksum=checksum, author=one, **wanted)
            assert refused.value.obstacle is Obstacle.SAME_PERSON

        assert step(connection, Step.LIVE, checksum, author=other).live == checksum


def test_who_staged_a_version_may_return_to_it_once_another_had_put_it_live(engine: Engine) -> None:
    with engine.begin() as connection:
        an_office(connection)
        one, other = an_administrator(connection), an_administrator(connection)
        first, second = stored(connection, "a"), stored(connection, "b")
        step(connection, Step.STAGE, first, author=one)
        step(connection, Step.LIVE, first, author=other)
        step(connection, Step.LIVE, second)

        assert step(connection, Step.LIVE, first, author=one).live == first


def test_of_two_who_publish_at_once_one_wins(engine: Engine) -> None:
    with engine.begin() as connection:
        versions = [stored(connection, name) for name in ("a", "b")]
        seen = publication_of(connection, RECORD).turn

    def put_live(checksum: str) -> Obstacle | None:
        try:
            with engine.begin() as connection:
                step(connection, Step.LIVE, checksum, turn=seen)
        except StepRefused as refused:
            return refused.obstacle
        return None

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(put_live, versions))

    with engine.begin() as connection:
        winner = versions[outcomes.index(None)]
        assert publication_of(connection, RECORD).live == winner
        assert len(entries_of(connection, RECORD)) == 1
    assert sorted(outcomes, key=str) == [None, Obstacle.STALE]


def test_a_refused_step_leaves_no_trace(engine: Engine) -> None:
    with engine.begin() as connection:
        checksum = stored(connection)
        with pytest.raises(StepRefused):
            step(connection, Step.PILOT, checksum, offices=("atlantis",))
        with pytest.raises(UnknownDefinition):
            step(connection, Step.LIVE, "0" * 64)

        assert entries_of(connection, RECORD) == ()
        assert publication_of(connection, RECORD) == Publication(RECORD)
        assert all_publications(connection) == {RECORD: Publication(RECORD)}


def test_what_is_withdrawn_is_listed_no_more_and_what_is_suspended_still_is(engine: Engine) -> None:
    with engine.begin() as connection:
        checksum = stored(connection)
        step(connection, Step.LIVE, checksum)
        step(connection, Step.SUSPEND, said=SAID)
        assert [one.checksum for one in listed(connection)] == [checksum]

        step(connection, Step.WITHDRAW, said=SAID)
        assert listed(connection) == ()
        assert [one.checksum for one in definitions.live(connection)] == [checksum]
