"""What must hold of an installation whatever died in it: checkers over its database and files.

Each one reads the tables and the files by itself, with none of the code that wrote them where it
can be helped, and yields a line for each thing that is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, text

from tests.faults.ledgers import money_is_taken_once, no_act_without_payment_and_signature
from workflows.definitions import compiled
from workflows.journal import HAPPENINGS
from workflows.language.procedure import CompiledProcedure
from workflows.storage import CorruptFile, MissingFile, Storage


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the checkers look at."""

    connection: Connection
    storage: Storage
    #: References that applicants were shown.
    accepted: frozenset[str]
    #: Message identifiers of the mails that arrived, each as often as it came.
    mails: Sequence[str] = field(default=())

    def rows(self, question: str) -> Sequence[Row[Any]]:
        """Ask the database."""
        return self.connection.execute(text(question)).all()

    def procedure(self, checksum: str) -> CompiledProcedure:
        """Give the procedure that a case pinned."""
        return compiled(self.connection, checksum)


Checker = Callable[[Evidence], Iterable[str]]


def nothing_is_lost(evidence: Evidence) -> Iterator[str]:
    """Each accepted application is a case with its applicant and its price, and waits for somebody.

    Once nothing is left to do, a case has ended or waits for an applicant, a payment or an agent.
    """
    found = {row.reference: row for row in evidence.rows(CASES)}
    yield from (f"{name} is not there" for name in sorted(evidence.accepted - found.keys()))
    for row in found.values():
        if row.applicant is None or row.assessed is None:
            yield f"{row.reference} lacks its applicant or its price"
        if row.stage in {"submitted", "issuance"}:
            yield f"{row.reference} stays in {row.stage}"
        if row.stage == "review" and row.pool_id is None:
            yield f"{row.reference} is in nobody's agent queue"
        if row.stage == "payment" and not row.owed:
            yield f"{row.reference} waits for a payment that was made"


CASES = """
SELECT c.reference, c.stage, c.pool_id, a.case_id AS applicant, s.case_id AS assessed,
       EXISTS (SELECT FROM charges h WHERE h.case_id = c.id AND h.settled_by IS NULL) AS owed
FROM cases c LEFT JOIN applicants a ON a.case_id = c.id LEFT JOIN assessments s ON s.case_id = c.id
"""


def a_case_has_one_active_act(evidence: Evidence) -> Iterator[str]:
    """A delivered case has one act, valid or taken back since; any other has none handed over."""
    for row in evidence.rows(ACTIVE):
        if row.active > 1:
            yield f"{row.reference} has {row.active} active acts"
        if (row.stage == "delivered") != (row.given == 1):
            yield f"{row.reference} is {row.stage} and was given {row.given} acts"


ACTIVE = """
SELECT c.reference, c.stage, count(a.id) FILTER (WHERE a.status IN ('reserved', 'valid')) AS active,
       count(a.id) FILTER (WHERE a.status IN ('valid', 'revoked', 'replaced')) AS given
FROM cases c LEFT JOIN acts a ON a.case_id = c.id GROUP BY c.id
"""


def numbers_have_no_gaps(evidence: Evidence) -> Iterator[str]:
    """The numbers of acts and receipts count from one in their series, each once."""
    given: dict[str, list[int]] = defaultdict(list)
    for row in evidence.rows("SELECT number FROM acts"):
        series, _, serial = row.number.rpartition("-")
        given[f"act:{series}-#"].append(int(serial))
    for row in evidence.rows("SELECT series, number FROM receipts"):
        given[row.series].append(row.number)
    counted = {row.name: row.last for row in evidence.rows("SELECT name, last FROM series")}
    for series, numbers in given.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield f"{series} has {sorted(numbers)}"
    for series, last in counted.items():
        if last != len(given[series]):
            yield f"{series} counts {last} for {len(given[series])} documents"


def journals_replay_to_the_case(evidence: Evidence) -> Iterator[str]:
    """Each journal leads from the first state to the present one along declared transitions."""
    cases = evidence.rows("SELECT id, reference, definition, state, stage FROM cases")
    for case in cases:
        procedure = evidence.procedure(case.definition).procedure
        entries = journal_of(evidence, case.id)
        if not entries or entries[0].to_state != procedure.initial:
            yield f"{case.reference} does not begin at {procedure.initial}"
            continue
        edges = {
            (origin, transition.fire, transition.to, str(transition.by))
            for transition in procedure.transitions
            for origin in transition.origins
        }
        for entry in entries:
            if entry.trigger in HAPPENINGS and entry.from_state != entry.to_state:
                yield f"{case.reference} was moved by {entry.trigger}"
        moves = [entry for entry in entries if entry.trigger not in HAPPENINGS]
        for before, entry in pairwise(moves):
            edge = (before.to_state, entry.trigger, entry.to_state, entry.role)
            if edge not in edges or entry.from_state != before.to_state or entry.at < before.at:
                yield f"{case.reference} made an undeclared move: {edge}"
        if (entries[-1].to_state, entries[-1].to_stage) != (case.state, case.stage):
            yield f"{case.reference} is in {case.state}, its journal ends in {entries[-1].to_state}"


