"""Seeded defects: small edits of Benin's files, each of which breaks exactly one rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from eservices.definition.load import Loaded, read_definition
from eservices.definition.surroundings import Surroundings
from eservices.packs import read_pack
from eservices.packs.procedure_files import procedure_files
from eservices.packs.reading import surroundings_of
from eservices.packs.shelf import eservice_files, pack_folder
from workflows.language.source import parse_source

Edit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Defect:
    """An edit of a file, the code that must refuse it, and words of its counter-example."""

    code: str
    edits: tuple[Edit, ...]
    file: str = "criminal-record"
    path: tuple[str, ...] = ()


@cache
def benin() -> Surroundings:
    """Give what Benin's e-services find around them."""
    return surroundings_of(read_pack("benin"))


def benin_text(name: str) -> str:
    """Read the text of one of Benin's files."""
    paths = {path.stem: path for path in eservice_files(pack_folder("benin"))}
    paths["pack"] = pack_folder("benin") / "pack.yaml"
    return paths[name].read_text(encoding="utf-8")


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits, each of which must find its words."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@lru_cache(maxsize=512)
def loaded(text: str) -> Loaded:
    """Load a text as an e-service of Benin."""
    source, unreadable = parse_source(text.encode(), "broken.yaml")
    return Loaded(source, None, unreadable) if unreadable else read_definition(source, benin())


def a_pack_folder(folder: Path, *, pack_edits: Sequence[Edit] = ()) -> Path:
    """Copy Benin's pack to a folder called `benin`, with edits of its pack file."""
    copied = folder / "benin"
    (copied / "eservices").mkdir(parents=True)
    (copied / "pack.yaml").write_text(edited(benin_text("pack"), pack_edits), encoding="utf-8")
    (copied / "procedures").mkdir()
    source = pack_folder("benin")
    for path in (*eservice_files(source), *procedure_files(source)):
        (copied / path.parent.name / path.name).write_bytes(path.read_bytes())
    return copied


def section(name: str, key: str) -> str:
    """Cut a top-level key with all its lines out of one of Benin's files."""
    lines = benin_text(name).splitlines(keepends=True)
    start = lines.index(f"{key}:\n")
    rest = range(start + 1, len(lines))
    end = next((at for at in rest if lines[at][:1].isalpha()), len(lines))
    return "".join(lines[start:end])
