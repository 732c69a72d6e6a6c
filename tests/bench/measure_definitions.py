"""Definitions: a pack of very many e-services read, checked and compiled; one move decided."""

import re
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from eservices.definition.check import check
from eservices.definition.formulas import formulas
from eservices.definition.load import complete
from eservices.definition.model import EService, EServiceFile
from eservices.definition.publish import compile_procedure
from eservices.packs import read_eservices, read_pack
from eservices.packs.reading import surroundings_of
from eservices.packs.shelf import ESERVICES, PACK_FILE, eservice_files, pack_folder
from tests.bench.figures import Figure, median
from tests.bench.stage import Stage
from tests.builders.defects import section
from workflows.actors import Actor, Role
from workflows.cases import Case
from workflows.decision import Attempt, decide
from workflows.interpreter import Interpreter
from workflows.language.conditions import compile_condition
from workflows.language.procedure import CompiledProcedure
from workflows.language.procedure import Stage as Phase
from workflows.language.source import read_source

PACK = "benin"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DECISIONS = 2_000
AGENT = Actor(Role.AGENT, 1)


def definitions(stage: Stage) -> list[Figure]:
    """Read and check a pack of many e-services, each with fields and expressions of its own."""
    count = stage.size.definitions
    with _pack_of(count) as folder:
        loaded, compiled = _load(folder)
        checked = _seconds_to_check(folder)
    size = f"processor time, {count:,} e-services measured"
    return [
        Figure("load_1000_seconds", loaded * 1000 / count, "s", goal="< 5", note=size),
        Figure("check_1000_seconds", checked * 1000 / count, "s", goal="< 20", note=size),
        Figure("compiled_eservice_bytes", _bytes_each(compiled[:100]), "B", goal="< 300,000"),
        Figure("decision_microseconds", _decision_microseconds(), "µs", goal="< 150"),
    ]


@contextmanager
def _pack_of(count: int) -> Iterator[Path]:
    """Write a pack of so many e-services that share no name of a field they read.

    Those that follow another are left out: the copies would all follow the same one.
    """
    originals = [
        (path.read_text("utf-8"), _read_fields(eservice))
        for path, eservice in zip(
            eservice_files(pack_folder(PACK)), read_eservices(read_pack(PACK)), strict=True
        )
        if eservice.follows is None and eservice.corrects is None
    ]
    with tempfile.TemporaryDirectory(prefix="eservices-bench-") as name:
        folder = Path(name) / PACK
        (folder / ESERVICES).mkdir(parents=True)
        # The first questions and the tills lead to e-services that this pack does not have.
        told = (pack_folder(PACK) / PACK_FILE).read_text("utf-8")
        for key in ("finder", "cash"):
            told = told.replace(section("pack", key), "")
        (folder / PACK_FILE).write_text(told, "utf-8")
        for number in range(count):
            text, fields = originals[number % len(originals)]
            slug = f"eservice-{number:04}"
            path = folder / ESERVICES / f"{slug}.yaml"
            path.write_text(_renamed(text, fields, slug=slug, number=number), "utf-8")
        yield folder


def _read_fields(eservice: EService) -> frozenset[str]:
    return frozenset(
        name for formula in formulas(eservice) for name in compile_condition(formula.source).names()
    )


def _renamed(text: str, fields: frozenset[str], *, slug: str, number: int) -> str:
    # A field that is named like a key of the language keeps its name, or the key would change too.
    free = sorted(name for name in fields if not re.search(rf"\b{name}:", text))
    for name in free:
        text = re.sub(rf"\b{name}\b(?!-)", f"{name}_{number:04}", text)
    return re.sub(r"\Aeservice: .*", f"eservice: {slug}", text)


def _load(folder: Path) -> tuple[float, list[CompiledProcedure]]:
    """Read, validate and compile every file; gives its processor seconds, and what came of it."""
    surroundings = surroundings_of(read_pack(PACK))
    started = time.process_time()
    compiled = []
    for path in eservice_files(folder):
        source, _findings = read_source(path)
        declared = EServiceFile.model_validate(source.value)
        procedure = compile_procedure(complete(declared, surroundings))
        Interpreter(procedure)
        compiled.append(procedure)
    return time.process_time() - started, compiled


def _seconds_to_check(folder: Path) -> float:
    started = time.process_time()
    findings = check([folder])
    seconds = time.process_time() - started
    if findings:
        msg = f"the pack to be measured is not clean: {findings[0].place} {findings[0].code}"
        raise RuntimeError(msg)
    return seconds


def _bytes_each(compiled: list[CompiledProcedure]) -> float:
    """Weigh what a process keeps of a definition to move its cases."""
    contents = [one.model_dump(mode="json", by_alias=True) for one in compiled]
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [Interpreter(CompiledProcedure.model_validate(content)) for content in contents]
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return (after - before) / len(kept)


def _decision_microseconds() -> float:
    """Decide the permit's first move by an agent, with its role, claim and data checked."""
    permit = next(
        one for one in read_eservices(read_pack(PACK)) if one.eservice == "building-permit"
    )
    machine = Interpreter(compile_procedure(permit))
    case = _a_claimed_case()
    attempt = Attempt("declare_complete", AGENT)
    taken = []
    for _ in range(DECISIONS):
        started = time.perf_counter()
        decide(case, attempt, interpreter=machine, now=NOW)
        taken.append(time.perf_counter() - started)
    return median(taken) * 1e6


def _a_claimed_case() -> Case:
    return Case(
        id=1,
        reference="PC-26-0000001-A",
        eservice="building-permit",
        definition="0" * 64,
        state="completeness",
        stage=Phase.REVIEW,
        version=2,
        answers={"commune": "mairie-cotonou", "category": "A", "floor_area": 120},
        lodged_at=NOW,
        entered_at=NOW,
        closed_at=None,
        pool_id=1,
        eligible_at=NOW,
        barred=(),
        claimed_by=AGENT.account_id,
        claimed_until=NOW.replace(hour=10),
        opinions={},
        filed_by=None,
    )
