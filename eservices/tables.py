"""The tables of what is not yet a case, and of the words in national languages."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

drafts = Table(
    "drafts",
    metadata,
    #: 128 random bits in the URL: who has the link has the draft, on any device.
    Column("id", Text, primary_key=True),
    Column("eservice", Text, nullable=False),
    #: The version under which it was last saved; another one live means the form has changed.
    Column("definition", ForeignKey("definitions.checksum"), nullable=False),
    Column("language", Text, nullable=False),
    #: What was typed, right or wrong, by name of input; emptied when the draft becomes a case.
    Column("entries", JSONB, nullable=False, server_default="{}"),
    #: The case's idempotency key: two tabs and a double click lodge one case.
    Column("lodging_key", Text, nullable=False, unique=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    #: The delivered case from which it was opened, for an e-service that follows another.
    Column("follows", ForeignKey("cases.id")),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
Index("ix_drafts_expires_at", drafts.c.expires_at)

#: Which case was opened from which delivered case.
case_links = Table(
    "case_links",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("follows", ForeignKey("cases.id"), nullable=False),
    #: The e-service of the case that follows.
    Column("eservice", Text, nullable=False),
    #: Which of them it is: where one case may be followed once, only those refused or withdrawn
    #: count, so that two at once bear the same number and one of them is refused.
    Column("turn", SmallInteger, nullable=False),
    UniqueConstraint("follows", "eservice", "turn"),
)

#: What was lodged, exactly; written once with the case and never changed.
filings = Table(
    "filings",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    #: 135 random bits, printed on the proof of filing; it stands in the content too.
    Column("code", Text, nullable=False, unique=True),
    #: SHA-256 of the content.
    Column("digest", Text, nullable=False, unique=True),
    #: Sorted JSON without spaces: answers, and the digest of each document.
    Column("content", Text, nullable=False),
)

#: What citizens read in a language of the country: one row for each French text in a language.
translations = Table(
    "translations",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("language", Text, nullable=False),
    #: The French text: when it changes, the translation is no longer one of it.
    Column("source", Text, nullable=False),
    Column("words", Text, nullable=False),
    #: Where the draft was taken from, as its translator says.
    Column("origin", Text, nullable=False, server_default=""),
    Column("standing", Text, nullable=False),
    #: Who wrote these words: an account of the back office, or the operator of the command.
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("operator", Text),
    UniqueConstraint("language", "source"),
    CheckConstraint("standing IN ('draft', 'approved', 'rejected')", name="standing_known"),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)

#: Every step taken with a translation, for ever.
translation_entries = Table(
    "translation_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("translation_id", ForeignKey("translations.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("account_id", ForeignKey("accounts.id"), index=True),
    Column("operator", Text),
    #: `written`, `approved` or `rejected`.
    Column("step", Text, nullable=False),
    #: The words as they were then.
    Column("words", Text, nullable=False),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)
