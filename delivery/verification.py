"""Verification: three questions about an act, answered from the register first.

A signature alone is not enough: an overlay drawn after sealing, or bytes added at the end, leave
it mathematically valid and deceive common readers. So the SHA-256 of the whole file is looked up
in the register before the seal is examined, and both must agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from cryptography import x509
from sqlalchemy import Connection

from delivery.register import Act, ActStatus, find_by_code, find_by_digest, successor
from delivery.sealing import SealReport, file_digest, validate
from workflows.clock import Clock


class Outcome(StrEnum):
    """The answer to one question."""

    PASSED = "passed"
    FAILED = "failed"
    #: Nothing was shown that could answer it, such as a code without the file.
    NOT_CHECKED = "not_checked"


class Standing(StrEnum):
    """Whether an act still holds on a given day."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What anybody who holds an act may learn of it from the register."""

    number: str
    title: dict[str, str]
    authority: dict[str, str]
    holder: str
    issued_on: date
    valid_until: date | None
    ended_at: datetime | None
    ended_because: str | None
    #: Number of the act that took its place.
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The three answers, and what the register says when it knows the act."""

    #: The file is, byte for byte, the one that was sealed.
    integrity: Outcome
    #: The act is in the register and still holds.
    status: Outcome
    #: The authority that the act names really issued it.
    issuer: Outcome
    standing: Standing | None = None
    act: ActFacts | None = None
    seal: SealReport | None = None

    @property
    def is_genuine(self) -> bool:
        """Tell whether the act was issued as it is shown, whether or not it still holds."""
        return self.issuer is Outcome.PASSED and self.integrity is not Outcome.FAILED

    @property
    def is_valid(self) -> bool:
        """Tell whether the act is genuine and still holds."""
        return self.is_genuine and self.status is Outcome.PASSED


@dataclass(frozen=True, slots=True)
class Verifier:
    """Answers from the register, and from seals that lead to the trusted roots."""

    clock: Clock
    roots: Sequence[x509.Certificate]
    #: Where the acts are issued: validity ends with the day there.
    zone: ZoneInfo

    def verify_code(self, connection: Connection, typed: str) -> Verification:
        """Answer for a code read from paper: the file itself was not shown."""
        act = find_by_code(connection, typed)
        if act is None:
            return Verification(Outcome.NOT_CHECKED, Outcome.FAILED, Outcome.FAILED)
        return self._known(
            connection, act, integrity=Outcome.NOT_CHECKED, issuer=Outcome.PASSED, seal=None
        )

    def verify_file(self, connection: Connection, pdf: bytes) -> Verification:
        """Answer for a file: its digest in the register first, its seal next."""
        act = find_by_digest(connection, file_digest(pdf))
        if act is None:
            return Verification(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED)
        seal = validate(pdf, roots=self.roots, at=act.issued_at)
        whole = seal.intact and seal.covers_whole_file and seal.unchanged
        return self._known(
            connection,
            act,
            integrity=Outcome.PASSED if whole else Outcome.FAILED,
            issuer=Outcome.PASSED if seal.is_valid else Outcome.FAILED,
            seal=seal,
        )

    def _known(
        self,
        connection: Connection,
        act: Act,
        *,
        integrity: Outcome,
        issuer: Outcome,
        seal: SealReport | None,
    ) -> Verification:
        today = self.clock.now(connection).astimezone(self.zone).date()
        standing = standing_of(act, today)
        return Verification(
            integrity=integrity,
            status=Outcome.PASSED if standing is Standing.VALID else Outcome.FAILED,
            issuer=issuer,
            standing=standing,
            act=_facts(connection, act),
            seal=seal,
        )


def standing_of(act: Act, today: date) -> Standing:
    """Tell whether an act holds on a day; its last day of validity is included."""
    if act.status is not ActStatus.VALID:
        return Standing(act.status.value)
    if act.valid_until is not None and today > act.valid_until:
        return Standing.EXPIRED
    return Standing.VALID


def _facts(connection: Connection, act: Act) -> ActFacts:
    following = successor(connection, act.id) if act.status is ActStatus.REPLACED else None
    return ActFacts(
        number=act.number,
        title=dict(act.title),
        authority=dict(act.authority),
        holder=act.holder,
        issued_on=act.issued_on,
        valid_until=act.valid_until,
        ended_at=act.ended_at,
        ended_because=act.ended_because,
        replaced_by=None if following is None else following.number,
    )
