"""What the sealer's own database role may do: read a case, keep acts, complete its own steps.

The role is given with its address (`SEALER_DATABASE_URL`); the owner of the tables grants. So a
compromised web process holds no key, and a compromised sealer cannot touch cases or money. The
other way round, the right to write acts is taken from everybody but the sealer and the owner.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, make_url, text

READS = (
    "applicants",
    "assessments",
    "calendar_changes",
    "calendars",
    "case_links",
    "cases",
    "charges",
    "closings",
    "definitions",
    "delegations",
    "journal_entries",
    "office_hours",
    "offices",
    "organisations",
    "outbox_events",
    "pools",
    "acts",
    "series",
    "revocations",
)
#: Rights on some columns, or beyond reading: of accounts, the name of whoever signed and no hash of
#: a password; locking a case's row needs the right to update a column of it, so one column is named
#: that no engine ever changes.
RIGHTS: Mapping[str, str] = {
    "accounts": "SELECT (id, name)",
    "acts": "INSERT, UPDATE",
    "series": "INSERT, UPDATE",
    "outbox_events": "INSERT, UPDATE",
    "cases": "UPDATE (reference)",
}


def grant_sealer(connection: Connection, *, sealer_url: str, owner_url: str) -> bool:
    """Give the sealer's role its rights and no other; tells whether it has one of its own."""
    role, owner = make_url(sealer_url).username, make_url(owner_url).username
    if role is None or role == owner:
        return False
    for statement in _statements(connection.dialect.identifier_preparer.quote(role)):
        connection.execute(text(statement))
    return True


def _statements(role: str) -> Iterator[str]:
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT ON {', '.join(READS)} TO {role}"
    for table, rights in RIGHTS.items():
        yield f"GRANT {rights} ON {table} TO {role}"
