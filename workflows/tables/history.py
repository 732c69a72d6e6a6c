"""What a former system left: cases and events kept apart from ours, to look ahead with."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from workflows.database import Instant, metadata

history_imports = Table(
    "history_imports",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("at", Instant, nullable=False, server_default=func.clock_timestamp()),
    #: The former system's name, as the mapping states it.
    Column("source", Text, nullable=False),
    Column("eservice", Text, nullable=False),
    Column("events", Integer, nullable=False),
    #: Rows that said nothing usable; each was reported by its line.
    Column("broken", Integer, nullable=False),
)

history_cases = Table(
    "history_cases",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("source", Text, nullable=False),
    Column("eservice", Text, nullable=False),
    #: A keyed hash of the former number: enough to find the case at the next import, and no more.
    Column("key", Text, nullable=False),
    Column("lodged_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    UniqueConstraint("source", "eservice", "key"),
)
Index("ix_history_cases_lodged", history_cases.c.eservice, history_cases.c.lodged_at)

history_events = Table(
    "history_events",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("history_cases.id"), nullable=False),
    Column("at", Instant, nullable=False),
    #: As the former system called it.
    Column("activity", Text, nullable=False),
    #: The state of today's procedure that the mapping gives for the activity, if any.
    Column("state", Text),
    #: `complete`, or another step of the activity's life as XES names them.
    Column("lifecycle", Text, nullable=False, server_default=text("'complete'")),
    #: A keyed hash: who did it is nobody's business here, that it was the same person is.
    Column("resource", Text),
    Column("unit", Text),
    #: The same event read twice is one event.
    UniqueConstraint("case_id", "at", "activity", "lifecycle"),
)
