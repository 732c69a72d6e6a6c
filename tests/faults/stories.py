"""For each job: how its step comes to be due, which points it passes, and what it leaves behind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, text

from backoffice.retention.erasing import erase_due
from config.reactions import Job
from tests.faults import people
from tests.faults.world import World
from workflows.cases import Case
from workflows.clock import Clock

COMMIT = ("before commit", "after commit")


def effect(name: str) -> tuple[str, str]:
    """Name the points around an effect."""
    return f"before {name}", f"after {name}"


@dataclass(frozen=True, slots=True)
class Story:
    """A job's step: `arrange` makes it due; undisturbed, it passes these points in this order."""

    arrange: Callable[[World], Case]
    points: tuple[str, ...]
    #: Asks for what the step has to leave behind for the case `:id`, exactly once.
    effect: str


def withdrawn_with_a_page_open(world: World) -> Case:
    """Leave the provider's page open and take the application back."""
    case = people.lodged(world)
    people.begun(world, case)
    return people.withdrawn(world, case)


def withdrawn_after_paying(world: World) -> Case:
    """Take the application back before the payment moved it on."""
    return people.withdrawn(world, people.paid(world))


def owed_a_refund(world: World) -> Case:
    """Have it decided that the money goes back."""
    case = withdrawn_after_paying(world)
    world.drain(Job.REFUND_UNSERVED)
    return case


def asked_for_a_code(world: World) -> Case:
    """Ask for a one-time code at an address that only this case has."""
    case = people.lodged(world)
    people.asks_for_a_code(world, f"{case.reference.lower()}@example.org")
    return case


STORIES: Mapping[Job, Story] = {
    Job.ROUTE: Story(
        people.cleared, COMMIT, "SELECT 1 FROM cases WHERE id = :id AND pool_id IS NOT NULL"
    ),
    Job.CLEAR: Story(
        people.paid,
        COMMIT,
        "SELECT 1 FROM journal_entries WHERE case_id = :id AND trigger = 'payment_cleared'",
    ),
    Job.END_PAGES: Story(
        withdrawn_with_a_page_open,
        (*COMMIT, *effect("close"), *COMMIT, *COMMIT),
        "SELECT 1 FROM payment_intents WHERE case_id = :id AND status = 'expired'",
    ),
    Job.REFUND_UNSERVED: Story(
        withdrawn_after_paying, COMMIT, "SELECT 1 FROM refunds WHERE case_id = :id"
    ),
    Job.REFUND: Story(
        owed_a_refund,
        (*COMMIT, *effect("refund"), *COMMIT),
        "SELECT 1 FROM refunds WHERE case_id = :id AND status = 'done'",
    ),
    Job.RECEIPT: Story(
        people.paid,
        (*COMMIT, *effect("put"), *COMMIT),
        "SELECT 1 FROM receipts WHERE case_id = :id AND file_sha256 IS NOT NULL",
    ),
    Job.SIGN: Story(
        people.sitting_confirmed,
        COMMIT,
        "SELECT 1 FROM journal_entries WHERE case_id = :id AND trigger = 'sign'",
    ),
    Job.MOVE_CLOCKS: Story(
        people.closed_in_haste,
        COMMIT,
        "SELECT 1 FROM deadlines d JOIN calendar_changes x ON x.id = d.calendar_change"
        " WHERE d.case_id = :id AND d.kind = 'state' AND x.finished_at IS NOT NULL AND x.moved > 0",
    ),
    Job.ISSUE: Story(
        people.signed,
        (*COMMIT, *effect("seal"), *effect("put"), *COMMIT),
        "SELECT 1 FROM acts WHERE case_id = :id AND status = 'valid'",
    ),
    Job.FINISH: Story(
        people.issued,
        COMMIT,
        "SELECT 1 FROM journal_entries WHERE case_id = :id AND trigger = 'issued'",
    ),
    Job.NOTIFY: Story(
        people.lodged,
        (*COMMIT, *effect("send"), *COMMIT),
        "SELECT 1 FROM notices WHERE case_id = :id AND position = 1 AND status = 'sent'",
    ),
    Job.SEND_CODE: Story(
        asked_for_a_code,
        (*COMMIT, *effect("send"), *COMMIT),
        "SELECT 1 FROM one_time_codes, cases WHERE cases.id = :id AND sent_at IS NOT NULL"
        " AND address = lower(reference) || '@example.org'",
    ),
    Job.REVOKE: Story(
        people.condemned,
        COMMIT,
        "SELECT 1 FROM acts WHERE case_id = :id AND status = 'revoked'",
    ),
    Job.TELL_REVOKED: Story(
        people.taken_back,
        COMMIT,
        "SELECT 1 FROM journal_entries WHERE case_id = :id AND trigger = 'act_revoked'",
    ),
}


@dataclass(frozen=True, slots=True)
class ChoreStory:
    """A chore of the clock: as a job's step, with how it is done on some database."""

    arrange: Callable[[World], Case]
    do: Callable[[Engine, Clock], int]
    points: tuple[str, ...]
    effect: str


#: Chores that take something away for good. Others are looked for anew by the next sweep.
CHORES: Mapping[str, ChoreStory] = {
    "retention": ChoreStory(
        people.over_and_done,
        erase_due,
        # Is it on, and what is over; then each part until nothing is left of it.
        (*COMMIT, *(COMMIT * 4)),
        "SELECT 1 FROM erasures e JOIN cases c ON c.id = e.case_id WHERE c.id = :id"
        " AND e.attachments_at IS NOT NULL AND e.answers_at IS NOT NULL AND c.answers = '{}'"
        " AND NOT EXISTS (SELECT FROM attachments a WHERE a.case_id = c.id)",
    ),
}


def effects_of(story: Story | ChoreStory, world: World, case: Case) -> int:
    """Count what the step left behind."""
    with world.engine.begin() as connection:
        return len(connection.execute(text(story.effect), {"id": case.id}).all())
