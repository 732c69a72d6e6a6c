"""The sandbox provider's own books, apart from ours as a real provider's would be."""

from sqlalchemy import BigInteger, Column, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

sandbox_checkouts = Table(
    "sandbox_checkouts",
    metadata,
    Column("reference", Text, primary_key=True),
    #: The idempotency key: the same intent finds the same checkout.
    Column("intent_id", Text, nullable=False, unique=True),
    Column("case_reference", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("return_url", Text, nullable=False),
    #: A state of payments.gateway.ProviderState.
    Column("state", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

sandbox_events = Table(
    "sandbox_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reference", ForeignKey("sandbox_checkouts.reference"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
