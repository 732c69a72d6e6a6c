"""What stands in the head of each page: the sections that somebody may enter, some in groups."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from backoffice.actions import Action


@dataclass(frozen=True, slots=True)
class Section:
    """A page one may go to from everywhere."""

    action: Action
    endpoint: str
    label: LazyString


@dataclass(frozen=True, slots=True)
class Group:
    """Sections under one heading; what somebody may enter alone of them stands by itself."""

    label: LazyString
    members: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the head, with what lies under it."""

    label: str
    address: str
    is_current: bool
    members: tuple["Entry", ...] = ()


HEAD: tuple[Section | Group, ...] = (
    Section(Action.TAKE_NEXT_CASE, "desk.home", _("My desk")),
    Section(Action.WORK_TILL, "till.show", _("My till")),
    Section(Action.USE_COUNTER, "counter.home", _("Counter")),
    Section(Action.HAND_OVER_ACT, "handing.ask", _("Hand over a document")),
    Section(Action.SEND_PAPER, "sending.listed", _("Files on paper")),
    Section(Action.SEE_SIGNING, "signing.sittings", _("Sign together")),
    Section(Action.SEE_REVOCATIONS, "revocations.revocations", _("Revocations")),
    Section(Action.SEE_BOARD, "board.show", _("Board")),
    Section(Action.SEE_DEMAND, "demand.show", _("Demand and staffing")),
    Group(
        _("Queues and people"),
        (
            Section(Action.SEE_LEVERS, "levers.listed", _("Levers")),
            Section(Action.SEE_OUT_OF_TURN, "turns.listed", _("Out of turn")),
            Section(Action.SEE_PRESENCE, "presence.calendar", _("Presence")),
            Section(Action.SEE_HANDED_ON, "handed_on.listed", _("Passed on and withdrawn")),
            Section(Action.SEE_TEXT_BLOCKS, "blocks.listed", _("Text blocks")),
        ),
    ),
    Group(
        _("To be settled"),
        (
            Section(Action.SEE_PROBLEMS, "problems.listed", _("Problems")),
            Section(Action.SEE_PARKED_STEPS, "parked.steps", _("Steps on hold")),
            Section(Action.SEE_MESSAGES, "messages.listed", _("Messages")),
            Section(Action.SEE_DISPUTES, "disputes.disputes", _("Disputes")),
            Section(Action.RECEIVE_PAPER, "receiving.listed", _("Paper to receive")),
        ),
    ),
    Section(Action.SEE_TILLS, "tills.overview", _("Tills")),
    Section(Action.REPORT_PROBLEM, "problems.mine", _("Tell a problem")),
    Section(Action.SEE_REPORTS, "reports.listed", _("Reports")),
    Section(Action.SEE_WATCH, "watch.listed", _("Watch")),
    Section(Action.SEE_WATCH, "inspections.listed", _("Inspections")),
    Section(Action.SEE_OPENINGS, "inspection.openings", _("File openings")),
    Section(Action.SEE_HOLDS, "administration.holds", _("Kept whole")),
    Group(
        _("Administration"),
        (
            Section(Action.SEE_ACCOUNTS, "administration.accounts", _("Accounts")),
            Section(
                Action.SEE_ACCOUNTS, "administration.waiting", _("Waiting for a second person")
            ),
            Section(Action.SEE_ACCOUNTS, "administration.review", _("Access review")),
            Section(Action.SEE_ACCOUNTS, "administration.pools", _("Pools")),
            Section(Action.SEE_ACCOUNTS, "administration.offices", _("Offices")),
            Section(Action.SEE_ACCOUNTS, "administration.providers", _("Providers")),
            Section(Action.SEE_ACCOUNTS, "administration.retention", _("Retention")),
            Section(Action.SEE_ADMINISTRATION, "administration.deeds", _("Who changed what")),
        ),
    ),
    Section(Action.SEE_DELEGATIONS, "delegations.listed", _("Delegations")),
    Section(Action.SEE_ESERVICES, "eservices.listed", _("E-services")),
    Section(Action.SEE_SUCCESSIONS, "successions.listed", _("Successions")),
    Section(Action.TRANSLATE, "translating.languages", _("Languages")),
    Section(Action.SEE_SHEETS, "sheets.listed", _("Sheets")),
)


def sections(may: Callable[[str], bool], endpoint: str) -> tuple[Entry, ...]:
    """List what somebody may enter, and mark where they are."""
    return tuple(_entries(may, endpoint))


def _entries(may: Callable[[str], bool], endpoint: str) -> Iterator[Entry]:
    for one in HEAD:
        members = one.members if isinstance(one, Group) else (one,)
        open_to_them = tuple(_entry(member, endpoint) for member in members if may(member.action))
        if len(open_to_them) > 1 and isinstance(one, Group):
            is_here = _blueprint(endpoint) in {_blueprint(member.endpoint) for member in members}
            yield Entry(str(one.label), open_to_them[0].address, is_here, open_to_them)
        else:
            yield from open_to_them


def _blueprint(endpoint: str) -> str:
    return endpoint.partition(".")[0]


def _entry(section: Section, endpoint: str) -> Entry:
    return Entry(str(section.label), url_for(section.endpoint), section.endpoint == endpoint)
