"""Reports on a new version, for a terminal."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection

from eservices.changes.difference import KINDS, TITLES, differences
from eservices.changes.hindsight import EFFECTS, hindsight
from eservices.definition.model import EService
from eservices.definition.publish import content_of, eservice_of
from eservices.texts import translate
from workflows.clock import DatabaseClock
from workflows.definitions import live_definition


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


def preview_lines(connection: Connection, after: EService, language: str) -> Iterator[str]:
    """Tell what a version would have changed on the cases of the last months."""
    seen = hindsight(connection, after, now=DatabaseClock().now(connection))
    yield f"{after.eservice}: {seen.looked_at}/{seen.lodged} since {seen.since:%F}"
    for turn in seen.turns:
        effect = translate(EFFECTS[turn.effect], language)
        yield f"  {effect}: {turn.before} → {turn.after} ({turn.cases})"
