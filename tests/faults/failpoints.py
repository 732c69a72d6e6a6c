"""Failpoints: places just before and after each effect and each commit of a job.

Nothing in the code under test knows of them: a job is composed, as in production, with a database,
a storage, a provider, a mail server and a sealer, and here each of those tells when it is reached.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Engine

from tests.faults.world import Outside


class Killed(BaseException):
    """The process ends here: nothing more of it runs, nothing is given back."""


class Failure(Exception):
    """Something the process depends on fails here, and the process lives on."""


def die() -> None:
    raise Killed


def fail() -> None:
    raise Failure


@dataclass(slots=True)
class Tripwire:
    """Notes each point that is passed, and acts once at the one chosen by its place in the row."""

    at: int | None = None
    act: Callable[[], None] = die
    passed: list[str] = field(default_factory=list)

    @property
    def tripped(self) -> bool:
        """Tell whether the chosen point was reached."""
        return self.at is not None and len(self.passed) > self.at

    def reach(self, point: str) -> None:
        """Pass a point."""
        self.passed.append(point)
        if len(self.passed) - 1 == self.at:
            self.act()


@dataclass(frozen=True, slots=True)
class WatchedDatabase:
    """A database whose transactions pass a point before and after their commit."""

    engine: Engine
    wire: Tripwire

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Run a transaction."""
        with self.engine.begin() as connection:
            yield connection
            self.wire.reach("before commit")
        self.wire.reach("after commit")


@dataclass(frozen=True, slots=True)
class Watched:
    """A collaborator whose effects pass a point before and after they happen."""

    inner: Any
    wire: Tripwire
    effects: frozenset[str]

    def __getattr__(self, name: str) -> Any:
        """Give what the collaborator offers, its effects watched."""
        offered = getattr(self.inner, name)
        if name not in self.effects:
            return offered

        def watched(*given: Any, **named: Any) -> Any:
            self.wire.reach(f"before {name}")
            result = offered(*given, **named)
            self.wire.reach(f"after {name}")
            return result

        return watched


#: What changes something outside the database, or asks somebody who may not answer.
EFFECTS = frozenset({"put", "delete", "seal", "send", "open", "find", "status", "close", "refund"})


def watched(outside: Outside, wire: Tripwire) -> Outside:
    """Put a tripwire around all that a job touches."""
    return Outside(
        database=cast("Engine", WatchedDatabase(outside.database, wire)),
        storage=cast("Any", Watched(outside.storage, wire, EFFECTS)),
        gateway=cast("Any", Watched(outside.gateway, wire, EFFECTS)),
        mail=cast("Any", Watched(outside.mail, wire, EFFECTS)),
        sms=cast("Any", Watched(outside.sms, wire, EFFECTS)),
        sealer=Watched(outside.sealer, wire, EFFECTS),
    )
