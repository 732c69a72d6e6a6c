"""Work in progress: clocks, outbox, claims, openings of files, gapless numbers."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    #: `promise` (whole case), `state` (an office's own time), `expiry` (a wait's end), `opinion`
    #: (the time of an office that is consulted), `silence` (the law's, for the whole case) or
    #: `overflow` (how long a case waits before it goes to another office).
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    #: Null for an overflow that depends on the backlog alone: it may be due from the start.
    Column("span", Text),
    Column("calendar_office", ForeignKey("offices.slug"), nullable=False),
    #: By which change of that calendar it was laid out last; see `workflows.changed_calendars`.
    Column("calendar_change", BigInteger, nullable=False, server_default="0"),
    Column("started_at", Instant, nullable=False),
    #: Null while paused: a standing clock has no due date.
    Column("due_at", Instant),
    Column("warn_at", Instant),
    Column("paused_at", Instant),
    #: What is left of the span while paused, in microseconds of the deadline's own clock.
    Column("remaining", BigInteger),
    Column("warned_at", Instant),
    Column("breached_at", Instant),
    #: Set when the clock ends: done in time or not, see breached_at.
    Column("stopped_at", Instant),
    #: Which opinion it bounds; null for the clocks of the case itself.
    Column("consultation_id", ForeignKey("consultations.id")),
    #: The office to which an overflow leads, and how many cases may stand before what goes there.
    Column("towards", ForeignKey("offices.slug")),
    Column("above", Integer),
    CheckConstraint(
        "kind IN ('promise', 'state', 'expiry', 'opinion', 'silence', 'overflow')",
        name="kind_known",
    ),
    CheckConstraint("(kind = 'opinion') = (consultation_id IS NOT NULL)", name="opinion_named"),
    CheckConstraint("(kind = 'overflow') = (towards IS NOT NULL)", name="overflow_leads"),
    CheckConstraint("span IS NOT NULL OR above IS NOT NULL", name="bounded"),
)
Index(
    "ix_deadlines_consultation_id",
    deadlines.c.consultation_id,
    postgresql_where=deadlines.c.consultation_id.is_not(None),
)
Index(
    "ix_deadlines_due",
    deadlines.c.due_at,
    postgresql_where=(
        deadlines.c.stopped_at.is_(None)
        & deadlines.c.breached_at.is_(None)
        & (deadlines.c.kind != "overflow")
    ),
)
#: What overflows waits until nobody holds it: apart from the others, in whose way it would stand.
Index(
    "ix_deadlines_overflow",
    deadlines.c.due_at,
    postgresql_where=(deadlines.c.stopped_at.is_(None) & (deadlines.c.kind == "overflow")),
)
#: For those that a change of an office's calendar moves.
Index(
    "ix_deadlines_calendar",
    deadlines.c.calendar_office,
    deadlines.c.id,
    postgresql_where=deadlines.c.stopped_at.is_(None),
)
Index(
    "ix_deadlines_warn",
    deadlines.c.warn_at,
    postgresql_where=(deadlines.c.stopped_at.is_(None) & deadlines.c.warned_at.is_(None)),
)

outbox_events = Table(
    "outbox_events",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: What happened, e.g. `entered.review`.
    Column("event", Text, nullable=False),
    #: Which job must follow, e.g. `route`: one row for each.
    Column("job", Text, nullable=False),
    Column("case_id", ForeignKey("cases.id")),
    Column("data", JSONB, nullable=False, server_default="{}"),
    Column("created_at", Instant, nullable=False, server_default=func.clock_timestamp()),
    Column("due_at", Instant, nullable=False, server_default=func.clock_timestamp()),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    #: The fencing token: grows with each claim, and only its last holder may write.
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("leased_until", Instant),
    Column("done_at", Instant),
    #: Set when the step keeps failing: it waits for a person and blocks nobody.
    Column("parked_at", Instant),
    Column("last_error", Text),
)
Index(
    "ix_outbox_events_due",
    outbox_events.c.job,
    outbox_events.c.due_at,
    postgresql_where=(outbox_events.c.done_at.is_(None) & outbox_events.c.parked_at.is_(None)),
)
Index(
    "ix_outbox_events_parked",
    outbox_events.c.parked_at,
    postgresql_where=outbox_events.c.parked_at.is_not(None),
)

claims = Table(
    "claims",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    #: Where the case stood in the order, so that anybody can check later who was served when.
    Column("eligible_at", Instant, nullable=False),
    Column("at", Instant, nullable=False),
    Column("ended_at", Instant),
    #: A code of `workflows.claims.Ending`.
    Column("ending", Text),
    #: The opinion that is held; null when it is the case itself.
    Column("consultation_id", ForeignKey("consultations.id")),
)
Index(
    "uq_claims_open",
    claims.c.case_id,
    unique=True,
    postgresql_where=claims.c.ended_at.is_(None) & claims.c.consultation_id.is_(None),
)
Index(
    "uq_claims_open_opinion",
    claims.c.consultation_id,
    unique=True,
    postgresql_where=claims.c.ended_at.is_(None) & claims.c.consultation_id.is_not(None),
)
#: For the watch, which reads what is new, and for what each pool treats in a day.
Index("ix_claims_at", claims.c.at)
Index("ix_claims_ended", claims.c.pool_id, claims.c.ended_at)

file_openings = Table(
    "file_openings",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("attachment_id", Text),
)

series = Table(
    "series",
    metadata,
    #: A gapless numbering: a row under a lock, because a sequence leaves gaps.
    Column("name", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
