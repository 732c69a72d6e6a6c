"""Files that nobody put for a while can be found and discarded, and only those."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workflows.storage import DirectoryStorage, MissingFile

DATA = b"%PDF-1.7 an act"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


def aged(storage: DirectoryStorage, data: bytes, *, days: int = 2) -> str:
    """Keep bytes as if that had been some days ago."""
    digest = storage.put(data)
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(storage.root / digest[:2] / digest[2:], (then, then))
    return digest


def test_what_was_not_put_for_a_while_is_named(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    old = aged(storage, b"an old file")
    storage.put(b"a new file")

    assert list(storage.unused_since(YESTERDAY)) == [old]


def test_putting_the_same_bytes_again_makes_them_new(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    aged(storage, DATA)

    digest = storage.put(DATA)

    assert list(storage.unused_since(YESTERDAY)) == []
    assert not storage.discard(digest, unless_put_since=YESTERDAY)
    assert storage.get(digest) == DATA


def test_what_stayed_unused_is_discarded_once(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    old = aged(storage, DATA)

    assert storage.discard(old, unless_put_since=YESTERDAY)
    assert storage.discard(old, unless_put_since=YESTERDAY)
    with pytest.raises(MissingFile):
        storage.get(old)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_crash_left_half_written_is_cleared_up_later(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    digest = aged(storage, DATA)
    folder = tmp_path / digest[:2]
    (folder / digest[2:]).rename(folder / f".{digest}.0123456789abcdef")
    fresh = folder / f".{digest}.fedcba9876543210"
    fresh.write_bytes(DATA)

    assert list(storage.unused_since(YESTERDAY)) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [fresh]
