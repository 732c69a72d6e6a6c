"""Storage: files by the SHA-256 of their content, so that what comes out is what went in."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from workflows.errors import WorkflowError

DIGEST = re.compile(r"^[0-9a-f]{64}$")


class MissingFile(WorkflowError):
    """No file is stored under this digest."""


class CorruptFile(WorkflowError):
    """What is stored no longer has the digest it is stored under."""


class Storage(Protocol):
    """Keeps bytes under their SHA-256 in hexadecimal."""

    def put(self, data: bytes) -> str:
        """Keep bytes durably and give their digest; the same bytes are kept once."""

    def get(self, sha256: str) -> bytes:
        """Give bytes back; raises MissingFile or CorruptFile."""

    def delete(self, sha256: str) -> None:
        """Forget bytes, if they are there."""

    def unused_since(self, instant: datetime) -> Iterator[str]:
        """Name the digests that nobody put since an instant."""

    def discard(self, sha256: str, *, unless_put_since: datetime) -> bool:
        """Forget bytes unless somebody put them again meanwhile; tells whether they are gone."""


@dataclass(frozen=True, slots=True)
class DirectoryStorage:
    """Files in a directory, spread over 256 folders."""

    root: Path

    def put(self, data: bytes) -> str:
        """Write aside, flush, then rename: a crash leaves the whole file or none."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if _touched(path):
            return digest
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{digest}.{secrets.token_hex(8)}")
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _flush_directory(path.parent)
        return digest

    def get(self, sha256: str) -> bytes:
        """Read and check the digest, so that a flipped bit is never shown to anybody."""
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise MissingFile(sha256) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CorruptFile(sha256)
        return data

    def delete(self, sha256: str) -> None:
        """Remove the file, if it is there."""
        self._path(sha256).unlink(missing_ok=True)

    def unused_since(self, instant: datetime) -> Iterator[str]:
        """Name what was not put since an instant; what a crash left half-written goes at once."""
        for path in sorted(self.root.glob("??/*")):
            digest = path.parent.name + path.name
            if not _is_older(path, instant):
                continue
            if DIGEST.match(digest):
                yield digest
            elif path.name.startswith("."):
                path.unlink(missing_ok=True)

    def discard(self, sha256: str, *, unless_put_since: datetime) -> bool:
        """Move the file aside first: whoever puts it meanwhile touched it before, or makes it anew.

        Otherwise a file could go between the moment somebody found it there and the moment a row
        names it.
        """
        path = self._path(sha256)
        aside = path.with_name(f".{sha256}.{secrets.token_hex(8)}")
        try:
            path.rename(aside)
        except FileNotFoundError:
            return True
        if _is_older(aside, unless_put_since):
            aside.unlink()
            return True
        aside.replace(path)
        return False

    def _path(self, sha256: str) -> Path:
        # A digest from outside could otherwise name a path outside the root.
        if not DIGEST.match(sha256):
            raise MissingFile(sha256)
        return self.root / sha256[:2] / sha256[2:]


def _touched(path: Path) -> bool:
    """Mark a file that is there already as put now; tells whether it is there."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _is_older(path: Path, instant: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < instant
    except FileNotFoundError:
        return False


def _flush_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
