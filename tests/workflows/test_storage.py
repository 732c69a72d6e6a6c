"""What comes out of storage is what went in, or nothing does."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.storage import CorruptFile, DirectoryStorage, MissingFile

DATA = b"%PDF-1.7 an act"


def test_bytes_are_kept_under_their_digest(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)

    digest = storage.put(DATA)

    assert digest == hashlib.sha256(DATA).hexdigest()
    assert storage.get(digest) == DATA


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    storage.put(DATA)
    storage.put(DATA)

    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_flipped_bit_is_never_shown_to_anybody(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    digest = storage.put(DATA)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.write_bytes(DATA.replace(b"act", b"ACT"))

    with pytest.raises(CorruptFile):
        storage.get(digest)


def test_what_was_deleted_is_missing_and_deleting_again_is_harmless(tmp_path: Path) -> None:
    storage = DirectoryStorage(tmp_path)
    digest = storage.put(DATA)
    storage.delete(digest)
    storage.delete(digest)

    with pytest.raises(MissingFile):
        storage.get(digest)


@given(name=st.text(max_size=80))
def test_no_name_from_outside_leads_out_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    storage = DirectoryStorage(tmp_path_factory.getbasetemp() / "storage")

    with pytest.raises(MissingFile):
        storage.get(f"../../{name}")
