"""What administrators do: the journal of it, what waits for a second person, and invitations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

administration_entries = Table(
    "administration_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("at", Instant, nullable=False, server_default=func.clock_timestamp(), index=True),
    #: Who did it: an account, or the operator of the command; the clock itself names `clock`.
    Column("account_id", ForeignKey("accounts.id")),
    Column("operator", Text),
    #: A code of `workflows.administering.entries.What`.
    Column("what", Text, nullable=False),
    #: To what: a login, or the slug of a pool, an office or an e-service.
    Column("subject", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False, server_default=""),
    #: What was before and what is now, in slugs and codes.
    Column("data", JSONB, nullable=False, server_default="{}"),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="by_somebody"),
)

account_changes = Table(
    "account_changes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: A kind of `workflows.administering.changes`.
    Column("kind", Text, nullable=False),
    Column("login", Text, nullable=False),
    #: How the account would be, and how it was when that was asked for.
    Column("asked", JSONB(none_as_null=True)),
    Column("before", JSONB(none_as_null=True)),
    Column("resets_factors", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    #: SHA-256 of the code that the person needs besides the link of their invitation.
    Column("code_hash", LargeBinary),
    Column("proposed_by", ForeignKey("accounts.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("confirmed", Boolean),
    #: Null where it waited too long.
    Column("settled_by", ForeignKey("accounts.id")),
    Column("settled_at", Instant),
    CheckConstraint("kind IN ('open', 'change', 'reopen', 'invite')", name="kind_known"),
    CheckConstraint("(confirmed IS NULL) = (settled_at IS NULL)", name="settled_whole"),
    #: Behind every other care: nobody gives power alone; who proposed may take it back.
    CheckConstraint(
        "confirmed IS NOT TRUE OR (settled_by IS NOT NULL AND settled_by <> proposed_by)",
        name="two_people",
    ),
)
Index(
    "uq_account_changes_waiting",
    account_changes.c.login,
    unique=True,
    postgresql_where=account_changes.c.confirmed.is_(None),
)

invitations = Table(
    "invitations",
    metadata,
    #: SHA-256 of the link's token: a read of the table lets nobody in.
    Column("token_hash", LargeBinary, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    #: SHA-256 of a code that somebody else gave the person; null where one person sufficed.
    Column("code_hash", LargeBinary),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("failures", SmallInteger, nullable=False, server_default="0"),
    Column("used_at", Instant),
)
