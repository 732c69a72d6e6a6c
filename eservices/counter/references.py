"""References as a counter and a cash desk read them: typed, or out of what a scanner read."""

import re

from sqlalchemy import Connection

from workflows import complaints
from workflows.cases import Case, case_by_reference
from workflows.errors import UnknownCase

#: A reference within whatever a scanner read: alone, or in the address of a page.
REFERENCE = re.compile(r"([A-Z]{2,4})[- ]?(\d{2})[- ]?(\d{7})[- ]?([A-Z0-9])(?![A-Z0-9])")
LONGEST_SCAN = 500


def read_reference(typed: str) -> str:
    """Find the reference in what was typed or scanned; nothing else of it is kept."""
    return next(iter(read_references(typed[:LONGEST_SCAN])), "")


def read_references(typed: str) -> tuple[str, ...]:
    """Find every reference in a text, each written the one way."""
    return tuple("-".join(found) for found in REFERENCE.findall(typed.upper()))


def case_at_counter(connection: Connection, typed: str) -> Case:
    """Find the case of a reference; one that is confidential is as unknown as one that is not."""
    case = case_by_reference(connection, read_reference(typed))
    if complaints.is_confidential(connection, case):
        raise UnknownCase(case.reference)
    return case
