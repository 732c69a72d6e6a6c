"""Every text of a finding exists in French, with the same values in it."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[3]
CATALOGUES = {
    "workflows/translations": ("workflows",),
    "eservices/definition/translations": ("eservices/definition", "eservices/packs"),
}


def messages_of(folders: tuple[str, ...]) -> set[str]:
    found = (
        message
        for folder in folders
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), method_map=[("**.py", "python")], keywords={"mark": None}
        )
    )
    return {message for message in found if isinstance(message, str)}


@pytest.mark.parametrize("folder", CATALOGUES)
def test_every_text_has_its_french(folder: str) -> None:
    path = ROOT / folder / "fr" / "LC_MESSAGES" / "messages.po"
    french = {one.id: one.string for one in read_po(BytesIO(path.read_bytes())) if one.id}

    assert french.keys() == messages_of(CATALOGUES[folder])
    assert all(french.values())


@pytest.mark.parametrize("folder", CATALOGUES)
def test_the_french_quotes_the_same_values(folder: str) -> None:
    path = ROOT / folder / "fr" / "LC_MESSAGES" / "messages.po"

    for one in read_po(BytesIO(path.read_bytes())):
        quoted = set(re.findall(r"%\([a-z]+\)s", str(one.id)))
        assert quoted == set(re.findall(r"%\([a-z]+\)s", str(one.string))), one.id
