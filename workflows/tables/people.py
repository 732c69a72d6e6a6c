"""Who works where: organisations, offices, calendars, pools, accounts and their sessions."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

organisations = Table(
    "organisations",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("name", JSONB, nullable=False),
    Column("content", JSONB, nullable=False, server_default="{}"),
    #: What the pack's file says of it; null where it says nothing.
    Column("pack_says", JSONB(none_as_null=True)),
    #: Since when an administrator's words stand; null where the file's do.
    Column("edited_at", Instant),
)

calendars = Table(
    "calendars",
    metadata,
    Column("slug", Text, primary_key=True),
    #: Time zone, opening hours by weekday, holidays with names: see workflows.calendars.
    Column("content", JSONB, nullable=False),
)

offices = Table(
    "offices",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("organisation", ForeignKey("organisations.slug"), nullable=False),
    Column("calendar", ForeignKey("calendars.slug"), nullable=False),
    Column("name", JSONB, nullable=False),
    Column("content", JSONB, nullable=False, server_default="{}"),
    #: What the pack's file says of it; null where it says nothing.
    Column("pack_says", JSONB(none_as_null=True)),
    #: Since when an administrator's words stand; null where the file's do.
    Column("edited_at", Instant),
)

pools = Table(
    "pools",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    #: The agent queue, as definitions name it, that this pool treats for its office.
    Column("queue", Text, nullable=False),
    Column("name", JSONB, nullable=False),
    #: The pool that takes its cases over from a day on, when another authority becomes competent.
    Column("succeeded_by", ForeignKey("pools.id")),
    Column("succeeded_on", Date),
    #: What the pack's file says of it; null where it says nothing.
    Column("pack_says", JSONB(none_as_null=True)),
    #: Since when an administrator's words stand; null where the file's do.
    Column("edited_at", Instant),
    UniqueConstraint("office", "queue"),
    CheckConstraint(
        "(succeeded_by IS NULL) = (succeeded_on IS NULL) AND succeeded_by <> id",
        name="succession_whole",
    ),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    #: Shown to colleagues; citizens see an office and a number, never a name.
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("office", ForeignKey("offices.slug")),
    Column("language", Text, nullable=False, server_default="fr"),
    #: Their own addresses, in the one form in which they are compared: no citizen may be given
    #: them at a counter.
    Column("mail", Text),
    Column("phone", Text),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    #: A published password: production refuses to start while one exists.
    Column("demo", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", Instant, nullable=False, server_default=func.now()),
    #: When a session was last opened; null before the first.
    Column("signed_in_at", Instant),
)

pool_members = Table(
    "pool_members",
    metadata,
    Column("pool_id", ForeignKey("pools.id"), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), primary_key=True, index=True),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    #: SHA-256 of the cookie's token: a read of the table gives nobody a session.
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    #: How far the session goes: everywhere, to the second factor, or to the enrolment of one.
    Column("standing", Text, nullable=False, server_default="open"),
    #: When its owner last proved who they are: by sign-in, or again since.
    Column("proved_at", Instant, nullable=False),
    #: What a security key is asked to sign; it is asked once.
    Column("challenge", LargeBinary),
    #: Where it was opened from, for its owner to recognise.
    Column("address", Text, nullable=False, server_default=""),
    Column("browser", Text, nullable=False, server_default=""),
    CheckConstraint("standing IN ('open', 'half_open', 'enrolling')", name="standing_known"),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("login", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
