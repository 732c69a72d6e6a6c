"""The terminal on which all processes speak."""

import io

from config.console import PrefixedConsole


def test_names_are_aligned_before_the_lines() -> None:
    output = io.StringIO()
    console = PrefixedConsole(["portal", "worker_routing"], output, coloured=False)

    console.line("portal", "ready")
    console.line("worker_routing", "ready")

    assert output.getvalue() == "portal         | ready\nworker_routing | ready\n"


def test_a_terminal_gets_one_colour_for_each_process() -> None:
    output = io.StringIO()
    console = PrefixedConsole(["portal", "relay"], output, coloured=True)

    console.line("portal", "a")
    console.line("relay", "b")

    first, second = output.getvalue().splitlines()
    assert first == "\x1b[36mportal |\x1b[0m a"
    assert second == "\x1b[33mrelay  |\x1b[0m b"


def test_a_line_of_somebody_unknown_is_shown_without_colour() -> None:
    output = io.StringIO()

    PrefixedConsole(["portal"], output, coloured=True).line("redis", "had died, started again")

    assert output.getvalue() == "redis  | had died, started again\n"
