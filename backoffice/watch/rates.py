"""Rates by person: slow finishes and missing pieces, against everybody who does the same work.

A single one of either means nothing: people are called away, and papers are missing. What counts
is who has them far more often than their colleagues, at the same work, on the same days.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text

from backoffice.watch.finding import Finding, Kind, Window
from backoffice.watch.funnel import Scored, Share, beyond, score

#: Long idle, then suddenly done. The signs of life in a claim are its beginning, each opening of
#: the file and its end; idle is the longest time without one, or an earlier claim of the same
#: person on the case that ran out. Long is three times what the pool usually needs for a case.
#: Acts signed together are read together and end at once: they tell nothing.
SLOW_FINISHES = text(
    """
    WITH done AS (
      SELECT id, case_id, account_id, pool_id, at, ended_at FROM claims
      WHERE ended_at >= :start AND ended_at < :end AND ending = 'moved'
        AND consultation_id IS NULL AND NOT EXISTS (
          SELECT FROM signing_items i JOIN signing_batches b ON b.id = i.batch_id
          WHERE i.case_id = claims.case_id AND b.account_id = claims.account_id
            AND b.taken_at = claims.at)),
    usual AS (
      SELECT pool_id,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY ended_at - at) AS held
      FROM done GROUP BY pool_id),
    signs AS (
      SELECT id, at AS sign FROM done
      UNION ALL SELECT id, ended_at FROM done
      UNION ALL SELECT d.id, o.at FROM done d
        JOIN file_openings o ON o.case_id = d.case_id AND o.account_id = d.account_id
          AND o.at BETWEEN d.at AND d.ended_at),
    gaps AS (
      SELECT id, sign, lead(sign) OVER (PARTITION BY id ORDER BY sign) AS next FROM signs),
    idle AS (
      SELECT DISTINCT ON (id) id, next - sign AS gap, next AS woke FROM gaps
      WHERE next IS NOT NULL ORDER BY id, next - sign DESC),
    judged AS (
      SELECT d.*,
        d.ended_at - i.woke <= interval '2 minutes' AND (
          i.gap >= greatest(interval '10 minutes', 3 * u.held)
          OR EXISTS (
            SELECT FROM claims e
            WHERE e.case_id = d.case_id AND e.account_id = d.account_id
              AND e.pool_id = d.pool_id AND e.ending = 'expired' AND e.ended_at <= d.at
              AND d.ended_at - d.at <= interval '2 minutes')) AS slow
      FROM done d JOIN idle i USING (id) JOIN usual u USING (pool_id))
    SELECT pool_id::text AS work, account_id, count(*) AS cases,
           count(*) FILTER (WHERE slow) AS hits,
           (array_agg(id ORDER BY id) FILTER (WHERE slow))[1:20] AS rows
    FROM judged GROUP BY pool_id, account_id ORDER BY work, account_id
    """
)

#: Of the moves out of a state by hand, those that ask the applicant for something.
MISSING_PIECES = text(
    """
    SELECT c.eservice || ' · ' || j.from_state AS work, j.account_id, count(*) AS cases,
           count(*) FILTER (WHERE j.to_stage = 'applicant') AS hits,
           (array_agg(j.id ORDER BY j.id) FILTER (WHERE j.to_stage = 'applicant'))[1:20] AS rows
    FROM journal_entries j JOIN cases c ON c.id = j.case_id
    WHERE j.at >= :start AND j.at < :end AND j.account_id IS NOT NULL
      AND j.from_stage = 'review' AND j.from_state <> j.to_state
    GROUP BY work, j.account_id ORDER BY work, j.account_id
    """
)


#: Of the payments that somebody took in cash, those that were given back: money that a till has
#: taken and given back again may never have left somebody's pocket.
CASH_GIVEN_BACK = text(
    """
    SELECT 'cash' AS work, s.cashier AS account_id, count(*) AS cases, count(b.id) AS hits,
           (array_agg(b.id ORDER BY b.id) FILTER (WHERE b.id IS NOT NULL))[1:20] AS rows
    FROM till_entries e JOIN till_sessions s ON s.id = e.session_id
    LEFT JOIN till_entries b ON b.intent_id = e.intent_id AND b.kind IN ('reversal', 'refund')
    WHERE e.at >= :start AND e.at < :end AND e.kind = 'taking'
    GROUP BY s.cashier ORDER BY s.cashier
    """
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate that is watched: what counts it, which table its rows are of, how sure a flag is."""

    kind: Kind
    counting: TextClause
    table: str
    #: The chance, in a look at everybody, of naming somebody wrongly.
    level: float


