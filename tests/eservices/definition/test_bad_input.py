"""Bad input: refused with a place and a repair, in bounded time and memory; nothing ever runs."""

import re
import tracemalloc
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eservices.definition.check import as_text
from eservices.definition.load import load_eservice, read_definition
from eservices.definition.patterns import CostlyPattern, check_cost
from tests.builders.defects import benin, benin_text
from workflows.language.findings import Finding
from workflows.language.source import MAX_BYTES, parse_source
from workflows.language.walking import MOST_MISTAKES

#: Seconds of a processor, whatever else it does meanwhile: far above what is measured, far below
#: what anybody would wait for.
PATIENCE = 5.0
RECORD = benin_text("criminal-record")


def bomb() -> str:
    """Write nine lists, each of ten of the one before: ten thousand million texts."""
    first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
    others = (
        f"a{depth}: &a{depth} [{', '.join([f'*a{depth - 1}'] * 10)}]" for depth in range(1, 10)
    )
    return "\n".join((first, *others))


def with_many(key: str, line: str, count: int) -> str:
    """Put many lines of the same form under a key of the criminal record's file."""
    many = "".join(line.format(number) for number in range(count))
    return RECORD.replace(f"{key}:\n", f"{key}:\n{many}", 1)


def findings(text: str) -> tuple[Finding, ...]:
    source, unreadable = parse_source(text.encode(), "bad.yaml")
    return unreadable or read_definition(source, benin()).findings


CONDITION = "          when: {}\n"
NPI = CONDITION.format('answers.status == "citizen"')
DEEP = "(" * 240 + "true" + ")" * 240
BAD: dict[str, tuple[str, str]] = {
    "a bomb of aliases": (bomb(), "S007"),
    "a merge": ("a: &a {x: 1}\nb:\n  <<: *a\n", "S007"),
    "an object": ("a: !!python/object/apply:os.system ['id']\n", "S008"),
    "an inclusion": ("a: !include b.yaml\n", "S008"),
    "a deep list": ("a: " + "[" * 400_000, "S009"),
    "a deep mapping": ("".join(f"{'  ' * depth}a:\n" for depth in range(900)), "S009"),
    "too many values": (f"a: [{'1,' * 400_000}1]", "S009"),
    "too many keys twice": ("a: 1\n" * 190_000, "S006"),
    "many tabs": ("\t\n" * 400_000, "S004"),
    "a long key": ("x" * 900_000 + ": 1\n", "S005"),
    "unknown keys": (RECORD + "".join(f"k{number}: 1\n" for number in range(15_000)), "G002"),
    "untold texts": (with_many("reasons", "  r{0}: 1\n", 15_000), "G007"),
    "many reasons": (with_many("reasons", "  r{0}: {{fr: A, en: B}}\n", 3_000), "P027"),
    "too many reasons": (with_many("reasons", "  r{0}: {{fr: A, en: B}}\n", 20_000), "S009"),
    "deep parentheses": (RECORD.replace(NPI, CONDITION.format(DEEP)), "E002"),
    "code": (RECORD.replace(NPI, CONDITION.format("__import__('os').system('id')")), "E003"),
    "another file": (RECORD.replace(NPI, CONDITION.format('open("/etc/passwd") == null')), "E003"),
    "a loop of loops": (
        RECORD.replace(
            NPI,
            CONDITION.format("answers.a.all(item, answers.a.all(item, answers.a.all(item, true)))"),
        ),
        "E014",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_time_with_a_place_and_a_repair(name: str) -> None:
    text, code = BAD[name]

    began = thread_time()
    found = findings(text)
    said = as_text(found, "fr")
    taken = thread_time() - began

    assert code in {one.code for one in found}
    assert all(one.place.line >= 1 for one in found)
    assert said
    assert taken < PATIENCE


def test_mistakes_are_told_at_once_up_to_a_bound() -> None:
    many = [findings(BAD[name][0]) for name in ("too many keys twice", "unknown keys")]

    assert [len(found) for found in many] == [MOST_MISTAKES + 1, MOST_MISTAKES]
    assert many[0][-1].code == "S015"


def test_a_file_of_fifty_megabytes_is_never_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: 1\n" * 10_000_000)

    tracemalloc.start()
    try:
        found = load_eservice(path, benin()).findings
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert [one.code for one in found] == ["S002"]
    assert most < 4 * MAX_BYTES


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]{10}",
        "[A-Z]{2}-?[0-9]{4,6}",
        "(?:TF|RFU) ?[0-9]+",
        r"\d+/[A-Z]{1,3}",
        "[^]x]+",
        "a{}b",
        r"\(\+229\) \d{8}",
        "(a|b)(c|d)?",
        "",
    ],
)
def test_a_pattern_whose_search_ends_is_accepted(pattern: str) -> None:
    re.compile(pattern)

    check_cost(pattern, 200)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a*)*b",
        "(a|a)*b",
        "([a-z]+)*x",
        "(?:a{1,9}){2,9}",
        "a*a*a*b",
        "(.*)(.*)(.*)x",
        r"(a)\1",
        "(?=a+)a",
        "(?i)a",
        "((a?){9}){9}",
        ".*.*.*.*",
    ],
)
def test_a_pattern_whose_search_might_not_end_is_refused(pattern: str) -> None:
    with pytest.raises(CostlyPattern):
        check_cost(pattern, 200)


# Python warns of sets whose meaning it may change one day; here any text is tried.
@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")
@given(st.text(alphabet="ab[](){}|*+?\\,0123456789^-.", max_size=20))
def test_whatever_is_accepted_is_searched_at_once(pattern: str) -> None:
    try:
        compiled = re.compile(pattern)
        check_cost(pattern, 200)
    except (re.error, CostlyPattern, OverflowError):
        return

    began = thread_time()
    compiled.fullmatch("a" * 199 + "!")
    assert thread_time() - began < 1
