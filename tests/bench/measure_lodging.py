"""Lodging over HTTP against what the database commits at most at the same concurrency."""

import secrets
from functools import partial

import psycopg
from psycopg.types.json import Jsonb

from tests.bench.crews import share
from tests.bench.figures import Figure, Kind, median
from tests.bench.floor import floor_database
from tests.bench.floor_application import NOTE, SUBMIT
from tests.bench.people import Citizen, Pages
from tests.bench.scene import TYPED
from tests.bench.settling import settle
from tests.bench.sizes import FEWEST
from tests.bench.stage import Stage


def lodging_per_raw_commit(stage: Stage) -> list[Figure]:
    """Send applications that are filled in, and commit two statements each, in turn."""
    citizens = stage.citizens(Pages.NONE)
    few = min(stage.size.lodgings, FEWEST)
    rate = few / share([one.apply for one in citizens], few)
    times = stage.size.planned(stage.size.lodgings, rate=rate)
    with floor_database(stage.installation) as conninfo:
        rounds = [
            (_commits(conninfo, stage, 4 * times), _lodgings(stage, citizens, times))
            for _ in range(stage.size.rounds)
        ]
    return [
        Figure(
            "lodging_per_raw_commit",
            median(ours / raw for raw, ours in rounds),
            "",
            Kind.RATIO,
            note=f"{stage.size.seats} at once; the last POST, drafts filled in before",
        ),
        Figure("lodgings_per_second", median(ours for _, ours in rounds), "1/s"),
        Figure("raw_commits_per_second", median(raw for raw, _ in rounds), "1/s", Kind.FLOOR),
    ]


def _commits(conninfo: str, stage: Stage, times: int) -> float:
    connections = [psycopg.connect(conninfo) for _ in range(stage.size.seats)]
    people = [partial(_commit, connection) for connection in connections]
    seconds = share(people, times)
    for connection in connections:
        connection.close()
    return times / seconds


def _commit(connection: psycopg.Connection[tuple[int]]) -> None:
    row = connection.execute(SUBMIT, (secrets.token_hex(8), Jsonb(TYPED))).fetchone()
    assert row is not None
    connection.execute(NOTE, (row[0], "submitted"))
    connection.commit()


def _lodgings(stage: Stage, citizens: list[Citizen], times: int) -> float:
    drafts: list[str] = []
    share([partial(_fill_in, one, drafts) for one in citizens], times)
    settle(stage.installation)
    seconds = share([partial(_lodge, one, drafts) for one in citizens], times)
    settle(stage.installation)
    return times / seconds


def _fill_in(citizen: Citizen, drafts: list[str]) -> None:
    drafts.append(citizen.fill_in())


def _lodge(citizen: Citizen, drafts: list[str]) -> None:
    citizen.lodge(drafts.pop())
