"""What is opened for the database's account when we are root, and nothing more."""

import os
import stat
from pathlib import Path

from config.server_account import ServerAccount, let_read, let_through, own, server_account


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_closed_folders_above_are_opened_for_passing_through_alone(servers_folder: Path) -> None:
    inner = servers_folder / "home" / "data"
    inner.mkdir(parents=True, mode=0o700)
    inner.parent.chmod(0o700)

    let_through(inner)

    assert _mode(inner.parent) == 0o701
    assert _mode(inner) == 0o700


def test_a_tree_closed_by_a_strict_umask_is_opened_for_reading(servers_folder: Path) -> None:
    tree = servers_folder / "programs"
    (tree / "bin").mkdir(parents=True)
    for name, mode in {"bin/postgres": 0o700, "share.sql": 0o600}.items():
        (tree / name).touch()
        (tree / name).chmod(mode)
    tree.chmod(0o700)

    let_read(tree)

    assert _mode(tree) == 0o705
    assert _mode(tree / "bin" / "postgres") == 0o705
    assert _mode(tree / "share.sql") == 0o604


def test_a_folder_that_is_owned_already_is_left_alone(servers_folder: Path) -> None:
    found = servers_folder.stat()
    account = ServerAccount(name="self", user=found.st_uid, group=found.st_gid)

    own(servers_folder, account)

    assert servers_folder.stat().st_ctime_ns == found.st_ctime_ns


def test_root_alone_needs_another_account() -> None:
    account = server_account()

    assert (account is not None) == (os.geteuid() == 0)
    assert account is None or account.user != 0
