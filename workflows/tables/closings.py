"""Days on which an office stays closed and hours that it keeps, whatever its calendar says."""

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

#: Each time that the calendar of an office changed, and how far its clocks were moved.
calendar_changes = Table(
    "calendar_changes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("office", ForeignKey("offices.slug"), nullable=False, index=True),
    #: The calendar is another one from this day on.
    Column("from_day", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    #: Up to which clock, by its number, they were looked at, and which was the last one then.
    Column("reached", BigInteger, nullable=False, server_default="0"),
    Column("until", BigInteger, nullable=False),
    Column("moved", BigInteger, nullable=False, server_default="0"),
    #: Every clock was looked at, or a later change looks at them for this one too.
    Column("finished_at", Instant),
)

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
    #: The changes of the calendar by which it was announced, and taken back.
    Column("change_id", ForeignKey("calendar_changes.id"), nullable=False),
    Column("end_change_id", ForeignKey("calendar_changes.id")),
    CheckConstraint("last_day >= first_day", name="days_in_order"),
    CheckConstraint("open_from >= first_day", name="opens_after"),
    CheckConstraint("(open_from IS NULL) = (end_change_id IS NULL)", name="ended_whole"),
)

#: Opening hours that an office keeps from a day on, until others follow.
office_hours = Table(
    "office_hours",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("office", ForeignKey("offices.slug"), nullable=False, index=True),
    Column("from_day", Date, nullable=False),
    #: By weekday, the stretches of the day, as in a calendar.
    Column("week", JSONB, nullable=False),
    #: By language, as citizens read it.
    Column("reason", JSONB, nullable=False),
    Column("set_by", ForeignKey("accounts.id"), nullable=False),
    Column("set_at", Instant, nullable=False),
    #: The changes of the calendar by which they were set, and taken back before they began.
    Column("change_id", ForeignKey("calendar_changes.id"), nullable=False),
    Column("end_change_id", ForeignKey("calendar_changes.id")),
    CheckConstraint("end_change_id > change_id", name="ended_later"),
)
