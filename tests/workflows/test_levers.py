"""Levers act at once, for a time, in the order of the queue, and can be ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from tests.builders.kernel import OFFICE, a_workflow, an_account, an_office, claimed_by
from tests.builders.overflowing import NATIONAL, Country, a_country, sweeping
from workflows import accounts, levers
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.handing_over import Why
from workflows.journal import Happening, history
from workflows.levers import Kind, LeverRefused, Obstacle, Pull, Reason

DAY = timedelta(days=1)
FAR_OFF = {"office": f'"{NATIONAL}"', "after": "300 days"}


class Desk:
    """A queue of five cases, a second office with somebody, and a supervisor."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.country: Country = a_country(connection, FAR_OFF)
        self.here = an_account(connection, self.country.pools[OFFICE])
        self.there = an_account(connection, self.country.pools[NATIONAL], office=NATIONAL)
        self.boss = an_account(connection, roles=(Role.SUPERVISOR,))
        self.waiting: list[Case] = []
        for _ in range(5):
            self.waiting.append(self.country.lodged())
            self.country.clock.advance(timedelta(minutes=1))

    @property
    def now(self) -> datetime:
        return self.country.clock.now(self.connection)

    def pulled(self, **changes: Any) -> int:
        values: dict[str, Any] = {
            "kind": Kind.OVERFLOW,
            "from_pool": self.country.pools[OFFICE],
            "to_pool": self.country.pools[NATIONAL],
            "keep": 2,
            "reason": Reason.PEAK,
            "note": "Concours of the army.",
            "by": self.boss.id,
            "until": self.now + DAY,
        }
        return levers.pull(self.connection, Pull(**values | changes), at=self.now)

    def swept(self) -> int:
        due = levers.due(self.connection, at=self.now, limit=200)
        workflow = a_workflow(self.country.clock)
        return sum(levers.shift(self.connection, workflow, *one) for one in due)

    def offices(self) -> list[str]:
        return [self.country.pool_of(case) for case in self.waiting]

    def known(self, account: Account) -> Account:
        return accounts.find_account(self.connection, account.login)


def test_an_overflow_keeps_the_oldest_until_it_ends(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        lever = desk.pulled()

        first = (desk.swept(), desk.swept())
        desk.waiting.append(desk.country.lodged())
        later = desk.swept()
        levers.end(connection, lever, by=desk.boss.id, at=desk.now)
        desk.waiting.append(desk.country.lodged())

        assert (first, later, desk.swept()) == ((3, 0), 1, 0)
        assert desk.offices() == [OFFICE] * 2 + [NATIONAL] * 4 + [OFFICE]


def test_each_move_is_journalled_with_who_pulled_the_lever(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        lever = desk.pulled()
        desk.swept()

        entry = history(connection, desk.waiting[-1].id)[-1]

        assert (entry.trigger, entry.account_id, entry.role) == (
            Happening.OVERFLOWED,
            desk.boss.id,
            Role.SUPERVISOR,
        )
        assert (entry.data["why"], entry.data["lever"]) == (Why.OPENED, lever)
        assert "Concours" not in str(entry.data)


def test_a_rebalancing_is_done_once(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        desk.pulled(kind=Kind.REBALANCE)
        clock = desk.country.clock
    sweeping(engine, clock).sweep()

    with engine.begin() as connection:
        (lever,) = levers.latest(connection)
        assert (lever.kind, lever.ended_by) == (Kind.REBALANCE, None)
        assert lever.ended_at is not None
        assert history(connection, desk.waiting[-1].id)[-1].data["why"] == Why.REBALANCED


def test_people_are_lent_until_the_day_is_over(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        pools = desk.country.pools
        desk.pulled(
            kind=Kind.REINFORCE, from_pool=pools[NATIONAL], to_pool=pools[OFFICE], keep=None
        )

        lent = desk.known(desk.there)
        given = claimed_by(connection, a_workflow(desk.country.clock), lent)
        desk.country.clock.advance(DAY)
        ended = levers.end_what_is_over(connection, at=desk.now)

        assert lent.pools == tuple(sorted((pools[OFFICE], pools[NATIONAL])))
        assert given.id == desk.waiting[0].id
        assert ended == 1
        assert desk.known(desk.there).pools == (pools[NATIONAL],)


def test_who_joins_for_good_stays_when_the_loan_ends(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        pools = desk.country.pools
        lever = desk.pulled(
            kind=Kind.REINFORCE, from_pool=pools[NATIONAL], to_pool=pools[OFFICE], keep=None
        )
        accounts.join_pool(connection, account_id=desk.there.id, pool_id=pools[OFFICE])

        ended = [levers.end(connection, lever, by=desk.boss.id, at=desk.now) for _ in range(2)]

        assert ended == [True, False]
        assert pools[OFFICE] in desk.known(desk.there).pools


def test_what_makes_no_sense_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        pools = desk.country.pools
        signatories = an_office(connection)["signatories"]
        desk.pulled()
        wrong: list[tuple[dict[str, Any], Obstacle]] = [
            ({}, Obstacle.ALREADY),
            ({"to_pool": pools[OFFICE]}, Obstacle.SAME_POOL),
            ({"to_pool": signatories}, Obstacle.OTHER_WORK),
            ({"to_pool": 987654}, Obstacle.OTHER_WORK),
            ({"to_pool": pools["tpi-parakou"]}, Obstacle.NOBODY),
            ({"until": desk.now}, Obstacle.TIME),
            ({"until": desk.now + 32 * DAY}, Obstacle.TIME),
        ]
        for changes, obstacle in wrong:
            with pytest.raises(LeverRefused) as refused:
                desk.pulled(**changes)
            assert refused.value.obstacle is obstacle


def test_two_levers_against_each_other_move_each_case_once(engine: Engine) -> None:
    with engine.begin() as connection:
        desk = Desk(connection)
        pools = desk.country.pools
        desk.pulled(keep=0)
        desk.pulled(from_pool=pools[NATIONAL], to_pool=pools[OFFICE], keep=0)

        assert desk.swept() == 5
        assert desk.swept() == 0
        assert desk.offices() == [NATIONAL] * 5
