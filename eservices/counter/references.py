"""References as a counter reads them: typed, or out of the address in a QR code."""

import re

from sqlalchemy import Connection

from workflows.cases import Case, case_by_reference
from workflows.errors import UnknownCase
from workflows.interpreter import interpreter

REFERENCE = re.compile(r"[A-Z0-9]{2,8}-\d{2}-\d{7}-[0-9A-Z]")


def read_reference(typed: str) -> str:
    """Find a reference in what was typed or scanned; empty where there is none."""
    found = REFERENCE.search("".join(typed.split()).upper())
    return "" if found is None else found[0]


def case_at_counter(connection: Connection, typed: str) -> Case:
    """Find the case of a reference; one that is confidential is as unknown as one that is not."""
    case = case_by_reference(connection, read_reference(typed))
    complaint = interpreter(connection, case.definition).compiled.complaint
    if complaint is not None and complaint.confidential:
        raise UnknownCase(case.reference)
    return case
