"""The invented rows written into a real database, in bulk."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from tests.builders.insiders.records import Records, Row, instant

CASES = """
INSERT INTO cases (id, reference, eservice, definition, state, stage, version, answers, lodging_key,
                   lodged_at, entered_at)
OVERRIDING SYSTEM VALUE
SELECT id, 'X-' || id, 'criminal-record', :definition, 'delivered', 'delivered', 9, '{}',
       'key-' || id, :at, :at
FROM generate_series(1, :count) AS id
"""
COLUMNS = {
    "claims": "case_id, account_id, pool_id, eligible_at, at, ended_at, ending",
    "file_openings": "case_id, account_id, at, purpose",
    "queue_stays": "case_id, pool_id, eligible_at, barred, since, until",
    "journal_entries": (
        "case_id, position, at, role, account_id, trigger, from_state, to_state,"
        " from_stage, to_stage"
    ),
}


def write(connection: Connection, records: Records, definition: str) -> None:
    """Write everything that happened, as if it had been written when it happened."""
    values = {"definition": definition, "at": instant(0), "count": len(records.items)}
    connection.execute(text(CASES), values)
    _copy(connection, "claims", records.claims)
    _copy(connection, "file_openings", records.openings)
    _copy(connection, "queue_stays", records.stays)
    _copy(connection, "journal_entries", records.entries)
    for table in ("cases", *COLUMNS):
        connection.execute(text(f"ANALYZE {table}"))


def _copy(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    into = f"COPY {table} ({COLUMNS[table]}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
