"""The secrets of a demonstration: drawn at random once, kept in private files, marked as demo."""

import os
import secrets
from pathlib import Path

#: Every drawn secret starts with it, so that production recognises and refuses it.
MARK = "demo-"


def demo_secret(folder: Path, name: str) -> str:
    """Read the secret of this name, drawing and keeping it on the first use.

    Two processes may come at the same time: the file is linked into place whole, so that the
    second one reads the first one's secret instead of replacing it.
    """
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep_once(path, MARK + secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii")


def _keep_once(path: Path, secret: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret)
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
