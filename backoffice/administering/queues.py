"""Agent queues, as the definitions in force name them and pools treat them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from backoffice.languages import words
from eservices.definition.model import EService
from eservices.definition.publish import eservice_of
from workflows.definitions import live
from workflows.organisations import all_pools


def queues_of(offered: Iterable[EService]) -> Mapping[str, tuple[str, ...]]:
    """Give for each agent queue the titles of the e-services that send work to it."""
    used: dict[str, list[str]] = {}
    for eservice in offered:
        states = eservice.procedure.states.values()
        asked = eservice.procedure.consultations().values()
        for queue in {state.queue for state in states} | {one.queue for one in asked}:
            if queue:
                used.setdefault(queue, []).append(words(eservice.title))
    return {queue: tuple(sorted(titles)) for queue, titles in used.items()}


def queues_named(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """List the agent queues that an e-service in force names, or that some pool treats."""
    used = queues_of(eservice_of(stored) for stored in live(connection))
    treated = {pool.queue for pool in all_pools(connection)}
    return {queue: used.get(queue, ()) for queue in sorted({*used, *treated})}
