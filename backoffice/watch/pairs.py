"""Pairs: the same two people after one another on far more cases than the queues bring together."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from backoffice.watch.finding import Finding, Kind, Window
from backoffice.watch.funnel import beyond, poisson_tail

#: The chance, in a look at all pairs, of naming one wrongly.
LEVEL = 0.01
#: Fewer cases together are no habit; and it must be twice what is expected at least, since people
#: who work the same hours honestly meet more often.
FEWEST, AT_LEAST = 5, 2.0

#: Two moves by hand in a row, by two people. What is expected is counted within each e-service,
#: state and day: who was there, and how much each did.
TOGETHER = text(
    """
    WITH pairs AS (
      SELECT a.account_id AS first, b.account_id AS second, b.id,
             c.eservice, b.from_state, (b.at AT TIME ZONE :zone)::date AS day
      FROM journal_entries b
      JOIN journal_entries a ON a.case_id = b.case_id AND a.position = b.position - 1
      JOIN cases c ON c.id = b.case_id
      WHERE b.at >= :start AND b.at < :end AND b.account_id IS NOT NULL
        AND a.account_id IS NOT NULL AND a.account_id <> b.account_id
        AND b.from_stage = 'review' AND a.from_stage = 'review'),
    firsts AS (
      SELECT eservice, from_state, day, first, count(*) AS n FROM pairs GROUP BY 1, 2, 3, 4),
    seconds AS (
      SELECT eservice, from_state, day, second, count(*) AS n FROM pairs GROUP BY 1, 2, 3, 4),
    totals AS (SELECT eservice, from_state, day, count(*) AS n FROM pairs GROUP BY 1, 2, 3),
    chance AS (
      SELECT f.first, s.second, sum(f.n * s.n::float / t.n) AS expected
      FROM firsts f JOIN seconds s USING (eservice, from_state, day)
        JOIN totals t USING (eservice, from_state, day)
      GROUP BY f.first, s.second)
    SELECT first, second, count(*) AS together, min(expected) AS expected,
           (array_agg(id ORDER BY id))[1:20] AS rows
    FROM pairs JOIN chance USING (first, second)
    GROUP BY first, second ORDER BY first, second
    """
)


def too_often(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find pairs of people whom the queues cannot have brought together so often."""
    yield from _findings(connection, window.day(), "day")
    if window.spans_midnight():
        yield from _findings(connection, window.yesterday(), "day")
        yield from _findings(connection, window.month(), "month")


def _findings(connection: Connection, window: Window, span: str) -> Iterator[Finding]:
    parameters = {**window.parameters(), "zone": window.zone.key}
    met = connection.execute(TOGETHER, parameters).all()
    found = beyond([poisson_tail(pair.together, pair.expected) for pair in met], LEVEL)
    day = window.start.astimezone(window.zone).date()
    for pair in (met[position] for position in sorted(found)):
        if pair.together < max(FEWEST, AT_LEAST * pair.expected):
            continue
        yield Finding(
            Kind.PAIR,
            key=f"{span}:{day}:{pair.first}:{pair.second}",
            account_ids=(pair.first, pair.second),
            figures={
                "together": pair.together,
                "expected": round(pair.expected, 1),
                "since": day.isoformat(),
                "span": span,
            },
            evidence={"journal_entries": list(pair.rows)},
        )
