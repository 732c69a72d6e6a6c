"""What supervisors look ahead with: known events, forecasts, and what-ifs asked and answered."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

known_events = Table(
    "known_events",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: Null: the event touches every e-service.
    Column("eservice", Text),
    Column("name", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    #: Applications that the ministry expects of it, if it dares a figure.
    Column("expected", Integer),
    Column("entered_by", ForeignKey("accounts.id"), nullable=False),
    Column("entered_at", Instant, nullable=False),
    #: Struck out and kept: who said what when is part of every forecast's story.
    Column("struck_by", ForeignKey("accounts.id")),
    Column("struck_at", Instant),
    CheckConstraint("last_day >= first_day", name="days_in_order"),
    CheckConstraint("expected IS NULL OR expected > 0", name="expected_possible"),
    CheckConstraint("(struck_by IS NULL) = (struck_at IS NULL)", name="struck_whole"),
)

#: The same event entered twice, by a second click, would bring its candidates twice.
Index(
    "uq_known_events_standing",
    known_events.c.eservice,
    known_events.c.name,
    known_events.c.first_day,
    known_events.c.last_day,
    unique=True,
    postgresql_where=known_events.c.struck_at.is_(None),
    postgresql_nulls_not_distinct=True,
)

forecasts = Table(
    "forecasts",
    metadata,
    #: The newest forecast of each e-service, ready to be shown.
    Column("eservice", Text, primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("content", JSONB, nullable=False),
    #: By language, the plots as SVG.
    Column("drawings", JSONB, nullable=False, server_default="{}"),
)

what_ifs = Table(
    "what_ifs",
    metadata,
    #: 128 random bits; it stands in URLs.
    Column("id", Text, primary_key=True),
    Column("eservice", Text, nullable=False),
    Column("asked_by", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("question", JSONB, nullable=False),
    #: Per cent of the replications that are done.
    Column("progress", SmallInteger, nullable=False, server_default="0"),
    Column("answered_at", Instant),
    Column("answer", JSONB),
    Column("drawings", JSONB, nullable=False, server_default="{}"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress_possible"),
)
Index("ix_what_ifs_asked", what_ifs.c.asked_at)
