"""Child processes that never outlive their parent, whatever ends it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Child:
    """What to run, where, as whom, and which signal ends it when its parent is killed."""

    command: Sequence[str | Path]
    folder: Path
    environ: Mapping[str, str]
    output: IO[bytes] | int
    user: int | None = None
    group: int | None = None
    orphaned: signal.Signals = signal.SIGTERM


def spawn(child: Child) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, so that a Ctrl-C reaches its parent alone.

    Call it from the main thread: Linux ties the signal of an orphan to the thread that forked.
    """
    return subprocess.Popen(
        [str(word) for word in child.command],
        cwd=child.folder,
        env=dict(child.environ),
        stdin=subprocess.DEVNULL,
        stdout=child.output,
        stderr=subprocess.STDOUT,
        user=child.user,
        group=child.group,
        extra_groups=None if child.user is None else [],
        process_group=0,
        # It runs after the change of user, which would clear the signal, and before the program.
        preexec_fn=_die_with_parent(child.orphaned),  # noqa: PLW1509 - no thread forks here
    )


def _die_with_parent(orphaned: signal.Signals) -> Callable[[], None] | None:
    """Ask Linux to signal the child when its parent ends; elsewhere the next start clears up."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(PR_SET_PDEATHSIG, int(orphaned))
        # The parent may have ended between the fork and the call above.
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


def end(
    process: subprocess.Popen[bytes],
    *,
    polite: signal.Signals,
    forced: signal.Signals,
    grace: float,
) -> None:
    """Ask a process to stop, and force its whole group when it has not within `grace` seconds."""
    if process.poll() is None:
        process.send_signal(polite)
    try:
        process.wait(timeout=grace)
    except subprocess.TimeoutExpired:
        signal_group(process, forced)
        process.wait()


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal every process of a child's group; a group that is already gone is no error."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return
