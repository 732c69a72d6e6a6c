"""The board's read model: what each case counts for, and the sums of it.

Everything here can be emptied and counted again from the cases: see `workflows.board.upkeep`.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from workflows.database import metadata

#: Cases that changed since they were last counted; written by the database itself, deleted by
#: whoever counts. The same case may stand here twice: counting it twice changes nothing.
board_changes = Table(
    "board_changes",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_id", BigInteger, nullable=False),
)

#: What each case was last counted for.
board_cases = Table(
    "board_cases",
    metadata,
    Column("case_id", BigInteger, primary_key=True, autoincrement=False),
    Column("eservice", Text, nullable=False),
    #: The office that treats the case now, or treated it last.
    Column("office", Text, nullable=False),
    Column("pool_id", Integer),
    Column("stage", Text, nullable=False),
    #: Days are those of the office's own time zone.
    Column("lodged_on", Date, nullable=False),
    Column("eligible_on", Date),
    #: The day by which the promise must be kept; null while it stands still or without one.
    Column("due_on", Date),
    Column("closed_on", Date),
    #: `none`, `kept` or `broken`.
    Column("promise", Text, nullable=False),
    #: Why it was refused; empty otherwise.
    Column("reason", Text, nullable=False),
)

#: Open cases, as many as there are of each kind.
board_open = Table(
    "board_open",
    metadata,
    Column("eservice", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("pool_id", Integer),
    Column("stage", Text, nullable=False),
    Column("lodged_on", Date, nullable=False),
    Column("eligible_on", Date),
    Column("due_on", Date),
    Column("promise", Text, nullable=False),
    Column("count", Integer, nullable=False),
    UniqueConstraint(
        "eservice",
        "office",
        "pool_id",
        "stage",
        "lodged_on",
        "eligible_on",
        "due_on",
        "promise",
        name="uq_board_open_kind",
        postgresql_nulls_not_distinct=True,
    ),
)

#: What came and what ended, by day and by month: a long period is a few months and a few days.
board_days = Table(
    "board_days",
    metadata,
    #: `day` or `month`.
    Column("grain", Text, primary_key=True),
    #: The day, or the first of the month.
    Column("day", Date, primary_key=True),
    Column("eservice", Text, primary_key=True),
    Column("office", Text, primary_key=True),
    #: `received`, `delivered`, `refused`, `withdrawn`, `kept` or `broken`.
    Column("figure", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)
#: How long what was decided had taken, by day and by month of the decision: the whole spread, so
#: that medians and percentiles of any period are exact.
board_delays = Table(
    "board_delays",
    metadata,
    #: `day` or `month`.
    Column("grain", Text, primary_key=True),
    #: The day, or the first of the month.
    Column("day", Date, primary_key=True),
    Column("eservice", Text, primary_key=True),
    Column("office", Text, primary_key=True),
    #: Calendar days from the day it was lodged; waits for the applicant count.
    Column("days", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
)
#: Kinds of which none is left are deleted.
Index("ix_board_open_empty", board_open.c.count, postgresql_where=board_open.c.count == 0)
