"""Deterministic stops of the issuing job: killed, or paused, between any two of its steps."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from delivery.documents import ActDocument
from delivery.issuing import Issuing
from delivery.sealing import Sealer
from delivery.typesetting import typeset
from tests.builders.delivery import an_authority
from workflows.outbox import Outbox
from workflows.storage import DirectoryStorage


class Killed(BaseException):
    """The process dies here: nothing after this point runs, nothing is given back."""


@dataclass(slots=True)
class Interruption:
    """Does something the first time it is reached, and nothing after that."""

    action: Callable[[], None]
    reached: int = 0

    def __call__(self) -> None:
        self.reached += 1
        if self.reached == 1:
            self.action()


def die() -> None:
    raise Killed


@dataclass(slots=True)
class Seals:
    """A real sealer that can be interrupted before and after it seals."""

    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None
    made: list[bytes] = field(default_factory=list)

    def seal(self, pdf: bytes, *, at: datetime, reason: str, place: str) -> bytes:
        self.before()
        sealed = Sealer(an_authority().key).seal(pdf, at=at, reason=reason, place=place)
        self.made.append(sealed)
        self.after()
        return sealed


def between(job: Issuing, step: str, interruption: Callable[[], None]) -> Issuing:
    """Put an interruption at a step of the job."""

    def interrupted(act: ActDocument) -> bytes:
        interruption()
        return typeset(act)

    @dataclass(frozen=True, slots=True)
    class StoredThen(DirectoryStorage):
        def put(self, data: bytes) -> str:
            digest = DirectoryStorage.put(self, data)
            interruption()
            return digest

    class EmittedThen(Outbox):
        def emit(self, *arguments: object, **named: object) -> None:
            super().emit(*arguments, **named)  # type: ignore[arg-type]  # handed on unread
            interruption()

    assert isinstance(job.storage, DirectoryStorage)
    changes: dict[str, Issuing] = {
        "reserved": replace(job, typeset=interrupted),
        "typeset": replace(job, sealer=Seals(before=interruption)),
        "sealed": replace(job, sealer=Seals(after=interruption)),
        "stored": replace(job, storage=StoredThen(job.storage.root)),
        "registered": replace(job, outbox=EmittedThen(job.outbox.reactions)),
    }
    return changes[step]
