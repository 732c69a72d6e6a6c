"""The life cycle of an e-service, decided purely: draft, pilot, live, suspended, withdrawn.

A draft is a version that was stored and is offered to nobody. Every other position is a
publication's: which version is live, which is tried out with whom, and whether the e-service can
be applied for at all. Cases are no part of it: each keeps the version it was lodged under.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from workflows.errors import WorkflowError

WHOLE = 100


class Standing(StrEnum):
    """Whether an e-service can be applied for."""

    OPEN = "open"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What may be done to an e-service or one of its versions."""

    STAGE = "stage"
    PILOT = "pilot"
    END_PILOT = "end_pilot"
    LIVE = "live"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"


#: Steps that offer a version to applicants: they take another person than the one who staged it.
FOUR_EYES = frozenset({Step.PILOT, Step.LIVE})


class Status(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    PILOT = "pilot"
    LIVE = "live"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    #: Was live, and another version took its place.
    REPLACED = "replaced"


class Obstacle(StrEnum):
    """Why a step cannot be taken."""

    NO_REASON = "no_reason"
    NOTHING_SAID = "nothing_said"
    STALE = "stale"
    NO_VERSION = "no_version"
    SAME_PERSON = "same_person"
    ALREADY = "already"
    NOT_OFFERED = "not_offered"
    NOT_SUSPENDED = "not_suspended"
    NO_PILOT = "no_pilot"
    NOT_OPEN = "not_open"
    PILOT_OF_NOBODY = "pilot_of_nobody"
    UNKNOWN_OFFICE = "unknown_office"


class StepRefused(WorkflowError):
    """A step of the life cycle cannot be taken; `obstacle` says why."""

    def __init__(self, eservice: str, step: Step, obstacle: Obstacle) -> None:
        self.eservice = eservice
        self.step = step
        self.obstacle = obstacle
        super().__init__(f"{step} refused on {eservice}: {obstacle}")


@dataclass(frozen=True, slots=True)
class Publication:
    """How an e-service is offered now; `turn` is 0 before anything of it was ever offered."""

    eservice: str
    live: str | None = None
    pilot: str | None = None
    pilot_offices: tuple[str, ...] = ()
    pilot_share: int = 0
    standing: Standing = Standing.OPEN
    #: `reason` and `advice`, each by language, as applicants read them.
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: The day on which a suspension is expected to end, as far as anybody knows.
    back_on: date | None = None
    turn: int = 0

    @property
    def is_open(self) -> bool:
        """Tell whether somebody at least can apply."""
        return self.standing is Standing.OPEN and bool(self.live or self.pilot)

    @property
    def front(self) -> str | None:
        """Give the version that a stranger is shown: the live one, else the one tried out."""
        return self.live or self.pilot


@dataclass(frozen=True, slots=True)
class Author:
    """Who takes a step: an account of the back office, or the operator of the command."""

    account_id: int | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A step as somebody asks for it."""

    eservice: str
    step: Step
    author: Author
    #: Kept in the journal, for colleagues.
    reason: str
    checksum: str | None = None
    offices: tuple[str, ...] = ()
    #: Per cent of applicants.
    share: int = 0
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    back_on: date | None = None
    #: The turn that the author saw; another one now means that somebody was quicker.
    turn: int | None = None


def status_of(publication: Publication, checksum: str, *, once_live: bool) -> Status:
    """Tell where a version of an e-service stands."""
    if checksum == publication.live:
        return OFFERED[publication.standing]
    if checksum == publication.pilot:
        return Status.PILOT if publication.standing is Standing.OPEN else Status.SUSPENDED
    return Status.REPLACED if once_live else Status.DRAFT


OFFERED: Mapping[Standing, Status] = {
    Standing.OPEN: Status.LIVE,
    Standing.SUSPENDED: Status.SUSPENDED,
    Standing.WITHDRAWN: Status.WITHDRAWN,
}


def after(publication: Publication, order: Order) -> Publication:
    """Give the publication as a step leaves it; raises StepRefused."""
    if not order.reason.strip():
        raise StepRefused(order.eservice, order.step, Obstacle.NO_REASON)
    if order.turn not in {None, publication.turn}:
        raise StepRefused(order.eservice, order.step, Obstacle.STALE)
    obstacle = OBSTACLES[order.step](publication, order)
    if order.step in FOUR_EYES and order.checksum is None:
        obstacle = Obstacle.NO_VERSION
    if obstacle is not None:
        raise StepRefused(order.eservice, order.step, obstacle)
    changed: Publication = replace(
        publication, **CHANGES[order.step](publication, order), turn=publication.turn + 1
    )
    return changed


def _against_nothing(_publication: Publication, _order: Order) -> Obstacle | None:
    return None


def _against_pilot(publication: Publication, order: Order) -> Obstacle | None:
    if publication.standing is not Standing.OPEN:
        return Obstacle.NOT_OPEN
    if order.checksum == publication.live:
        return Obstacle.ALREADY
    # A share of all is no trial: that is going live.
    nobody = not order.offices and not 0 < order.share < WHOLE
    return Obstacle.PILOT_OF_NOBODY if nobody else None


def _against_live(publication: Publication, order: Order) -> Obstacle | None:
    offered = publication.standing is not Standing.WITHDRAWN
    return Obstacle.ALREADY if offered and order.checksum == publication.live else None


def _against_end_of_pilot(publication: Publication, _order: Order) -> Obstacle | None:
    return Obstacle.NO_PILOT if publication.pilot is None else None


def _against_suspension(publication: Publication, order: Order) -> Obstacle | None:
    if not publication.is_open:
        return Obstacle.NOT_OFFERED
    return None if _says_enough(order) else Obstacle.NOTHING_SAID


def _against_resumption(publication: Publication, _order: Order) -> Obstacle | None:
    return None if publication.standing is Standing.SUSPENDED else Obstacle.NOT_SUSPENDED


def _against_withdrawal(publication: Publication, order: Order) -> Obstacle | None:
    if publication.standing is Standing.WITHDRAWN or publication.front is None:
        return Obstacle.NOT_OFFERED
    return None if _says_enough(order) else Obstacle.NOTHING_SAID


def _says_enough(order: Order) -> bool:
    """Tell whether applicants are told why, and what to do, in some language each."""
    return all(any(order.said.get(key, {}).values()) for key in ("reason", "advice"))


def _pilot(_publication: Publication, order: Order) -> dict[str, Any]:
    offices = tuple(dict.fromkeys(order.offices))
    share = 0 if offices else order.share
    return {"pilot": order.checksum, "pilot_offices": offices, "pilot_share": share}


#: What opening changes: nothing is left of what was said.
OPENED: Mapping[str, Any] = {"standing": Standing.OPEN, "said": {}, "back_on": None}
NO_PILOT: Mapping[str, Any] = {"pilot": None, "pilot_offices": (), "pilot_share": 0}


def _live(publication: Publication, order: Order) -> dict[str, Any]:
    """Put a version live: a suspension stays, since the fault may be elsewhere."""
    begins_again = publication.standing is Standing.WITHDRAWN
    opened = OPENED if begins_again else {}
    return {"live": order.checksum, **NO_PILOT, **opened}


def _end_pilot(_publication: Publication, _order: Order) -> dict[str, Any]:
    return dict(NO_PILOT)


def _suspend(_publication: Publication, order: Order) -> dict[str, Any]:
    return {"standing": Standing.SUSPENDED, "said": order.said, "back_on": order.back_on}


def _resume(_publication: Publication, _order: Order) -> dict[str, Any]:
    return dict(OPENED)


def _withdraw(_publication: Publication, order: Order) -> dict[str, Any]:
    return {"standing": Standing.WITHDRAWN, "said": order.said, "back_on": None, **NO_PILOT}


OBSTACLES: Mapping[Step, Callable[[Publication, Order], Obstacle | None]] = {
    Step.STAGE: _against_nothing,
    Step.PILOT: _against_pilot,
    Step.END_PILOT: _against_end_of_pilot,
    Step.LIVE: _against_live,
    Step.SUSPEND: _against_suspension,
    Step.RESUME: _against_resumption,
    Step.WITHDRAW: _against_withdrawal,
}
CHANGES: Mapping[Step, Callable[[Publication, Order], dict[str, Any]]] = {
    Step.STAGE: lambda _publication, _order: {},
    Step.PILOT: _pilot,
    Step.END_PILOT: _end_pilot,
    Step.LIVE: _live,
    Step.SUSPEND: _suspend,
    Step.RESUME: _resume,
    Step.WITHDRAW: _withdraw,
}
