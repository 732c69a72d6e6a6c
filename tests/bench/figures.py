"""Figures as they are reported: a name, a value, its unit, the goal, and how it came about."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table


class Kind(StrEnum):
    """What a figure is."""

    FIGURE = "figure"
    #: What the machine can do at most, measured in the same run.
    FLOOR = "floor"
    #: A figure against its floor: comparable between machines.
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure."""

    name: str
    value: float
    unit: str
    kind: Kind = Kind.FIGURE
    goal: str = ""
    note: str = ""


def percentile(values: Sequence[float], share: int) -> float:
    """Give the value below which so many per cent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def median(values: Iterable[float]) -> float:
    """Give the middle value."""
    return statistics.median(values)


def show(figures: Iterable[Figure]) -> None:
    """Print the figures as a table."""
    table = Table("figure", "value", "unit", "kind", "goal", "how")
    table.columns[1].justify = "right"
    for figure in figures:
        table.add_row(
            figure.name,
            _written(figure.value),
            figure.unit,
            figure.kind,
            figure.goal,
            figure.note,
        )
    Console().print(table)


def _written(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def write(path: Path, figures: Sequence[Figure], *, seconds: float) -> None:
    """Write the figures, with what the machine is, as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 1),
        "machine": machine(),
        **{
            f"{kind}s": {one.name: round(one.value, 4) for one in figures if one.kind is kind}
            for kind in Kind
        },
        "details": [asdict(figure) for figure in figures],
    }
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", "utf-8")


def machine() -> dict[str, object]:
    """Describe the machine, and how busy others kept it."""
    return {
        "processors": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.platform(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "load_average": [round(load, 2) for load in os.getloadavg()],
    }
