"""Looks into files: each must have its reason in another row."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from backoffice.watch.finding import Finding, Kind, Window

#: An opening is explained by a claim of the same person on the same case around that instant, or
#: by a wish to let it go out of turn whose document it was, or by a question on it that they were
#: given, or by having helped at a counter or handed the act over there, or, for an act that
#: somebody thinks of revoking, by a proposal of the same day at the latest. Those who look together
#: are one finding for a case and a day.
UNEXPLAINED = text(
    """
    SELECT o.case_id, o.account_id, (o.at AT TIME ZONE :zone)::date AS day, count(*) AS looks,
           (array_agg(o.id ORDER BY o.id))[1:20] AS openings
    FROM file_openings o
    WHERE o.at >= :start AND o.at < :end
      AND NOT EXISTS (
        SELECT FROM claims c
        WHERE c.case_id = o.case_id AND c.account_id = o.account_id
          AND c.at <= o.at + interval '5 seconds'
          AND (c.ended_at IS NULL OR c.ended_at >= o.at - interval '1 minute'))
      AND NOT EXISTS (
        SELECT FROM out_of_turn t
        WHERE t.case_id = o.case_id AND o.purpose = 'out_of_turn' AND t.asked_at <= o.at)
      AND NOT EXISTS (
        SELECT FROM revocations r JOIN acts a ON a.id = r.act_id
        WHERE a.case_id = o.case_id AND o.purpose = 'revocation'
          AND r.proposed_at < o.at + interval '1 day')
      AND NOT EXISTS (
        SELECT FROM question_claims g JOIN questions q ON q.id = g.question_id
        WHERE q.case_id = o.case_id AND o.purpose = 'question' AND g.account_id = o.account_id
          AND g.at <= o.at + interval '5 seconds' AND g.until >= o.at - interval '1 minute')
      AND NOT EXISTS (
        SELECT FROM assistances s
        WHERE s.case_id = o.case_id AND o.purpose = 'counter' AND s.account_id = o.account_id)
      AND NOT EXISTS (
        SELECT FROM hand_overs h
        WHERE h.case_id = o.case_id AND o.purpose = 'hand_over' AND h.account_id = o.account_id
          AND h.at <= o.at + interval '5 seconds')
    GROUP BY o.case_id, o.account_id, day
    """
)


def unexplained(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find openings of files by people who were not given the case."""
    parameters = {**window.parameters(), "zone": window.zone.key}
    for row in connection.execute(UNEXPLAINED, parameters):
        yield Finding(
            Kind.VIEW,
            key=f"{row.account_id}:{row.case_id}:{row.day}",
            account_ids=(row.account_id,),
            case_id=row.case_id,
            figures={"looks": row.looks},
            evidence={"file_openings": list(row.openings)},
        )
