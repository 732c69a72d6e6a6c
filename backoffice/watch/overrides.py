"""Overrides after complaints: a case pushed or moved by hand soon after a complaint about it."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from backoffice.watch.finding import Finding, Kind, Window

#: The e-services whose cases are complaints about other cases.
COMPLAINTS = ("complaint",)

AFTER_COMPLAINTS = text(
    """
    SELECT j.id, j.case_id, j.account_id, j.trigger, j.at, max(p.lodged_at) AS complained_at,
           (array_agg(e.id ORDER BY e.id))[1:20] AS complaints
    FROM journal_entries j
    JOIN case_links l ON l.follows = j.case_id AND l.eservice = ANY (:complaints)
    JOIN cases p ON p.id = l.case_id
      AND p.lodged_at <= j.at AND p.lodged_at > j.at - interval '14 days'
    JOIN journal_entries e ON e.case_id = p.id AND e.position = 1
    WHERE j.at >= :start AND j.at < :end AND j.account_id IS NOT NULL
      AND j.trigger IN ('out_of_turn', 'transferred', 'overflowed')
    GROUP BY j.id
    """
)


def after_complaints(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find cases let go out of turn or transferred within two weeks of a complaint about them."""
    parameters = {**window.parameters(), "complaints": list(COMPLAINTS)}
    for row in connection.execute(AFTER_COMPLAINTS, parameters):
        hours = int((row.at - row.complained_at).total_seconds()) // 3600
        yield Finding(
            Kind.OVERRIDE,
            key=str(row.id),
            account_ids=(row.account_id,),
            case_id=row.case_id,
            figures={"trigger": row.trigger, "hours": hours},
            evidence={"journal_entries": [row.id, *row.complaints]},
        )
