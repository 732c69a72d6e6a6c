"""Complaints: what a case that is one is about, for whoever must be kept away and for figures."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from workflows.database import Instant, metadata

complaints = Table(
    "complaints",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("eservice", Text, nullable=False),
    Column("lodged_at", Instant, nullable=False),
    #: The case complained about, where it is about one.
    Column("about", ForeignKey("cases.id")),
    #: The office whose people may not treat it.
    Column("concerns", Text),
)
Index("ix_complaints_lodged", complaints.c.lodged_at)
Index("ix_complaints_about", complaints.c.about, postgresql_where=complaints.c.about.is_not(None))
