"""Addresses at counters: one telephone or mail given for many citizens in a day."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, text

from backoffice.watch.finding import Finding, Kind, Window
from eservices.counter.filing import MANY

#: A family shares a telephone, and so does a village: it is many on one day that call for a look.
SHARED = text(
    """
    SELECT g.address, count(*) AS count, array_agg(DISTINCT c.filed_by) AS accounts,
           (array_agg(j.id ORDER BY j.id))[1:20] AS entries
    FROM cases c
    JOIN applicants a ON a.case_id = c.id
    JOIN journal_entries j ON j.case_id = c.id AND j.position = 1
    CROSS JOIN LATERAL (VALUES (a.phone), (lower(a.mail))) AS g (address)
    WHERE c.filed_by IS NOT NULL AND c.lodged_at >= :start AND c.lodged_at < :end
      AND g.address IS NOT NULL
    GROUP BY g.address HAVING count(*) > :many
    """
)


def shared(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find addresses given for more applications in a day, at counters, than a family has."""
    days = (window.yesterday(), window.day()) if window.spans_midnight() else (window.day(),)
    for day in days:
        for row in connection.execute(SHARED, {**day.parameters(), "many": MANY}):
            yield Finding(
                Kind.SHARED_ADDRESS,
                # The address itself stands with the cases, and nowhere else.
                key=f"{day.start:%Y-%m-%d}:{sha256(row.address.encode()).hexdigest()}",
                account_ids=tuple(row.accounts),
                figures={"count": row.count},
                evidence={"journal_entries": list(row.entries)},
            )
