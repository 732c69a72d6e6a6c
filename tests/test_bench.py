"""The benchmark still measures: every one runs at a tiny size and reports its figures."""

import json
from pathlib import Path

import pytest

from tests.bench.figures import Kind, percentile, write
from tests.bench.programme import BENCHMARKS, measure
from tests.bench.sizes import TINY

#: What the goals of the project are stated in.
PROMISED = {
    "start_seconds",
    "first_page_kb",
    "later_page_kb",
    "cases_per_second",
    "cpu_ms_per_case",
    "cases_per_second_with_pages",
    "cases_per_floor_case",
    "floor_cases_per_second",
    "lodging_per_raw_commit",
    "raw_commits_per_second",
    "routing_delay_p99_ms",
    "acts_per_cpu_second",
    "next_case_p99_ratio_200",
}


@pytest.mark.timeout(1800)
def test_every_benchmark_reports_its_figures(tmp_path: Path) -> None:
    figures = measure([*BENCHMARKS], TINY)
    write(tmp_path / "bench.json", figures, seconds=1.0)

    report = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    values = report["figures"] | report["floors"] | report["ratios"]
    assert values.keys() >= PROMISED
    assert min(values[name] for name in PROMISED) > 0
    assert report["machine"]["processors"] > 0
    assert {figure.name for figure in figures if figure.kind is Kind.FLOOR} == {*report["floors"]}


def test_a_percentile_is_the_value_below_which_that_share_lies() -> None:
    values = [float(number) for number in range(1, 101)]

    assert percentile(values, 50) == 51
    assert percentile(values, 99) == 100
    assert percentile([7.0], 99) == 7
