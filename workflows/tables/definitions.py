"""Definitions of e-services, stored by checksum, and which of them is offered to whom."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB

from workflows.database import Instant, metadata

definitions = Table(
    "definitions",
    metadata,
    #: SHA-256 of the canonical content: the same content is the same definition.
    Column("checksum", Text, primary_key=True),
    Column("eservice", Text, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    #: JSON and not JSONB, which forgets the order of keys: the order of states, questions and
    #: reasons is the order in which people read them.
    Column("content", JSON, nullable=False),
    Column("compiled", JSON, nullable=False),
    Column("published_at", Instant, nullable=False, server_default=func.now()),
    UniqueConstraint("eservice", "version"),
)

publications = Table(
    "publications",
    metadata,
    #: One row for each e-service that was ever offered: under which version, to whom, or why not.
    Column("eservice", Text, primary_key=True),
    #: Under which new applications are lodged; null while only a pilot has begun.
    Column("live", ForeignKey("definitions.checksum")),
    #: Tried out beside the live version: in these offices, or by a share of applicants in per cent.
    Column("pilot", ForeignKey("definitions.checksum")),
    Column("pilot_offices", ARRAY(Text), nullable=False, server_default="{}"),
    Column("pilot_share", SmallInteger, nullable=False, server_default="0"),
    Column("standing", Text, nullable=False, server_default="open"),
    #: While it is not open: the reason, and what to do, as applicants read them, by language.
    Column("said", JSONB, nullable=False, server_default="{}"),
    #: The day on which a suspension is expected to end.
    Column("back_on", Date),
    #: Grows by one with each change, so that of two publications at once one wins.
    Column("turn", Integer, nullable=False, server_default="1"),
    CheckConstraint("standing IN ('open', 'suspended', 'withdrawn')", name="standing_known"),
    CheckConstraint("pilot_share BETWEEN 0 AND 100", name="share_possible"),
)

publication_entries = Table(
    "publication_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("eservice", Text, nullable=False, index=True),
    Column("at", Instant, nullable=False, server_default=func.clock_timestamp()),
    #: Who did it: an account of the back office, or the operator of the command, by name.
    Column("account_id", ForeignKey("accounts.id")),
    Column("operator", Text),
    #: `stage`, `pilot`, `end_pilot`, `live`, `suspend`, `resume` or `withdraw`.
    Column("step", Text, nullable=False),
    Column("checksum", ForeignKey("definitions.checksum")),
    Column("reason", Text, nullable=False),
    Column("data", JSONB, nullable=False, server_default="{}"),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)