SLOW = Rate(Kind.SLOW_FINISH, SLOW_FINISHES, "claims", level=0.01)
#: Pieces are missing honestly as well: who asks for too many is hard to tell from who has had a bad
#: day, and a look too many costs less than one too few.
CORRECTIONS = Rate(Kind.CORRECTIONS, MISSING_PIECES, "journal_entries", level=0.05)
RETURNS = Rate(Kind.CASH_RETURNS, CASH_GIVEN_BACK, "till_entries", level=0.01)


@dataclass(frozen=True, slots=True)
class Outlier:
    """Somebody outside the funnel of a work, and the rows that put them there."""

    work: str
    scored: Scored
    rows: tuple[int, ...]


def slow_finishes(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find people whose cases lie idle and are then finished at once, far more than others'."""
    return _over_day_and_month(connection, SLOW, window)


def missing_pieces(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find people who ask applicants for more, far more often than others at the same work."""
    return _over_day_and_month(connection, CORRECTIONS, window)


def cash_returns(connection: Connection, window: Window) -> Iterator[Finding]:
    """Find cashiers whose payments are given back far more often than those of their colleagues."""
    return _over_day_and_month(connection, RETURNS, window)


def _over_day_and_month(connection: Connection, rate: Rate, window: Window) -> Iterator[Finding]:
    yield from _findings(connection, rate, window.day(), "day")
    if window.spans_midnight():
        yield from _findings(connection, rate, window.yesterday(), "day")
        yield from _findings(connection, rate, window.month(), "month")


def _findings(connection: Connection, rate: Rate, window: Window, span: str) -> Iterator[Finding]:
    day = window.start.astimezone(window.zone).date()
    for found in outliers(connection, rate, window):
        share = found.scored.share
        yield Finding(
            rate.kind,
            key=f"{span}:{day}:{found.work}:{share.account_id}",
            account_ids=(share.account_id,),
            figures={
                "hits": share.hits,
                "cases": share.cases,
                "usual": round(100 * found.scored.usual, 1),
                "work": found.work,
                "since": day.isoformat(),
                "span": span,
            },
            evidence={rate.table: found.rows},
        )


def outliers(connection: Connection, rate: Rate, window: Window) -> list[Outlier]:
    """Compare everybody over a window, and keep those beyond chance.

    Whoever is beyond it is no measure of what is usual: the others are compared again without
    them, until nobody more is found. One who does a great deal does not hide one who does less.
    """
    left = by_work(connection.execute(rate.counting, window.parameters()))
    named: list[Outlier] = []
    while found := _beyond_chance(left, rate.level):
        named += found
        apart = {(one.work, one.scored.share.account_id) for one in found}
        left = {
            work: [row for row in rows if (work, row.account_id) not in apart]
            for work, rows in left.items()
        }
    return named


def _beyond_chance(by_work: Mapping[str, list[Row[Any]]], level: float) -> list[Outlier]:
    scored = [one for work, rows in by_work.items() for one in _scored(work, rows)]
    found = beyond([one.scored.chance for one in scored], level)
    return [scored[position] for position in sorted(found)]


def by_work(counted: Iterable[Row[Any]]) -> Mapping[str, list[Row[Any]]]:
    """Put the counts of each work together."""
    return {work: list(rows) for work, rows in groupby(counted, key=lambda row: row.work)}


def _scored(work: str, rows: list[Row[Any]]) -> Iterator[Outlier]:
    behind = {row.account_id: tuple(row.rows or ()) for row in rows}
    shares = [Share(row.account_id, row.hits, row.cases) for row in rows]
    for one in score(shares):
        yield Outlier(work, one, behind[one.share.account_id])