def positions_are_contiguous(evidence: Evidence) -> Iterator[str]:
    """A case's journal counts from one to the case's version."""
    for case in evidence.rows("SELECT id, reference, version FROM cases"):
        positions = [entry.position for entry in journal_of(evidence, case.id)]
        if positions != list(range(1, case.version + 1)):
            yield f"{case.reference} is at version {case.version} with entries {positions}"


def journal_of(evidence: Evidence, case_id: int) -> Sequence[Row[Any]]:
    """Read a case's journal, oldest entry first."""
    question = text("SELECT * FROM journal_entries WHERE case_id = :id ORDER BY position")
    return evidence.connection.execute(question, {"id": case_id}).all()


def claims_never_overlap(evidence: Evidence) -> Iterator[str]:
    """Nobody holds two cases at once, no case has two holders, and the open claim is the case's."""
    for row in evidence.rows(OVERLAPS):
        yield f"claims {row.one} and {row.other} overlap"
    for row in evidence.rows(HOLDERS):
        yield f"{row.reference} is held by {row.claimed_by}, its open claim by {row.account_id}"


OVERLAPS = """
SELECT a.id AS one, b.id AS other FROM claims a JOIN claims b ON a.id < b.id
WHERE (a.case_id = b.case_id OR a.account_id = b.account_id)
  AND tstzrange(a.at, a.ended_at) && tstzrange(b.at, b.ended_at)
"""
HOLDERS = """
SELECT c.reference, c.claimed_by, k.account_id
FROM cases c LEFT JOIN claims k ON k.case_id = c.id AND k.ended_at IS NULL
WHERE c.claimed_by IS DISTINCT FROM k.account_id
"""


def files_are_what_is_registered(evidence: Evidence) -> Iterator[str]:
    """Each digest that a row names leads to the bytes that have it; each receipt has its file."""
    for row in evidence.rows(FILES):
        if row.sha256 is None:
            yield f"a receipt of {row.owner} has no file"
            continue
        try:
            evidence.storage.get(row.sha256)
        except (MissingFile, CorruptFile) as error:
            yield f"{row.owner}: {type(error).__name__} {row.sha256}"


FILES = """
SELECT case_id AS owner, sha256 FROM attachments
UNION ALL SELECT case_id, sha256 FROM acts WHERE status <> 'reserved'
UNION ALL SELECT case_id, file_sha256 FROM receipts
"""


def notices_are_told_once(evidence: Evidence) -> Iterator[str]:
    """No notice waits; each one sent arrived, and at most twice; none arrived that was not sent.

    Twice, because between handing a mail over and writing that down, a process may die.
    """
    arrived = Counter(mail.strip("<>").partition("@")[0] for mail in evidence.mails)
    for row in evidence.rows(MAILED):
        times = arrived.pop(f"notice.{row.case_id}.{row.position}.{row.channel}", 0)
        told = f"notice {row.position} of case {row.case_id}"
        if row.status == "queued":
            yield f"{told} still waits"
        if not (1 <= times <= MOST_TIMES if row.status == "sent" else times == 0):
            yield f"{told} is {row.status} and arrived {times} times"
    for code in evidence.rows("SELECT id FROM one_time_codes"):
        if arrived.pop(f"code.{code.id}", 0) > MOST_TIMES:
            yield f"code {code.id} arrived too often"
    yield from (f"{mail} arrived and is nobody's notice" for mail in arrived)


MOST_TIMES = 2
MAILED = "SELECT case_id, position, channel, status FROM notices WHERE channel = 'mail'"


def clocks_stop_with_their_case(evidence: Evidence) -> Iterator[str]:
    """A case that has ended has no running deadline; one that has not keeps its promise's."""
    for row in evidence.rows(CLOCKS):
        yield f"{row.reference} has ended, its deadline {row.kind} runs on"


CLOCKS = """
SELECT c.reference, d.kind FROM cases c JOIN deadlines d ON d.case_id = c.id
WHERE c.closed_at IS NOT NULL AND d.stopped_at IS NULL
"""


def nothing_is_left_to_do(evidence: Evidence) -> Iterator[str]:
    """Every step that had to follow was done; none was set aside."""
    wanted = "SELECT id, event, job, parked_at, last_error FROM outbox_events WHERE done_at IS NULL"
    for row in evidence.rows(wanted):
        how = "waits" if row.parked_at is None else "was set aside"
        yield f"step {row.id} ({row.job} after {row.event}) {how}: {row.last_error}"


CHECKERS: tuple[Checker, ...] = (
    nothing_is_lost,
    money_is_taken_once,
    a_case_has_one_active_act,
    numbers_have_no_gaps,
    no_act_without_payment_and_signature,
    journals_replay_to_the_case,
    positions_are_contiguous,
    claims_never_overlap,
    files_are_what_is_registered,
    notices_are_told_once,
    clocks_stop_with_their_case,
    nothing_is_left_to_do,
)


def findings(evidence: Evidence) -> Mapping[str, list[str]]:
    """Run every checker; gives what each one found, and nothing for those that found nothing."""
    found = {checker.__name__: list(checker(evidence)) for checker in CHECKERS}
    return {name: lines for name, lines in found.items() if lines}
