"""The processes of an installation, as the Procfile lists them."""

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config import environment as env
from config.environment import Mode

#: Processes that make sense in a demonstration alone.
DEMO_ONLY = frozenset({"mailbox"})

#: The one process that may know the sealing key and the role of the register.
SEALER = "sealer"
SEALER_ALONE = (
    env.SEALER_DATABASE_URL,
    env.SEAL_KEY,
    env.SEAL_CERTIFICATE,
    env.SEAL_PASSPHRASE,
    env.SEAL_MODULE,
    env.SEAL_TOKEN,
    env.SEAL_LABEL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the Procfile: a name and the command that runs it."""

    name: str
    command: tuple[str, ...]


class MalformedProcfile(ValueError):
    """A line of the Procfile is not `name: command`."""


def read_procfile(text: str) -> tuple[Entry, ...]:
    """Read the lines of a Procfile.

    Raises:
        MalformedProcfile: a line is not `name: command`, or a name comes twice.
    """
    lines = [line.strip() for line in text.splitlines()]
    entries = tuple(_entry(line) for line in lines if line and not line.startswith("#"))
    if len({entry.name for entry in entries}) < len(entries):
        msg = "a name comes twice"
        raise MalformedProcfile(msg)
    return entries


def project_procfile() -> Path:
    """Find the Procfile beside the packages."""
    return Path(__file__).parent.parent / "Procfile"


def entries_for(mode: Mode, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out the processes that this mode does not run."""
    if mode is Mode.DEMO:
        return entries
    return tuple(entry for entry in entries if entry.name not in DEMO_ONLY)


def environ_of(entry: Entry, environ: Mapping[str, str]) -> dict[str, str]:
    """Give the variables a process may see: those of the sealer are kept from all others."""
    hidden = frozenset() if entry.name == SEALER else frozenset(v.name for v in SEALER_ALONE)
    kept = {name: value for name, value in environ.items() if name not in hidden}
    path = os.pathsep.join([str(Path(sys.executable).parent), environ.get("PATH", os.defpath)])
    # Without the second one, a process's last words before a crash stay in its buffer.
    return kept | {"PATH": path, "PYTHONUNBUFFERED": "1"}


def located(entry: Entry, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Name the program by its full path, the environment's own programs first."""
    program, *words = entry.command
    found = shutil.which(program, path=environ["PATH"])
    if found is None:
        raise FileNotFoundError(program)
    return (found, *words)


def _entry(line: str) -> Entry:
    name, colon, command = line.partition(":")
    words = tuple(shlex.split(command))
    if not colon or not words or not name.replace("_", "").isalnum():
        msg = f"expected `name: command`, found {line!r}"
        raise MalformedProcfile(msg)
    return Entry(name=name, command=words)
