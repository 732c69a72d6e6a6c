"""The kernel's tables: one page for each subject; the functions that use a table live elsewhere."""

from workflows.tables.administration import (
    account_changes,
    administration_entries,
    invitations,
)
from workflows.tables.board import (
    board_cases,
    board_changes,
    board_days,
    board_delays,
    board_open,
)
from workflows.tables.cases import (
    applicants,
    attachments,
    cases,
    journal_entries,
    reference_numbers,
)
from workflows.tables.closings import calendar_changes, closings, office_hours
from workflows.tables.complaints import complaints
from workflows.tables.consultations import consultations
from workflows.tables.definitions import definitions, publication_entries, publications
from workflows.tables.estimates import estimate_levels, estimates
from workflows.tables.history import history_cases, history_events, history_imports
from workflows.tables.levers import lever_members, levers
from workflows.tables.people import (
    accounts,
    calendars,
    offices,
    organisations,
    pool_members,
    pools,
    sign_in_failures,
    staff_sessions,
)
from workflows.tables.presence import absences, delegations, recusals
from workflows.tables.proofs import proof_entries, recovery_codes, second_factors
from workflows.tables.questions import question_claims, questions
from workflows.tables.queues import out_of_turn, queue_stays, transfers
from workflows.tables.representatives import representatives
from workflows.tables.signing import signing_batches, signing_items
from workflows.tables.work import (
    claims,
    deadlines,
    file_openings,
    outbox_events,
    series,
)
from workflows.tables.writing import case_notes, text_blocks, unfinished_work

__all__ = [
    "absences",
    "account_changes",
    "accounts",
    "administration_entries",
    "applicants",
    "attachments",
    "board_cases",
    "board_changes",
    "board_days",
    "board_delays",
    "board_open",
    "calendar_changes",
    "calendars",
    "case_notes",
    "cases",
    "claims",
    "closings",
    "complaints",
    "consultations",
    "deadlines",
    "definitions",
    "delegations",
    "estimate_levels",
    "estimates",
    "file_openings",
    "history_cases",
    "history_events",
    "history_imports",
    "invitations",
    "journal_entries",
    "lever_members",
    "levers",
    "office_hours",
    "offices",
    "organisations",
    "out_of_turn",
    "outbox_events",
    "pool_members",
    "pools",
    "proof_entries",
    "publication_entries",
    "publications",
    "question_claims",
    "questions",
    "queue_stays",
    "recovery_codes",
    "recusals",
    "reference_numbers",
    "representatives",
    "second_factors",
    "series",
    "sign_in_failures",
    "signing_batches",
    "signing_items",
    "staff_sessions",
    "text_blocks",
    "transfers",
    "unfinished_work",
]
