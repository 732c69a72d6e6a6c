"""The tables of the catalogue: sheets as they are listed and searched, certified and disputed.

The first four are a read model: each row follows from the stored definitions and the pack's files.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL

from workflows.database import Instant, metadata

sheets = Table(
    "sheets",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: `eservice` or `procedure`.
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    #: Of an e-service the checksum of the version; of a procedure that of its file's content.
    Column("digest", Text, nullable=False),
    #: By language, as people read them in a list.
    Column("title", JSONB, nullable=False),
    Column("summary", JSONB, nullable=False),
    Column("authority", Text, nullable=False),
    Column("category", Text),
    Column("life_events", ARRAY(Text), nullable=False),
    Column("audience", ARRAY(Text), nullable=False),
    Column("offices", ARRAY(Text), nullable=False),
    Column("checked_on", Date),
    UniqueConstraint("kind", "slug", "digest"),
    CheckConstraint("kind IN ('eservice', 'procedure')", name="kind_known"),
)

#: What each sheet says, word by word, as PostgreSQL's dictionary of the language stems it.
sheet_terms = Table(
    "sheet_terms",
    metadata,
    Column("language", Text, nullable=False),
    Column("lexeme", Text, nullable=False),
    #: Whether it stands where a sheet says what it is, and not only among its documents or steps.
    Column("telling", Boolean, nullable=False),
    Column("sheet_id", ForeignKey("sheets.id", ondelete="CASCADE"), nullable=False),
    #: How much the word says of the sheet: one in a short title, little in a list of documents.
    Column("weight", REAL, nullable=False),
)
#: Holds all that the search reads of a word, so that it need not look into the table.
Index(
    "ix_sheet_terms_lexeme",
    sheet_terms.c.language,
    sheet_terms.c.lexeme,
    sheet_terms.c.telling,
    sheet_terms.c.sheet_id,
    unique=True,
    postgresql_include=["weight"],
)
Index("ix_sheet_terms_sheet_id", sheet_terms.c.sheet_id)

#: Every word of the sheets, by which a misspelt one is understood.
sheet_words = Table(
    "sheet_words",
    metadata,
    Column("word", Text, primary_key=True),
    #: How it sounds in French, roughly.
    Column("sound", Text, nullable=False, index=True),
    #: How many different trigrams it has.
    Column("size", Integer, nullable=False),
)

word_trigrams = Table(
    "word_trigrams",
    metadata,
    Column("trigram", Text, primary_key=True),
    Column("word", ForeignKey("sheet_words.word", ondelete="CASCADE"), primary_key=True),
)

#: That somebody of the administration vouched for a sheet, as it then was.
certifications = Table(
    "certifications",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", Instant, nullable=False),
    #: Who did it: an account of the back office, or the operator of the command, by name.
    Column("account_id", ForeignKey("accounts.id")),
    Column("operator", Text),
    CheckConstraint("(account_id IS NULL) <> (operator IS NULL)", name="somebody"),
)
Index("ix_certifications_sheet", certifications.c.kind, certifications.c.slug)

#: What readers say is wrong with a sheet, and what the administration answered.
remarks = Table(
    "remarks",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    #: 128 random bits: the address under which whoever wrote it reads the answer.
    Column("token", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("slug", Text, nullable=False),
    #: The sheet as it was when somebody found it wrong.
    Column("digest", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("said", Text, nullable=False),
    #: A machine seems to have written it: it is kept, and shown apart.
    Column("suspect", Boolean, nullable=False, server_default=false()),
    Column("at", Instant, nullable=False, server_default=func.clock_timestamp()),
    Column("answer", Text),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("accounts.id")),
    CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_whole"),
    CheckConstraint("(closed_at IS NULL) = (answer IS NULL)", name="answered_whole"),
)
Index("ix_remarks_open", remarks.c.id, postgresql_where=remarks.c.closed_at.is_(None))

#: Until when the administration said that it would have finished what was open, and when it took
#: that back; see ADR 28.
clearance_notices = Table(
    "clearance_notices",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("eservice", Text, nullable=False),
    #: What was lodged by this day is meant.
    Column("counted_on", Date, nullable=False),
    Column("cleared_by", Date, nullable=False),
    #: The simulation that the day comes from.
    Column("what_if", Text, nullable=False),
    Column("published_by", ForeignKey("accounts.id"), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("withdrawn_by", ForeignKey("accounts.id")),
    Column("withdrawn_at", Instant),
    CheckConstraint("cleared_by >= counted_on", name="days_in_order"),
    CheckConstraint("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_whole"),
)
Index(
    "uq_clearance_notices_standing",
    clearance_notices.c.eservice,
    unique=True,
    postgresql_where=clearance_notices.c.withdrawn_at.is_(None),
)
