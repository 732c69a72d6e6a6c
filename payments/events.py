"""Provider events: each is written once, in the transaction of what it changes."""

from sqlalchemy import Connection, update
from sqlalchemy.dialects.postgresql import insert

from payments.errors import UnknownIntent
from payments.gateway import ProviderEvent, ProviderStatus
from payments.intents import IntentStatus, find_intent
from payments.tables import provider_events
from workflows.clock import Clock


def note_event(
    connection: Connection, provider: str, event: ProviderEvent, *, clock: Clock
) -> bool:
    """Write that an event came; tells whether it is the first time.

    Two deliveries at once wait for each other on the unique key, and the second finds it written.
    """
    status = told_of_ours(connection, provider, event)
    noted = connection.execute(
        insert(provider_events)
        .values(
            provider=provider,
            event_id=event.event_id,
            kind=event.kind,
            intent_id=None if status is None else status.intent_id,
            state=None if event.status is None else event.status.state,
            received_at=clock.now(connection),
        )
        .on_conflict_do_nothing(constraint="uq_provider_events_provider_event_id")
        .returning(provider_events.c.id)
    )
    return noted.one_or_none() is not None


def told_of_ours(
    connection: Connection, provider: str, event: ProviderEvent
) -> ProviderStatus | None:
    """Give what an event says of an intent that this very provider was asked for, if anything."""
    if event.status is None:
        return None
    try:
        intent = find_intent(connection, event.status.intent_id)
    except UnknownIntent:
        return None
    return event.status if intent.provider == provider else None


def note_effect(
    connection: Connection, provider: str, event: ProviderEvent, effect: IntentStatus | None
) -> None:
    """Write what an event changed, for whoever reads the table after an incident."""
    connection.execute(
        update(provider_events)
        .where(provider_events.c.provider == provider)
        .where(provider_events.c.event_id == event.event_id)
        .values(effect=effect or "ignored")
    )
