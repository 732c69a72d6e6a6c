"""Questions that applicants ask on their case, with the office's answers, and who took them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.database import Instant, metadata

questions = Table(
    "questions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False),
    #: Made with the form: a second click sends it again and finds the first question.
    Column("key", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    #: Whether a representative asked, in the applicant's name.
    Column("on_behalf", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    #: Who answers while the case is in nobody's agent queue.
    Column("pool_id", ForeignKey("pools.id"), nullable=False),
    Column("claimed_by", ForeignKey("accounts.id")),
    Column("claimed_until", Instant),
    Column("answer", Text),
    Column("answered_at", Instant),
    Column("answered_by", ForeignKey("accounts.id")),
    #: The office that answered; applicants read it instead of a name.
    Column("office", ForeignKey("offices.slug")),
    UniqueConstraint("case_id", "key"),
    CheckConstraint("(claimed_by IS NULL) = (claimed_until IS NULL)", name="claim_whole"),
    CheckConstraint(
        "num_nulls(answer, answered_at, answered_by, office) IN (0, 4)", name="answer_whole"
    ),
)
Index(
    "ix_questions_waiting",
    questions.c.asked_at,
    questions.c.id,
    postgresql_where=questions.c.answered_at.is_(None),
)

question_claims = Table(
    "question_claims",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("question_id", ForeignKey("questions.id"), nullable=False, index=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)
