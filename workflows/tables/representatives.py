"""Who acts for an applicant, where the e-service lets somebody."""

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text

from workflows.database import metadata

representatives = Table(
    "representatives",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    #: Which of the definition's representatives, such as `architect`.
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("mail", Text),
    Column("phone", Text),
    Column("language", Text, nullable=False),
    #: Random part of a tracking link of their own, so that either can be cut alone.
    Column("tracking_nonce", LargeBinary, nullable=False),
)
