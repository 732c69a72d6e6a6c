"""Where packs are: folders beside this module, each with a pack.yaml and its e-services."""

from importlib.resources import files
from pathlib import Path

PACK_FILE = "pack.yaml"
ESERVICES = "eservices"
PROCEDURES = "procedures"


class UnknownPack(Exception):
    """No pack has this name; `known` lists those there are."""

    def __init__(self, pack: str, known: tuple[str, ...]) -> None:
        self.pack = pack
        self.known = known
        super().__init__(f"no pack {pack!r}: there are {', '.join(known)}")


def shelf() -> Path:
    """Give the folder that holds the packs, in the sources or where the package is installed."""
    return Path(str(files("eservices.packs")))


def known_packs() -> tuple[str, ...]:
    """List the packs by name."""
    return tuple(sorted(path.parent.name for path in shelf().glob(f"*/{PACK_FILE}")))


def pack_folder(name: str) -> Path:
    """Find a pack's folder; raises UnknownPack."""
    if name not in known_packs():
        raise UnknownPack(name, known_packs())
    return shelf() / name


def eservice_files(folder: Path) -> tuple[Path, ...]:
    """List the files of a pack's e-services, in order."""
    return tuple(sorted((folder / ESERVICES).glob("*.yaml")))
