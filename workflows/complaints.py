"""Complaints: kept from the people concerned, and, where confidential, from all but inspectors.

Whoever held, moved or gave an opinion on the case complained about is given none of the complaints
about it, and so is everybody of the office that a complaint concerns. What is confidential goes to
inspectors only, and inspectors are given nothing else: no pool can be set up otherwise by mistake.
Nor do boards, logs and lists tell that there is a confidential report, see `CONFIDENTIAL`.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    bindparam,
    insert,
    select,
    union,
    update,
)
from sqlalchemy import cast as sql_cast

from workflows import claims
from workflows.accounts import Account
from workflows.actors import Role
from workflows.cases import Case
from workflows.claims import NOT_HELD
from workflows.interpreter import Interpreter, interpreter
from workflows.language.conditions import compile_condition
from workflows.tables import accounts, cases, complaints, definitions, journal_entries
from workflows.tables import claims as claims_table

#: The definitions of which no case may be told of to anybody but inspectors: on a quiet day, one
#: more on a board is enough to guess who wrote it.
CONFIDENTIAL = select(definitions.c.checksum).where(
    definitions.c.compiled[("complaint", "confidential")].as_boolean()
)
FOUND = select(complaints.c.about, complaints.c.concerns).where(
    complaints.c.case_id == bindparam("case_id")
)
#: Whoever had to do with the case complained about, and whoever works in the office concerned.
CONCERNED = union(
    select(claims_table.c.account_id).where(claims_table.c.case_id == bindparam("about")),
    select(journal_entries.c.account_id).where(
        journal_entries.c.case_id == bindparam("about"), journal_entries.c.account_id.is_not(None)
    ),
    select(accounts.c.id).where(accounts.c.office == bindparam("office")),
)


def record(connection: Connection, case: Case, *, about: int | None) -> None:
    """Record that a case is a complaint, and about which case; anything else is left alone."""
    complaint = interpreter(connection, case.definition).compiled.complaint
    if complaint is None:
        return
    named = None
    if complaint.concerns is not None:
        condition = compile_condition(complaint.concerns)
        named = condition.evaluate(case.answers, case.lodged_at.date())
    values = {
        "case_id": case.id,
        "eservice": case.eservice,
        "lodged_at": case.lodged_at,
        "about": about,
        "concerns": str(named) if named else None,
    }
    connection.execute(insert(complaints).values(values))


def people_concerned(connection: Connection, case: Case, machine: Interpreter) -> frozenset[int]:
    """Name the accounts that a complaint must be kept from; nobody for what is none."""
    if machine.compiled.complaint is None:
        return frozenset()
    found = connection.execute(FOUND, {"case_id": case.id}).one_or_none()
    if found is None:
        return frozenset()
    asked = {"about": found.about, "office": found.concerns}
    return frozenset(connection.execute(CONCERNED, asked).scalars())


def is_kept_from(connection: Connection, case: Case, account: Account) -> bool:
    """Tell whether an account that was just given a case must not have it.

    The queue already leaves out whoever was concerned when the complaint was routed; this finds who
    came to be concerned since, and whoever is in a pool in which they should not be.
    """
    machine = interpreter(connection, case.definition)
    if _is_confidential(machine) is not (Role.INSPECTOR in account.roles):
        return True
    return account.id in people_concerned(connection, case, machine)


def may_be_told(roles: Collection[Role]) -> ColumnElement[bool]:
    """Choose the cases of which a list may tell: inspectors of reports, others of all the rest."""
    reports = cases.c.definition.in_(CONFIDENTIAL)
    return reports if Role.INSPECTOR in roles else ~reports


def references_told(
    connection: Connection, ids: Collection[int], roles: Collection[Role]
) -> dict[int, str]:
    """Give the numbers of the cases of which these roles may be told; of the others, nothing."""
    found = select(cases.c.id, cases.c.reference).where(cases.c.id.in_(ids), may_be_told(roles))
    return {row.id: row.reference for row in connection.execute(found)}


def is_confidential(connection: Connection, case: Case) -> bool:
    """Tell whether a case is a confidential report, of which nobody but inspectors may know."""
    return _is_confidential(interpreter(connection, case.definition))


def _is_confidential(machine: Interpreter) -> bool:
    complaint = machine.compiled.complaint
    return complaint is not None and complaint.confidential


def take_away(connection: Connection, case: Case, account: Account, at: datetime) -> bool:
    """Give a case back that was given to whoever must not have it, and bar them; tells whether."""
    if not is_kept_from(connection, case, account):
        return False
    barred = cases.c.barred.concat(sql_cast([account.id], ARRAY(BigInteger)))
    connection.execute(update(cases).where(cases.c.id == case.id).values(barred=barred, **NOT_HELD))
    claims.end(connection, case.id, claims.Ending.RELEASED, at=at)
    return True
