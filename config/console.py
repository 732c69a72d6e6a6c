"""The lines of many processes on one terminal, each after its process's name."""

from collections.abc import Sequence
from typing import TextIO

#: Terminal colours, dealt out in turn: none of them is the red of errors.
COLOURS = (36, 33, 32, 35, 34, 96, 93, 92, 95, 94)


class PrefixedConsole:
    """Writes each line after the name of its process, in that process's colour on a terminal."""

    def __init__(self, names: Sequence[str], output: TextIO, *, coloured: bool) -> None:
        self.output = output
        self.width = max((len(name) for name in names), default=0)
        self.colours = (
            {name: COLOURS[index % len(COLOURS)] for index, name in enumerate(names)}
            if coloured
            else {}
        )

    def line(self, name: str, text: str) -> None:
        """Write one line at once, so that a pipe shows it too."""
        prefix = f"{name:<{self.width}} |"
        if name in self.colours:
            prefix = f"\x1b[{self.colours[name]}m{prefix}\x1b[0m"
        self.output.write(f"{prefix} {text}\n")
        self.output.flush()
