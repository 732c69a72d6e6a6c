"""Runs every process of an installation on one machine, and leaves none behind."""

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Protocol

from config.processes import Child, signal_group, spawn
from config.procfile import Entry, environ_of, located

#: Seconds before a dead process starts again: the first wait, doubled at each death up to the last.
FIRST_WAIT = 0.5
LAST_WAIT = 30.0
#: A process that lived that long is well again: its next death starts with the first wait.
WELL_AFTER = 30.0
#: Seconds between two looks at the processes.
PULSE = 0.1
GRACE = 15.0

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Watched(Protocol):
    """Servers that run beside the processes and are started again when they die."""

    def restart_dead(self) -> list[str]:
        """Start again the dead ones and name them."""


class Console(Protocol):
    """Where the lines of all processes go."""

    def line(self, name: str, text: str) -> None:
        """Show one line of one process."""


@dataclass(slots=True)
class Running:
    """One entry while the supervisor runs: its process, its unread words, its next start."""

    entry: Entry
    process: subprocess.Popen[bytes] | None = None
    unfinished: bytes = b""
    wait: float = FIRST_WAIT
    started_at: float = 0.0
    start_at: float = 0.0


class Supervisor:
    """Starts the entries, shows what they say, starts dead ones again, stops all of them."""

    def __init__(
        self,
        entries: Sequence[Entry],
        *,
        environ: Mapping[str, str],
        console: Console,
        servers: Watched,
        on_pulse: Callable[[], None],
    ) -> None:
        self.running = [Running(entry) for entry in entries]
        self.environ = environ
        self.console = console
        self.servers = servers
        self.on_pulse = on_pulse
        self.selector = selectors.DefaultSelector()
        self.signals = 0

    def run(self) -> None:
        """Run until a signal says to stop; a second one stops without waiting.

        Call it from the main thread, the only one that receives signals.
        """
        former = {number: signal.signal(number, self._note) for number in STOPPING}
        try:
            while not self.signals:
                self._pulse()
        finally:
            self._stop_all()
            for number, handler in former.items():
                signal.signal(number, handler)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1

    def _pulse(self) -> None:
        for name in self.servers.restart_dead():
            self.console.line(name, "had died, started again")
        for item in self.running:
            self._look_after(item)
        self._listen(PULSE)
        self.on_pulse()

    def _look_after(self, item: Running) -> None:
        now = time.monotonic()
        if item.process is not None and item.process.poll() is not None:
            self._bury(item, now)
        if item.process is None and now >= item.start_at:
            self._start(item, now)

    def _start(self, item: Running, now: float) -> None:
        environ = environ_of(item.entry, self.environ)
        item.process = spawn(
            Child(
                command=located(item.entry, environ),
                folder=Path.cwd(),
                environ=environ,
                output=subprocess.PIPE,
            )
        )
        item.started_at = now
        if item.process.stdout is not None:
            os.set_blocking(item.process.stdout.fileno(), False)
            self.selector.register(item.process.stdout, selectors.EVENT_READ, item)

    def _bury(self, item: Running, now: float) -> None:
        """Note a death and plan the next start, later each time it dies young."""
        code = self._put_away(item)
        if now - item.started_at > WELL_AFTER:
            item.wait = FIRST_WAIT
        self.console.line(item.entry.name, f"ended with {code}, starts again in {item.wait:g} s")
        item.start_at = now + item.wait
        item.wait = min(item.wait * 2, LAST_WAIT)

    def _put_away(self, item: Running) -> int:
        """Close a process that ended, with whatever it left in its group."""
        process = item.process
        if process is None:
            return 0
        code = process.wait()
        signal_group(process, signal.SIGKILL)
        self._read(item)
        self._close(process)
        item.process = None
        return code

    def _close(self, process: subprocess.Popen[bytes]) -> None:
        if process.stdout is not None and not process.stdout.closed:
            self.selector.unregister(process.stdout)
            process.stdout.close()

    def _listen(self, patience: float) -> None:
        for key, _ in self.selector.select(patience):
            self._read(key.data)

    def _read(self, item: Running) -> None:
        if item.process is None or item.process.stdout is None or item.process.stdout.closed:
            return
        try:
            read = os.read(item.process.stdout.fileno(), 65_536)
        except BlockingIOError:
            return
        *lines, item.unfinished = (item.unfinished + read).split(b"\n")
        if not read:
            # Whoever closes its output would otherwise be reported as readable for ever.
            self._close(item.process)
            lines, item.unfinished = [item.unfinished] * bool(item.unfinished), b""
        for line in lines:
            self.console.line(item.entry.name, line.decode("utf-8", "replace").rstrip("\r"))

    def _stop_all(self) -> None:
        """Ask all to stop, wait, then force those that remain."""
        alive = [item for item in self.running if item.process is not None]
        asked = self.signals
        for item in alive:
            self._signal(item, signal.SIGTERM)
        limit = time.monotonic() + GRACE
        while any(map(_lives, alive)) and time.monotonic() < limit and self.signals <= asked:
            self._listen(PULSE)
        for item in alive:
            if _lives(item):
                self.console.line(item.entry.name, "does not stop, killed")
                self._signal(item, signal.SIGKILL)
            self._put_away(item)
        self.selector.close()

    def _signal(self, item: Running, number: signal.Signals) -> None:
        if item.process is not None and item.process.poll() is None:
            item.process.send_signal(number)


def _lives(item: Running) -> bool:
    return item.process is not None and item.process.poll() is None
