"""Definitions of e-services, stored by checksum."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSON

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

live_definitions = Table(
    "live_definitions",
    metadata,
    Column("eservice", Text, primary_key=True),
    Column("checksum", ForeignKey("definitions.checksum"), nullable=False),
)
