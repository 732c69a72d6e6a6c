"""Days on which an office stays closed although its calendar says otherwise."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Table,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

closings = Table(
    "closings",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("office", ForeignKey("offices.slug"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    #: By language, as citizens read it.
    Column("reason", JSONB, nullable=False),
    Column("announced_by", ForeignKey("accounts.id"), nullable=False),
    Column("announced_at", Instant, nullable=False),
    #: Where it was taken back: from this day on the office is open again.
    Column("open_from", Date),
    CheckConstraint("last_day >= first_day", name="days_in_order"),
    CheckConstraint("open_from >= first_day", name="opens_after"),
)
