"""The benchmarks by name, and the run that sets up what they need."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.installation import Installation, folder_for_data, running
from tests.bench.measure_acts import acts_per_cpu_second
from tests.bench.measure_board import board_figures
from tests.bench.measure_cases import cases_per_second
from tests.bench.measure_closings import closing_figures
from tests.bench.measure_definitions import definitions
from tests.bench.measure_insiders import insiders
from tests.bench.measure_lodging import lodging_per_raw_commit
from tests.bench.measure_looking_ahead import looking_ahead
from tests.bench.measure_next_case import next_case_p99_ratio
from tests.bench.measure_pages import page_weight, start_seconds
from tests.bench.measure_reports import report_figures
from tests.bench.measure_routing import routing_delay_p99_ms
from tests.bench.measure_search import search_figures
from tests.bench.measure_signing import signing
from tests.bench.scene import set_scene
from tests.bench.sizes import Size
from tests.bench.stage import Stage

Benchmark = Callable[[Stage], list[Figure]]

#: In the order in which they run.
BENCHMARKS: Mapping[str, Benchmark] = {
    "start_seconds": start_seconds,
    "page_weight": page_weight,
    "cases_per_second": cases_per_second,
    "lodging_per_raw_commit": lodging_per_raw_commit,
    "routing_delay_p99_ms": routing_delay_p99_ms,
    "acts_per_cpu_second": acts_per_cpu_second,
    "signing": signing,
    "definitions": definitions,
    "looking_ahead": looking_ahead,
    "next_case_p99_ratio": next_case_p99_ratio,
    "board": board_figures,
    "closings": closing_figures,
    "search": search_figures,
    "reports": report_figures,
    "insiders": insiders,
}


def measure(names: Sequence[str], size: Size) -> list[Figure]:
    """Run benchmarks on an installation of their own, gone when they end."""
    with folder_for_data() as folder:
        first = _start_once(folder) if "start_seconds" in names else 0.0
        with running(folder) as installation:
            _set_scene(installation, size)
            stage = partial(Stage, size, installation, first)
            return [figure for name in names for figure in _measured(name, stage)]


def _start_once(folder: Path) -> float:
    with running(folder) as installation:
        return installation.start_seconds


def _set_scene(installation: Installation, size: Size) -> None:
    with installation.database() as engine, engine.begin() as connection:
        set_scene(connection, seats=size.seats)


def _measured(name: str, stage: Callable[[ExitStack], Stage]) -> list[Figure]:
    started = time.monotonic()
    with ExitStack() as leaving:
        figures = BENCHMARKS[name](stage(leaving))
    sys.stderr.write(f"{name}: {time.monotonic() - started:.1f} s\n")
    return figures
