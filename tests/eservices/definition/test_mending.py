"""A slip of the pen does not hide what else is wrong: everything is told at once."""

from pathlib import Path

from eservices.definition.check import check
from tests.builders.defects import benin_text, edited, loaded

SLIPS = (
    ("code: PS00373\n", "code: PS00373\nbogus: 1\n"),
    ("type: person-name", "type: person-nam"),
    ("deadline:", "dedline:"),
)
DEEPER = (("1900 XOF", "1900 EUR"), ("to: signature\n", "to: signatur\n"))


def test_misspelt_keys_and_words_are_told_with_what_lies_deeper() -> None:
    found = loaded(edited(benin_text("criminal-record"), (*SLIPS, *DEEPER))).findings

    codes = [one.code for one in found]
    assert codes.count("G002") == 2
    assert {"G003", "D030", "P001"} <= set(codes)
    assert "P008" not in codes
    assert [one.place.line for one in found] == sorted(one.place.line for one in found)


def test_what_was_meant_is_never_published() -> None:
    result = loaded(edited(benin_text("criminal-record"), SLIPS))

    assert {one.code for one in result.findings} == {"G002", "G003"}
    assert result.eservice is None


def test_nothing_is_guessed_where_more_than_a_slip_is_wrong() -> None:
    text = edited(benin_text("criminal-record"), (*SLIPS, *DEEPER, ("max: today", "max: [1]")))

    assert {one.code[0] for one in loaded(text).findings} == {"G"}


def test_a_file_of_no_country_is_told_what_cannot_be_read_in_it_too(tmp_path: Path) -> None:
    path = tmp_path / "lost.yaml"
    path.write_text("code: 1\ncode: 2\n", "utf-8")

    assert {one.code for one in check([path])} == {"K009", "S006"}
