"""Files are read with places, within bounds, and surprise nobody."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.language.findings import Place
from workflows.language.source import MAX_BYTES, parse_source, read_source


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        (b"a: 1\nb: 2\na: 3\n", "S006", 3, 1),
        (b"a:\n  b:\n\t- c\n", "S004", 3, 1),
        (b"a: 1\n b: 2\n", "S005", 2, 3),
        (b'a: "open\n', "S005", 2, 1),
        (b"a: &all [1]\nb: *all\n", "S007", 1, 4),
        (b"a: !!python/object:os.system x\n", "S008", 1, 4),
        (b"a: 1\n---\nb: 2\n", "S010", 2, 1),
        (b"- a\n- b\n", "S011", 1, 1),
        (b"", "S011", 1, 1),
        (b"? [a]\n: b\n", "S012", 1, 3),
        (b"a: 2026-02-30\n", "S013", 1, 4),
        (b"a: \x07\n", "S014", 1, 1),
        (b"a: 1\nb: \xff\n", "S003", 2, 1),
        (b"a: " + b"x" * MAX_BYTES, "S002", 1, 1),
        (b"a: " + b"[" * 5_000, "S009", 1, 43),
        (b"a: [" + b"1," * 150_000 + b"1]", "S009", 1, 40_001),
    ],
)
def test_what_yaml_may_not_hold_is_refused(
    content: bytes, code: str, line: int, column: int
) -> None:
    _source, findings = parse_source(content, "f.yaml")

    assert [one.code for one in findings] == [code]
    assert findings[0].place == Place("f.yaml", line, column)
    assert findings[0].message("fr") != findings[0].message("en")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = b"a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"

    source, findings = parse_source(bomb, "f.yaml")

    assert [one.code for one in findings] == ["S007"]
    assert source.value == {}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    _source, findings = read_source(tmp_path / "absent.yaml")

    assert [one.code for one in findings] == ["S001"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("08:30", "08:30"),
        ("0x10", "0x10"),
        ("007", "007"),
        ("true", True),
        ("12", 12),
        ("-1.5", -1.5),
        ("2026-03-31", date(2026, 3, 31)),
        ("'12'", "12"),
        ('"true"', "true"),
        ("~", None),
        ("", None),
    ],
)
def test_plain_words_mean_what_they_say(written: str, value: object) -> None:
    source, findings = parse_source(f"key: {written}\n".encode(), "f.yaml")

    assert findings == ()
    assert source.value == {"key": value}


def test_each_value_and_key_has_its_place() -> None:
    text = b"title:\n  fr: Casier\nlist:\n  - {id: a, note: 'b'}\n"

    source, _findings = parse_source(text, "f.yaml")

    assert source.place(("title", "fr")) == Place("f.yaml", 2, 7)
    assert source.place(("list", 0, "note")) == Place("f.yaml", 4, 20)
    assert source.key_place(("list", 0, "note")) == Place("f.yaml", 4, 13)
    assert source.place(("list", 0, "absent", "deeper")) == Place("f.yaml", 4, 5)


@given(st.binary(max_size=300))
def test_no_content_makes_the_reader_fail(content: bytes) -> None:
    source, findings = parse_source(content, "f.yaml")

    assert findings or isinstance(source.value, dict)


@given(st.text(alphabet="[]{}:,-&*!?|>'\"#%@` \n\tab1", max_size=200))
def test_no_punctuation_makes_the_reader_fail(text: str) -> None:
    source, findings = parse_source(text.encode(), "f.yaml")

    assert findings or isinstance(source.value, dict)
