"""The checkers of money: our books against the provider's, and every act against both."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from sqlalchemy import Row

from workflows.language.procedure import CompiledProcedure

#: What the provider's books may say where ours have an intent in this status.
AGREED: Mapping[str, AbstractSet[str | None]] = {
    "created": {None, "pending"},
    "open": {"pending"},
    "failed": {"failed"},
    "expired": {None, "expired"},
    "settled": {"paid"},
    "refunded": {"refunded"},
}


class Books(Protocol):
    """What these checkers need of the evidence."""

    def rows(self, question: str) -> Sequence[Row[Any]]:
        """Ask the database."""

    def procedure(self, checksum: str) -> CompiledProcedure:
        """Give the procedure that a case pinned."""


def money_is_taken_once(books: Books) -> Iterator[str]:
    """The provider's books say what ours say, and hold the money of no charge twice."""
    for row in books.rows(LEDGERS):
        theirs, ours = (row.state, row.asked), (row.status, row.amount)
        # A surplus or disputed intent is found too: in the end its money must have gone back.
        if row.state not in AGREED.get(row.status, set()) or row.asked not in {None, row.amount}:
            yield f"payment {row.id}: the provider says {theirs}, we say {ours}"
    for row in books.rows(TWICE):
        yield f"charge {row.charge_id} was paid {row.times} times"
    for row in books.rows(UNFUNDED):
        yield f"charge {row.id} is settled by {row.settled_by}, which is {row.status}"
    for row in books.rows("SELECT id, status FROM refunds WHERE status <> 'done'"):
        yield f"refund {row.id} is {row.status}"
    for row in books.rows(RECEIPTLESS):
        yield f"payment {row.id} has no receipt"


LEDGERS = """
SELECT coalesce(i.id, s.intent_id) AS id, i.status, i.amount, s.state, s.amount AS asked
FROM payment_intents i FULL JOIN sandbox_checkouts s ON s.intent_id = i.id
"""
TWICE = """
SELECT c.charge_id, count(*) AS times
FROM intent_charges c JOIN sandbox_checkouts s ON s.intent_id = c.intent_id AND s.state = 'paid'
GROUP BY c.charge_id HAVING count(*) > 1
"""
UNFUNDED = """
SELECT c.id, c.settled_by, i.status FROM charges c
JOIN payment_intents i ON i.id = c.settled_by WHERE i.status <> 'settled'
"""
RECEIPTLESS = """
SELECT i.id FROM payment_intents i LEFT JOIN receipts r ON r.intent_id = i.id
WHERE i.settled_at IS NOT NULL AND r.intent_id IS NULL
"""


def no_act_without_payment_and_signature(books: Books) -> Iterator[str]:
    """Each act was issued after all was paid and somebody signed who had not proposed it."""
    for act in books.rows(ISSUED):
        if act.unpaid or not act.assessed:
            yield f"act {act.number} was issued before it was paid for"
        barred = _barred(books.procedure(act.definition))
        signers = {row.account_id for row in _moves(books, act) if row.role == "signatory"}
        proposers = {row.account_id for row in _moves(books, act) if row.trigger in barred}
        if not signers - proposers - {None}:
            yield f"act {act.number} was issued without a signature"


ISSUED = """
SELECT a.number, a.case_id, a.issued_at, c.definition,
       EXISTS (SELECT FROM assessments s WHERE s.case_id = c.id) AS assessed,
       EXISTS (SELECT FROM charges h WHERE h.case_id = c.id
               AND (h.settled_at IS NULL OR h.settled_at > a.issued_at)) AS unpaid
FROM acts a JOIN cases c ON c.id = a.case_id WHERE a.status <> 'reserved'
"""


def _barred(procedure: CompiledProcedure) -> set[str]:
    transitions = procedure.procedure.transitions
    return {name for transition in transitions for name in transition.distinct_from}


def _moves(books: Books, act: Row[Any]) -> list[Row[Any]]:
    """Read who moved the act's case before it was issued."""
    rows = books.rows("SELECT case_id, account_id, role, trigger, at FROM journal_entries")
    return [row for row in rows if row.case_id == act.case_id and row.at <= act.issued_at]
