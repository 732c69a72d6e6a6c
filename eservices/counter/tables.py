"""The tables of the counter: assistance given, acts handed over, batches of files on paper."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.database import Instant, metadata

#: A counter agent fills an application in for somebody who is present.
assistances = Table(
    "assistances",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    Column("eservice", Text, nullable=False),
    #: The draft may be gone: what is left is that help was given.
    Column("draft_id", Text, nullable=False, unique=True),
    Column("started_at", Instant, nullable=False),
    #: The end of the day on which it began.
    Column("expires_at", Instant, nullable=False),
    #: SHA-256 of the link that opens the form once, until when, and in which browser.
    Column("link", LargeBinary, unique=True),
    Column("link_until", Instant),
    Column("browser", LargeBinary),
    #: SHA-256 of the token that the browser got for the link.
    Column("session", LargeBinary),
    Column("session_until", Instant),
    Column("case_id", ForeignKey("cases.id"), unique=True),
    #: How the citizen agreed: `code` or `paper`.
    Column("consent", Text),
    Column("lodged_at", Instant),
    #: Set when it was given up.
    Column("dropped_at", Instant),
    CheckConstraint("num_nulls(case_id, consent, lodged_at) IN (0, 3)", name="lodged_whole"),
    CheckConstraint("consent IN ('code', 'paper')", name="consent_known"),
)
Index("ix_assistances_account", assistances.c.account_id, assistances.c.started_at)
#: For what an office has on paper and has not sent yet.
Index(
    "ix_assistances_paper",
    assistances.c.office,
    assistances.c.lodged_at,
    postgresql_where=assistances.c.consent == "paper",
)

#: The printed act of a case given to the citizen, once for each row.
hand_overs = Table(
    "hand_overs",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("act_id", ForeignKey("acts.id"), nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    Column("at", Instant, nullable=False),
    #: How they proved who they are: `code` or `identity`.
    Column("manner", Text, nullable=False),
    #: The kind of the identity document that was seen, and its last digits.
    Column("document_kind", Text),
    Column("document_end", Text),
    Column("printed_at", Instant),
    CheckConstraint("manner IN ('code', 'identity')", name="manner_known"),
    CheckConstraint(
        "num_nulls(document_kind, document_end) = CASE WHEN manner = 'code' THEN 2 ELSE 0 END",
        name="document_seen",
    ),
)

#: A name that was typed from an identity document and is not that of whom the act belongs to.
hand_over_misses = Table(
    "hand_over_misses",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("act_id", ForeignKey("acts.id"), nullable=False),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
)
Index("ix_hand_over_misses_act", hand_over_misses.c.act_id, hand_over_misses.c.at)
Index("ix_hand_over_misses_account", hand_over_misses.c.account_id, hand_over_misses.c.at)

#: Files on paper on their way from one office to another.
paper_batches = Table(
    "paper_batches",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("office", ForeignKey("offices.slug"), nullable=False),
    Column("towards", ForeignKey("offices.slug"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    #: Given when the batch is closed, without gaps in a year.
    Column("number", Text, unique=True),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("accounts.id")),
    #: By when it must be acknowledged, in working time.
    Column("due_at", Instant),
    #: SHA-256 of what the slip lists.
    Column("digest", Text),
    Column("late_at", Instant),
    Column("settled_at", Instant),
    Column("settled_by", ForeignKey("accounts.id")),
    CheckConstraint(
        "num_nulls(number, closed_at, closed_by, due_at, digest) IN (0, 5)", name="closed_whole"
    ),
    CheckConstraint("(settled_at IS NULL) = (settled_by IS NULL)", name="settled_whole"),
    CheckConstraint("settled_at IS NULL OR closed_at IS NOT NULL", name="closed_first"),
    CheckConstraint("office <> towards", name="goes_elsewhere"),
)
Index(
    "uq_paper_batches_open",
    paper_batches.c.office,
    paper_batches.c.towards,
    unique=True,
    postgresql_where=paper_batches.c.closed_at.is_(None),
)
Index("ix_paper_batches_towards", paper_batches.c.towards, paper_batches.c.closed_at)
Index(
    "ix_paper_batches_due",
    paper_batches.c.due_at,
    postgresql_where=paper_batches.c.closed_at.is_not(None) & paper_batches.c.settled_at.is_(None),
)

paper_files = Table(
    "paper_files",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("batch_id", ForeignKey("paper_batches.id"), nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    #: What is on paper: `consent` or `originals`.
    Column("kind", Text, nullable=False),
    Column("added_by", ForeignKey("accounts.id"), nullable=False),
    Column("added_at", Instant, nullable=False),
    #: What the receiving office found: `received` or `missing`.
    Column("standing", Text),
    Column("judged_at", Instant),
    Column("judged_by", ForeignKey("accounts.id")),
    UniqueConstraint("batch_id", "case_id", "kind"),
    CheckConstraint("kind IN ('consent', 'originals')", name="kind_known"),
    CheckConstraint("standing IN ('received', 'missing')", name="standing_known"),
    CheckConstraint("num_nulls(standing, judged_at, judged_by) IN (0, 3)", name="judged_whole"),
)

#: One paper lies in one place: whoever adds it second, from another office too, is told so.
Index(
    "uq_paper_files_lying",
    paper_files.c.case_id,
    paper_files.c.kind,
    unique=True,
    postgresql_where=paper_files.c.standing.is_(None),
)

#: What lay in a batch and stands on no slip, as whoever received it read it.
paper_surplus = Table(
    "paper_surplus",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("batch_id", ForeignKey("paper_batches.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("noted_by", ForeignKey("accounts.id"), nullable=False),
    Column("noted_at", Instant, nullable=False),
    UniqueConstraint("batch_id", "reference"),
)
