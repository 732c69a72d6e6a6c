"""What must be true of the first questions: each answer leads somewhere, and none for ever."""

from collections.abc import Iterator
from pathlib import Path

from eservices.packs import rules
from eservices.packs.finder import Finder
from eservices.packs.model import Pack
from eservices.packs.shelf import ESERVICES, PROCEDURES
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw


def verify_finder(pack: Pack, folder: Path) -> Iterator[Flaw]:
    """Find the answers that lead nowhere, and the questions that nobody reaches or leaves."""
    if pack.finder is None:
        return
    yield from _destinations(pack.finder, folder)
    for name in sorted(pack.finder.questions.keys() - pack.finder.reached()):
        yield Flaw(rules.QUESTION_UNREACHED, _at(name), {"question": name})
    for name in sorted(pack.finder.in_circles()):
        yield Flaw(rules.QUESTION_IN_CIRCLE, _at(name), {"question": name})


def _destinations(finder: Finder, folder: Path) -> Iterator[Flaw]:
    known = {
        "question": list(finder.questions),
        "eservice": _stems(folder / ESERVICES),
        "procedure": _stems(folder / PROCEDURES),
    }
    if finder.start not in finder.questions:
        yield _nowhere(("finder", "start"), finder.start, known["question"])
    for question, one in finder.questions.items():
        for position, answer in enumerate(one.answers):
            for kind, names in known.items():
                name = getattr(answer, kind)
                if name is not None and name not in names:
                    yield _nowhere((*_at(question), "answers", position, kind), name, names)


def _nowhere(at: ValuePath, name: str, known: list[str]) -> Flaw:
    return Flaw(rules.LEADS_NOWHERE, at, {"name": name, "near": closest(name, known)})


def _at(question: str) -> ValuePath:
    return ("finder", "questions", question)


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))
