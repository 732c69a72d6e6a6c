"""Cases, whom they belong to, their journal and their attachments."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Sequence,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from workflows.database import Instant, metadata

#: Numbers of references; gaps are harmless here, so no lock is paid for.
reference_numbers = Sequence("reference_numbers", metadata=metadata)

cases = Table(
    "cases",
    metadata,
    #: The identifier between tables; never shown.
    Column("id", BigInteger, Identity(), primary_key=True),
    #: Public and guessable: never enough to open a case.
    Column("reference", Text, nullable=False, unique=True),
    Column("eservice", Text, nullable=False),
    Column("definition", ForeignKey("definitions.checksum"), nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    #: Grows by one with each move, so that a stale page cannot decide.
    Column("version", Integer, nullable=False, server_default="1"),
    Column("answers", JSONB, nullable=False),
    #: The lodging's idempotency key: a repeated POST finds the first case.
    Column("lodging_key", Text, nullable=False, unique=True),
    Column("lodged_at", Instant, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("closed_at", Instant),
    #: Set by routing; null while the case is in nobody's agent queue.
    Column("pool_id", ForeignKey("pools.id")),
    #: The minute from which the case is eligible; within it a keyed hash decides the order,
    #: so that nobody can aim at a place.
    Column("eligible_at", Instant),
    Column("tie_break", BigInteger),
    #: Accounts that four eyes keep away from the present state.
    Column("barred", ARRAY(BigInteger), nullable=False, server_default="{}"),
    #: Accounts that withdrew from it and never have it again, whatever its state.
    Column("recused", ARRAY(BigInteger), nullable=False, server_default="{}"),
    Column("claimed_by", ForeignKey("accounts.id")),
    Column("claimed_until", Instant),
    #: Who filed it at a counter with the applicant, and therefore never treats it.
    Column("filed_by", ForeignKey("accounts.id")),
    #: What conditions may know of the opinions: by name, what was answered or silence means.
    Column("opinions", JSONB, nullable=False, server_default="{}"),
    CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
)

Index(
    "ix_cases_waiting",
    cases.c.pool_id,
    cases.c.eligible_at,
    cases.c.tie_break,
    postgresql_where=(cases.c.pool_id.is_not(None) & cases.c.claimed_by.is_(None)),
)
Index(
    "ix_cases_claimed",
    cases.c.claimed_by,
    cases.c.claimed_until,
    postgresql_where=cases.c.claimed_by.is_not(None),
)
Index("ix_cases_lodged", cases.c.lodged_at)
#: For the day's receipts at a counter, and for what is counted by channel.
Index(
    "ix_cases_filed_by",
    cases.c.filed_by,
    cases.c.lodged_at,
    postgresql_where=cases.c.filed_by.is_not(None),
)
Index("ix_cases_closed", cases.c.closed_at, postgresql_where=cases.c.closed_at.is_not(None))

applicants = Table(
    "applicants",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("mail", Text),
    Column("phone", Text),
    Column("language", Text, nullable=False),
    #: Random part of the tracking link; replaced to cut a link that leaked.
    Column("tracking_nonce", LargeBinary, nullable=False),
    #: How they want to be told, where they chose: `mail` or `sms`.
    Column("channel", Text),
)
#: Whoever proves an address finds the cases lodged with it.
Index(
    "ix_applicants_mail",
    func.lower(applicants.c.mail),
    postgresql_where=applicants.c.mail.is_not(None),
)
Index("ix_applicants_phone", applicants.c.phone, postgresql_where=applicants.c.phone.is_not(None))

journal_entries = Table(
    "journal_entries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    #: Position in the case's own history, gapless; equal to the case's version after the move.
    Column("position", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("role", Text, nullable=False),
    Column("account_id", ForeignKey("accounts.id")),
    Column("trigger", Text, nullable=False),
    Column("from_state", Text),
    Column("to_state", Text, nullable=False),
    Column("from_stage", Text),
    Column("to_stage", Text, nullable=False),
    #: Answers to what the transition asks (reason, opinion, message…) and names of changed fields.
    Column("data", JSONB, nullable=False, server_default="{}"),
    UniqueConstraint("case_id", "position"),
)
#: For the watch: what people of the administration did lately.
Index(
    "ix_journal_entries_at",
    journal_entries.c.at,
    postgresql_where=journal_entries.c.account_id.is_not(None),
)
#: For the board: what other offices took over lately.
Index(
    "ix_journal_entries_overflowed",
    journal_entries.c.at,
    postgresql_where=journal_entries.c.trigger == "overflowed",
)

attachments = Table(
    "attachments",
    metadata,
    #: 128 random bits; it stands in URLs.
    Column("id", Text, primary_key=True),
    #: Null while the file belongs to a draft.
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("draft_id", Text, index=True),
    Column("field", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    #: Set when a correction puts another file in its place; kept for the journal.
    Column("replaced_at", Instant),
    #: Set when its owner puts the files of a field in another order.
    Column("place", SmallInteger),
    #: Codes of what may keep it from being read; its owner was warned and kept it.
    Column("flaws", ARRAY(Text), nullable=False, server_default="{}"),
)
