"""Booking the sums of a day that is over: money, out of turn, complaints, problems reported.

What happened on a day never changes after it, so each day is read once, along an index, and added
to its month. A report of a year then reads twelve months, however many cases there are.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select, text

from backoffice.reporting.period import ONE_DAY
from backoffice.reporting.tables import booked_days
from backoffice.watch.overrides import COMPLAINTS
from workflows.tables import cases

#: Key of the advisory lock of whoever books.
BOOKING = 7204
#: What was begun before midnight may be committed after it; nothing takes this long.
SETTLES_WITHIN = timedelta(minutes=10)


class Booked(StrEnum):
    """What is booked by day."""

    #: Money of applicants, by means of payment.
    PAID = "paid"
    #: Of it, given back.
    REFUNDED = "refunded"
    #: Money that fitted nothing that was owed, given back; it never was revenue.
    RETURNED = "returned"
    OUT_OF_TURN = "out_of_turn"
    #: Applications lodged online by somebody who acts for the applicant.
    REPRESENTED = "represented"
    #: Applications filled in at a counter.
    COUNTER = "counter"
    #: Complaints about cases of the e-service.
    COMPLAINT = "complaint"
    #: Problems that agents reported, as `kind/state`.
    PROBLEM = "problem"


#: Each asks for: case, figure, kind, currency, amount; what no case bears comes with its e-service.
SOURCES = """
  SELECT case_id, 'paid' AS figure, provider AS kind, coalesce(received_currency, currency)
      AS currency, coalesce(received_amount, amount) AS amount
    FROM payment_intents WHERE settled_at >= :start AND settled_at < :stop
  UNION ALL
  SELECT r.case_id, CASE WHEN i.settled_at IS NULL THEN 'returned' ELSE 'refunded' END, i.provider,
      r.currency, r.amount
    FROM refunds r JOIN payment_intents i ON i.id = r.intent_id
    WHERE r.done_at >= :start AND r.done_at < :stop AND r.status = 'done'
  UNION ALL
  SELECT case_id, 'out_of_turn', reason, '', 0 FROM out_of_turn
    WHERE granted AND settled_at >= :start AND settled_at < :stop
  UNION ALL
  SELECT c.id, 'represented', '', '', 0 FROM cases c JOIN representatives r ON r.case_id = c.id
    WHERE c.filed_by IS NULL AND c.lodged_at >= :start AND c.lodged_at < :stop
  UNION ALL
  SELECT id, 'counter', '', '', 0 FROM cases
    WHERE filed_by IS NOT NULL AND lodged_at >= :start AND lodged_at < :stop
  UNION ALL
  SELECT l.follows, 'complaint', '', '', 0 FROM cases c JOIN case_links l ON l.case_id = c.id
    WHERE c.lodged_at >= :start AND c.lodged_at < :stop AND l.eservice = ANY (:complaints)
  UNION ALL
  SELECT case_id, 'problem', kind || '/' || state, '', 0 FROM problems
    WHERE reported_at >= :start AND reported_at < :stop
"""
#: A case belongs to the office that the board counts it for.
BOOK = text(
    f"""
    WITH facts AS ({SOURCES})
    INSERT INTO booked_sums AS b (grain, day, eservice, office, figure, kind, currency, count,
                                  amount)
    SELECT grain, date_trunc(grain, CAST(:day AS date))::date, coalesce(c.eservice, ''),
      coalesce(k.office, d.compiled ->> 'calendar_office', ''), f.figure, f.kind, f.currency,
      count(*), sum(f.amount)
    FROM unnest(ARRAY['day', 'month']) AS grain, facts f
    LEFT JOIN cases c ON c.id = f.case_id
    LEFT JOIN board_cases k ON k.case_id = f.case_id
    LEFT JOIN definitions d ON d.checksum = c.definition
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (grain, day, eservice, office, figure, kind, currency)
      DO UPDATE SET count = b.count + excluded.count, amount = b.amount + excluded.amount
    """  # noqa: S608 - both parts stand in this module
)


def days_to_book(connection: Connection, *, zone: ZoneInfo, now: datetime) -> tuple[date, ...]:
    """List the days that are over and not booked yet, oldest first."""
    last = (now - SETTLES_WITHIN).astimezone(zone).date() - ONE_DAY
    first = connection.execute(select(func.min(cases.c.lodged_at))).scalar_one()
    if first is None:
        return ()
    begins = first.astimezone(zone).date()
    booked = set(connection.execute(select(booked_days.c.day)).scalars())
    days = (begins + timedelta(days=number) for number in range((last - begins).days + 1))
    return tuple(day for day in days if day not in booked)


def book(connection: Connection, day: date, *, zone: ZoneInfo, at: datetime) -> bool:
    """Book a day; tells False when somebody else did."""
    connection.execute(select(func.pg_advisory_xact_lock(BOOKING)))
    if connection.execute(select(booked_days).where(booked_days.c.day == day)).one_or_none():
        return False
    bounds = {
        "day": day,
        "start": datetime.combine(day, time(), tzinfo=zone),
        "stop": datetime.combine(day + ONE_DAY, time(), tzinfo=zone),
        "complaints": list(COMPLAINTS),
    }
    connection.execute(BOOK, bounds)
    connection.execute(insert(booked_days).values(day=day, booked_at=at))
    return True
