"""The account of the embedded PostgreSQL when we are root, since it refuses to run as root."""

import logging
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

#: The first of these that the machine has; every Unix has the second.
CANDIDATES = ("postgres", "nobody")

PASS_THROUGH = stat.S_IXOTH
READ = stat.S_IROTH


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """An unprivileged account of the machine."""

    name: str
    user: int
    group: int


def server_account() -> ServerAccount | None:
    """Choose the account, or none when we are not root and the server simply runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerAccount(name=name, user=entry.pw_uid, group=entry.pw_gid)
    msg = f"running as root needs one of the accounts {', '.join(CANDIDATES)}"
    raise LookupError(msg)


def own(folder: Path, account: ServerAccount) -> None:
    """Give a folder and all it holds to the account, when another one holds it."""
    if folder.stat().st_uid == account.user:
        return
    for parent, _, files in os.walk(folder):
        os.chown(parent, account.user, account.group)
        for name in files:
            os.chown(Path(parent, name), account.user, account.group)


def let_through(path: Path) -> None:
    """Let other accounts pass through the folders above a path, without listing them.

    A clone below a closed home folder would otherwise be out of the server's reach. Only the
    permission to traverse is added, and each folder opened that way is logged.
    """
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & PASS_THROUGH:
            folder.chmod(stat.S_IMODE(mode) | PASS_THROUGH)
            log.warning("folder_opened path=%s right=traverse", folder)


def let_read(tree: Path) -> None:
    """Let other accounts read an installed tree that a strict umask closed."""
    if tree.stat().st_mode & READ:
        return
    for parent, _, files in os.walk(tree):
        _allow(Path(parent), READ | PASS_THROUGH)
        for name in files:
            path = Path(parent, name)
            runs = path.stat().st_mode & stat.S_IXUSR
            _allow(path, READ | (PASS_THROUGH if runs else 0))


def _allow(path: Path, rights: int) -> None:
    path.chmod(stat.S_IMODE(path.stat().st_mode) | rights)
