"""Logs from outside: what is sound is read, what is broken is told by line, attacks are refused."""

import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from tests.builders.histories import CSV, MAPPING, a_log, a_trace, an_event, written
from workflows.event_log import (
    Broken,
    Event,
    HistoryMapping,
    MappingRefused,
    UnreadableLog,
    read_csv,
    read_mapping,
    read_xes,
)

MARCH = "2024-03-04T09:00:00.000+01:00"
BOMB = """<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>\n"""
THIEF = '<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'


def read(content: bytes, mapping: HistoryMapping = MAPPING) -> list[Event | Broken]:
    return list(read_xes(io.BytesIO(content), mapping))


def test_an_event_of_a_trace_is_read_in_the_log_s_own_words() -> None:
    (event,) = read(a_log(a_trace("A-1", an_event("Examine", MARCH, who="Koffi"))))

    assert event == Event(
        case="A-1",
        at=datetime(2024, 3, 4, 8, tzinfo=UTC),
        activity="Examine",
        lifecycle="complete",
        resource="Koffi",
        unit=None,
    )


def test_an_instant_without_an_offset_is_in_the_zone_of_the_mapping() -> None:
    (event,) = read(a_log(a_trace("A-1", an_event("Examine", "2024-03-04T09:00:00"))))

    assert isinstance(event, Event)
    assert event.at.astimezone(UTC).hour == 8


def test_broken_rows_are_told_by_line_and_the_others_are_read() -> None:
    log = a_log(
        a_trace("A-1", an_event("Examine", "yesterday"), "\n", an_event("Sign", MARCH)),
        a_trace("", an_event("Examine", MARCH)),
        a_trace("A-3", an_event("", MARCH)),
    )

    first, second, third, fourth = read(log)

    assert first == Broken(5, "no instant: 'yesterday'")
    assert isinstance(second, Event)
    assert second.activity == "Sign"
    assert isinstance(third, Broken)
    assert third.reason == "no case"
    assert isinstance(fourth, Broken)
    assert fourth.reason == "no activity"


def test_the_line_can_be_found_beyond_the_first_sixty_five_thousand() -> None:
    log = a_log("\n" * 70_000, a_trace("A-1", an_event("Examine", "never")))

    (broken,) = read(log)

    assert isinstance(broken, Broken)
    assert broken.line in {70_005, 70_006}


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = a_log(a_trace("A-1", an_event("Examine", MARCH)), a_trace("A-2"))

    event, broken = read(whole[:-20])

    assert isinstance(event, Event)
    assert isinstance(broken, Broken)
    assert "breaks off" in broken.reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_log(a_trace("&c;"), before=BOMB), "document type"),
        (a_log(a_trace("A-1"), before=THIEF), "document type"),
        (b"<html/>", "no XES log"),
        (b"no;xml;at;all", "no XML"),
        (b"", "no XML"),
    ],
)
def test_what_is_no_log_or_an_attack_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableLog, match=said):
        read(content)


def test_no_more_is_unpacked_than_is_allowed() -> None:
    log = a_log(*(a_trace(f"A-{n}", an_event("Examine", MARCH)) for n in range(500)))

    with pytest.raises(UnreadableLog, match="larger"):
        list(read_xes(io.BytesIO(log), MAPPING, largest=len(log) // 2))


class Endless(io.RawIOBase):
    """A log of so many traces, written while it is read."""

    def __init__(self, traces: int) -> None:
        self._left, self._rest = traces, a_log()[:-6]

    def read(self, size: int = -1) -> bytes:
        while self._left and len(self._rest) < size:
            self._rest += a_trace(f"A-{self._left}", an_event("Examine", MARCH)).encode()
            self._left -= 1
            self._rest += b"" if self._left else b"</log>"
        block, self._rest = self._rest[:size], self._rest[size:]
        return block


def test_memory_does_not_grow_with_the_log() -> None:
    file: IO[bytes] = Endless(5_000)  # type: ignore[assignment]  # all that is used of one
    tracemalloc.start()
    count = sum(isinstance(row, Event) for row in read_xes(file, MAPPING))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 5_000
    assert peak < 500_000


def test_rows_of_a_csv_file_are_read_in_any_order() -> None:
    events = list(read_csv(io.StringIO(CSV), MAPPING))

    assert [e.activity for e in events if isinstance(e, Event)] == [
        "Receive",
        "Receive",
        "Examine",
        "Sign",
        "Archive",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A-1,Examine", "not as many fields"),
        ("A-1,Examine,2024-03-05,Afi,more", "not as many fields"),
        ("A-1,Examine,05/03/2024,Afi", "no instant"),
        (",,2024-03-05,Afi", "no case and no activity"),
        (f"A-1,{'x' * 600},2024-03-05,Afi", "more than 500"),
        (f"A-1,{'x' * 10_001},2024-03-05,Afi", "field larger"),
        ('A-1,"Exa"mine,2024-03-05,Afi', "expected after"),
    ],
)
def test_a_broken_row_of_a_csv_file_is_told_and_the_next_is_read(row: str, said: str) -> None:
    text = f"number,step,at,who\n{row}\nA-2,Sign,2024-03-05,Sena\n"

    broken, event = read_csv(io.StringIO(text), MAPPING)

    assert isinstance(broken, Broken)
    assert (broken.line, said in broken.reason) == (2, True), broken.reason
    assert isinstance(event, Event)


def test_a_csv_file_without_the_stated_columns_is_refused() -> None:
    with pytest.raises(UnreadableLog, match=r"no column who; there are number, step, at"):
        list(read_csv(io.StringIO("number,step,at\n"), MAPPING))


def test_an_other_step_of_an_activity_s_life_is_left_out() -> None:
    mapping = MAPPING.model_copy(update={"lifecycle": ("start",)})

    assert read(a_log(a_trace("A-1", an_event("Examine", MARCH))), mapping) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source: x\n", "eservice"),
        ("source: x\neservice: y\ntimezone: Moon/Crater\n", "no such time zone"),
        ("source: x\neservice: y\nsecret: 1\n", "secret"),
        ("a: [", "not YAML"),
        ("", "mapping"),
    ],
)
def test_a_mapping_that_states_too_little_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(MappingRefused, match=said):
        read_mapping(written(tmp_path, "mapping.yaml", text))
