"""Reports on a new version, for a terminal."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection

from eservices.changes.difference import KINDS, TITLES, differences
from eservices.changes.flights import flights
from eservices.changes.hindrances import WHY
from eservices.changes.hindsight import EFFECTS, hindsight
from eservices.definition.model import EService
from eservices.definition.publish import content_of, eservice_of
from eservices.texts import translate
from workflows.clock import DatabaseClock
from workflows.definitions import checksum_of, live_definition


def difference_lines(connection: Connection, after: EService, language: str) -> Iterator[str]:
    """Tell what differs from the live version, topic by topic; raises UnknownDefinition."""
    before = eservice_of(live_definition(connection, after.eservice))
    changes = differences(content_of(before), content_of(after))
    for topic, group in groupby(changes, key=lambda change: change.topic):
        yield translate(TITLES[topic], language)
        for change in group:
            yield f"  {change.path}: {translate(KINDS[change.kind], language)}"
            yield from (f"    - {change.before}",) if change.before else ()
            yield from (f"    + {change.after}",) if change.after else ()


def flight_lines(
    connection: Connection, after: EService, checksum: str, language: str
) -> Iterator[str]:
    """Tell what a version means for the cases in flight, state by state."""
    seen = flights(connection, after, checksum, now=DatabaseClock().now(connection))
    yield f"{after.eservice}: {seen.cases} in flight, {seen.movable}/{seen.looked_at} movable"
    for group in seen.groups:
        yield f"  @{group.version} {group.state}: {group.cases} ({group.movable} movable)"
        for rule, number in group.hindered:
            yield f"    {rule} {translate(WHY[rule], language)} ({number})"


def preview_lines(connection: Connection, after: EService, language: str) -> Iterator[str]:
    """Tell what a version means for cases in flight, and would have for those of past months."""
    checksum = checksum_of(content_of(after))
    yield from flight_lines(connection, after, checksum, language)
    seen = hindsight(connection, after, now=DatabaseClock().now(connection))
    yield f"{after.eservice}: {seen.looked_at}/{seen.lodged} since {seen.since:%F}"
    for turn in seen.turns:
        effect = translate(EFFECTS[turn.effect], language)
        yield f"  {effect}: {turn.before} → {turn.after} ({turn.cases})"
