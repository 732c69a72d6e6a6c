"""The order of agent queues: who was served before an older case, and whose place was changed."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from backoffice.watch.finding import Finding, Kind, Window

#: A claim taken at an instant; beside it, the cases of the same pool that were older, open to the
#: same person, in the queue for a minute already and in nobody's hands around that instant. The
#: minute and the seconds are what two transactions at once may honestly not know of each other.
OVERTAKES = text(
    """
    SELECT c.id, c.case_id, c.account_id, c.pool_id, count(*) AS older,
           min(s.eligible_at) AS oldest, c.eligible_at, c.at,
           (array_agg(s.id ORDER BY s.eligible_at, s.id))[1:20] AS stays
    FROM claims c
    JOIN LATERAL (
      SELECT id, case_id, eligible_at, barred, since FROM queue_stays
      WHERE pool_id = c.pool_id AND until IS NULL AND eligible_at < c.eligible_at
      UNION ALL
      SELECT id, case_id, eligible_at, barred, since FROM queue_stays
      WHERE pool_id = c.pool_id AND until > c.at + interval '5 seconds'
        AND eligible_at < c.eligible_at
    ) s ON s.since < c.at - interval '1 minute'
       AND c.account_id <> ALL (s.barred)
       AND NOT EXISTS (
         SELECT FROM claims o
         WHERE o.case_id = s.case_id AND o.consultation_id IS NULL
           AND o.at <= c.at + interval '5 seconds'
           AND (o.ended_at IS NULL OR o.ended_at > c.at - interval '1 minute'))
    WHERE c.at >= :start AND c.at < :end AND c.consultation_id IS NULL
    GROUP BY c.id
    """
)

#: A stay that begins where another of the same case in the same pool ends, further ahead, and for
#: which nobody granted it. Coming back complete from the applicant gives a later place.
CHANGED_PLACES = text(
    """
    SELECT n.id, n.case_id, n.pool_id, o.id AS former, o.eligible_at AS was, n.eligible_at AS is,
           n.since AS at
    FROM queue_stays n
    JOIN queue_stays o ON o.case_id = n.case_id AND o.pool_id = n.pool_id AND o.id < n.id
      AND o.until BETWEEN n.since - interval '1 second' AND n.since
      AND n.eligible_at < o.eligible_at
    WHERE n.since >= :start AND n.since < :end
      AND NOT EXISTS (
        SELECT FROM out_of_turn t
        WHERE t.case_id = n.case_id AND t.pool_id = n.pool_id AND t.granted
          AND t.settled_at BETWEEN n.since - interval '1 minute' AND n.since + interval '1 minute')
    """
)


def overtakes(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find cases served while an older one of the same pool could have been."""
    for row in connection.execute(OVERTAKES, window.parameters()):
        minutes = int((row.eligible_at - row.oldest).total_seconds()) // 60
        yield Finding(
            Kind.OVERTAKE,
            key=str(row.id),
            account_ids=(row.account_id,),
            case_id=row.case_id,
            figures={"older": row.older, "minutes": minutes, "pool_id": row.pool_id},
            evidence={"claims": [row.id], "queue_stays": list(row.stays)},
        )


def changed_places(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find cases that were put further ahead without anybody having granted it."""
    for row in connection.execute(CHANGED_PLACES, window.parameters()):
        minutes = int((row.was - row._mapping["is"]).total_seconds()) // 60
        yield Finding(
            Kind.PLACE_CHANGED,
            key=str(row.id),
            account_ids=(),
            case_id=row.case_id,
            figures={"minutes": minutes, "pool_id": row.pool_id},
            evidence={"queue_stays": [row.former, row.id]},
        )
