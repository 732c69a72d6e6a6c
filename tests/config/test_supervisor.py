"""The supervisor, over real processes: it shows, restarts, stops, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.procfile import Entry
from config.supervisor import GRACE, Supervisor
from tests.processes import left_after

DEADLINE = 60.0

OBEDIENT = "import time; print('ready'); time.sleep(600)"
#: Does not stop when it is told to, which makes somebody tell its supervisor a second time.
STUBBORN = (
    "import os, signal, time;"
    " signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getppid(), signal.SIGTERM));"
    " print('ready', flush=True);"
    " [time.sleep(600) for _ in range(9)]"
)
PARENT = (
    "import subprocess, sys, time;"
    " child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    " print(child.pid); print('ready'); time.sleep(600)"
)
SHORT_LIVED = "print('one'); print('unfinished', end='')"


class Recorded:
    """A console that keeps what it was told."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def line(self, name: str, text: str) -> None:
        self.lines.append((name, text))


class NoServers:
    """Servers that are elsewhere and never die."""

    def restart_dead(self) -> list[str]:
        return []


class OneDeath:
    """Servers of which one has died once."""

    def __init__(self) -> None:
        self.dead = ["redis"]

    def restart_dead(self) -> list[str]:
        found, self.dead = self.dead, []
        return found


class Script:
    """What a test does at each pulse: it ends the run once its condition holds, or too late."""

    def __init__(self, console: Recorded) -> None:
        self.console = console
        self.limit = time.monotonic() + DEADLINE
        self.signals = 1
        self.wanted = [("ready", 1)]

    def __call__(self) -> None:
        said = [text for _, text in self.console.lines]
        done = all(said.count(text) >= times for text, times in self.wanted)
        if done or time.monotonic() > self.limit:
            for _ in range(self.signals):
                os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture
def console() -> Recorded:
    return Recorded()


def _supervisor(console: Recorded, script: Script, **programs: str) -> Supervisor:
    entries = [Entry(name, ("python", "-c", text)) for name, text in programs.items()]
    return Supervisor(
        entries, environ=os.environ, console=console, servers=NoServers(), on_pulse=script
    )


@pytest.fixture(autouse=True)
def no_child_is_left() -> Iterator[None]:
    """Whatever a test of this file does, no process of it may survive."""
    # Children alone: below them the suite's database starts and ends processes as it pleases.
    before = set(psutil.Process().children())
    yield
    after = {child for child in psutil.Process().children() if child.is_running()}
    assert after <= before


def test_it_shows_what_each_process_says(console: Recorded) -> None:
    _supervisor(console, Script(console), web=OBEDIENT).run()

    assert console.lines == [("web", "ready")]


def test_a_dead_process_starts_again_later_each_time(console: Recorded) -> None:
    script = Script(console)
    script.wanted = [("one", 3), ("unfinished", 3)]

    _supervisor(console, script, job=SHORT_LIVED).run()

    said = [text for _, text in console.lines]
    assert said[:3] == ["one", "unfinished", "ended with 0, starts again in 0.5 s"]
    assert "ended with 0, starts again in 1 s" in said


def test_a_process_that_ignores_the_signal_is_killed_at_the_second_one(console: Recorded) -> None:
    script = Script(console)
    supervisor = _supervisor(console, script, stubborn=STUBBORN)
    began = time.monotonic()

    supervisor.run()

    assert ("stubborn", "does not stop, killed") in console.lines
    assert time.monotonic() - began < GRACE


def test_the_children_of_a_process_go_with_it(console: Recorded) -> None:
    _supervisor(console, Script(console), parent=PARENT).run()

    (_, child), _ = console.lines
    assert left_after([int(child)], seconds=DEADLINE) == []


def test_a_dead_server_is_started_again_and_told(console: Recorded) -> None:
    supervisor = _supervisor(console, Script(console), web=OBEDIENT)
    supervisor.servers = OneDeath()

    supervisor.run()

    assert ("redis", "had died, started again") in console.lines


def test_the_former_signal_handlers_come_back(console: Recorded) -> None:
    before = signal.getsignal(signal.SIGTERM)

    _supervisor(console, Script(console), web=OBEDIENT).run()

    assert signal.getsignal(signal.SIGTERM) is before


ALONE = """
import os, sys
from config.procfile import Entry
from config.supervisor import GRACE, Supervisor
from tests.config.test_supervisor import NoServers, Recorded

class Pids(Recorded):
    def line(self, name, text):
        print(text, flush=True)

say_pid = "import os, time; print(os.getpid()); time.sleep(600)"
entries = [Entry(name, ("python", "-c", say_pid)) for name in ("one", "two")]
Supervisor(
    entries, environ=os.environ, console=Pids(), servers=NoServers(), on_pulse=lambda: None
).run()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for orphans")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
def test_nothing_is_left_however_the_supervisor_ends(how: signal.Signals) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", ALONE], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    with supervisor:
        assert supervisor.stdout is not None
        pids = [int(supervisor.stdout.readline()) for _ in range(2)]
        supervisor.send_signal(how)

    assert left_after(pids, seconds=DEADLINE) == []
