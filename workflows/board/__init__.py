"""The board's figures: a read model of sums, kept up with the cases and countable anew."""

from workflows.board.reading import (
    Cell,
    Flow,
    Grain,
    Pace,
    Standing,
    flows,
    office_names,
    paces,
    queues,
    standings,
)
from workflows.board.takeovers import Takeovers, takeovers
from workflows.board.upkeep import catch_up, rebuild

__all__ = [
    "Cell",
    "Flow",
    "Grain",
    "Pace",
    "Standing",
    "Takeovers",
    "catch_up",
    "flows",
    "office_names",
    "paces",
    "queues",
    "rebuild",
    "standings",
    "takeovers",
]
