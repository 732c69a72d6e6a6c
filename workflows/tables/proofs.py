"""By what somebody proves who they are besides a password, and all that was done to it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    LargeBinary,
    Table,
    Text,
)

from workflows.database import Instant, metadata

second_factors = Table(
    "second_factors",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    #: `app`: an application that shows codes; `key`: a security key or a device that acts as one.
    Column("kind", Text, nullable=False),
    #: What its owner calls it.
    Column("name", Text, nullable=False),
    #: Of an application: its secret, encrypted under a key of the settings.
    Column("secret", LargeBinary),
    #: Of an application: the step of the last code taken; no code of it or before is taken again.
    Column("last_step", BigInteger),
    Column("credential_id", LargeBinary, unique=True),
    Column("public_key", LargeBinary),
    #: Of a key: how often it has signed, by its own count; a copy of it would count differently.
    Column("sign_count", BigInteger),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    CheckConstraint("kind IN ('app', 'key')", name="kind_known"),
    CheckConstraint(
        "(kind = 'app') = (secret IS NOT NULL AND last_step IS NOT NULL)", name="app_whole"
    ),
    CheckConstraint(
        "(kind = 'key') = (credential_id IS NOT NULL AND public_key IS NOT NULL"
        " AND sign_count IS NOT NULL)",
        name="key_whole",
    ),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    #: SHA-256 of the account and the code: a read of the table gives nobody a code.
    Column("digest", LargeBinary, primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("used_at", Instant),
)

proof_entries = Table(
    "proof_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: Whose factors it is about.
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    #: Who did it; null for whoever runs the command.
    Column("by_account_id", ForeignKey("accounts.id")),
    Column("what", Text, nullable=False),
    #: The factor's name, or the reason that was given.
    Column("about", Text, nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
)
