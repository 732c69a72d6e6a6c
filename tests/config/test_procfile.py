"""The Procfile: what runs where, and what each process may see."""

import os
import sys
from pathlib import Path

import pytest

from config.environment import Mode
from config.procfile import (
    Entry,
    MalformedProcfile,
    entries_for,
    environ_of,
    located,
    project_procfile,
    read_procfile,
)

PORTAL = Entry(name="portal", command=("eservices", "web", "portal"))
SEALER = Entry(name="sealer", command=("eservices", "sealer"))


def test_each_line_is_a_process() -> None:
    entries = read_procfile(
        "# all of them\nportal: eservices web portal\n\nsealer: eservices sealer\n"
    )

    assert entries == (PORTAL, SEALER)


@pytest.mark.parametrize("text", ["portal", "portal:", "a b: run", "a: run\na: run"])
def test_a_malformed_procfile_is_refused(text: str) -> None:
    with pytest.raises(MalformedProcfile):
        read_procfile(text)


def test_the_projects_own_runs_each_process_with_the_projects_command() -> None:
    entries = read_procfile(project_procfile().read_text("utf-8"))

    assert {"portal", "backoffice", "relay", "clock", "sealer"} <= {e.name for e in entries}
    assert {e.command[0] for e in entries} == {"eservices"}


def test_production_runs_everything_but_the_mailbox() -> None:
    entries = read_procfile(project_procfile().read_text("utf-8"))

    left_out = set(entries) - set(entries_for(Mode.PRODUCTION, entries))

    assert {entry.name for entry in left_out} == {"mailbox"}
    assert entries_for(Mode.DEMO, entries) == entries


def test_the_sealer_alone_sees_its_own_settings() -> None:
    environ = {
        "DATABASE_URL": "shared",
        "SEALER_DATABASE_URL": "own",
        "ESERVICES_SEAL_KEY": "key",
        "ESERVICES_SEAL_CERTIFICATE": "certificate",
        "ESERVICES_SEAL_PASSPHRASE": "passphrase",
    }

    assert set(environ) <= set(environ_of(SEALER, environ))
    assert set(environ) & set(environ_of(PORTAL, environ)) == {"DATABASE_URL"}


def test_the_programs_of_the_environment_come_first() -> None:
    environ = environ_of(PORTAL, {"PATH": "/nowhere"})

    found = located(Entry("python", ("python", "-V")), environ)

    assert found == (str(Path(sys.executable).parent / "python"), "-V")
    assert environ["PATH"].split(os.pathsep)[-1] == "/nowhere"


def test_an_unknown_program_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-program"):
        located(Entry("x", ("no-such-program",)), environ_of(PORTAL, {}))
