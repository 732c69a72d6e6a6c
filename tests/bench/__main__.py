"""`python -m tests.bench [names]`: measure, print a table, write out/bench.json."""

import argparse
import time
from pathlib import Path

from tests.bench.figures import show, write
from tests.bench.programme import BENCHMARKS, measure
from tests.bench.sizes import FULL, TINY

OUTPUT = Path("out/bench.json")


def main() -> None:
    """Run the benchmarks named, or all of them."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHMARKS))
    parser.add_argument("--tiny", action="store_true", help="only try whether the measuring works")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    asked = parser.parse_args()
    unknown = sorted(set(asked.names) - BENCHMARKS.keys())
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    started = time.monotonic()
    names = [name for name in BENCHMARKS if name in asked.names or not asked.names]
    figures = measure(names, TINY if asked.tiny else FULL)
    show(figures)
    write(asked.output, figures, seconds=time.monotonic() - started)


if __name__ == "__main__":
    main()
