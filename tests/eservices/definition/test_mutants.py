"""No mutant of any e-service is published: each is refused by the rule that it breaks."""

import ast
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from eservices.definition.load import read_definition
from eservices.definition.surroundings import Surroundings
from eservices.packs import known_packs, read_pack
from eservices.packs.reading import surroundings_of
from eservices.packs.shelf import eservice_files, pack_folder
from tests.eservices.definition.living_mutants import LIVING
from tests.eservices.definition.mutants import EQUIVALENT, Mutant, mutants
from tests.eservices.definition.mutants_of_aftermath import AFTERMATH_OPERATORS
from tests.eservices.definition.mutants_of_checklists import CHECKLIST_OPERATORS
from tests.eservices.definition.mutants_of_definitions import DEFINITION_OPERATORS
from tests.eservices.definition.mutants_of_forms import FORM_OPERATORS
from tests.eservices.definition.mutants_of_opinions import OPINION_OPERATORS
from tests.eservices.definition.mutants_of_overflow import OVERFLOW_OPERATORS
from tests.eservices.definition.mutants_of_procedures import PROCEDURE_OPERATORS
from workflows.language.findings import errors
from workflows.language.source import Source, read_source

OPERATORS = (
    *PROCEDURE_OPERATORS,
    *OPINION_OPERATORS,
    *OVERFLOW_OPERATORS,
    *CHECKLIST_OPERATORS,
    *DEFINITION_OPERATORS,
    *AFTERMATH_OPERATORS,
    *FORM_OPERATORS,
)
FILES = [path for pack in known_packs() for path in eservice_files(pack_folder(pack))]
NAMES = [f"{path.parent.parent.name}-{path.stem}" for path in FILES]
BENIN = eservice_files(pack_folder("benin"))
FEWEST = 300


@cache
def around(pack: str) -> Surroundings:
    return surroundings_of(read_pack(pack))


def original(path: Path) -> Any:
    source, unreadable = read_source(path)
    assert unreadable == ()
    return source.value


def refusals(path: Path, data: Any) -> set[str]:
    """Give the codes with which an e-service of a file's pack is refused."""
    loaded = read_definition(Source(path.name, data), around(path.parent.parent.name))
    return {finding.code for finding in errors(loaded.findings)}


def is_as_foretold(path: Path, mutant: Mutant) -> bool:
    codes = refusals(path, mutant.data)
    return mutant.code in codes if mutant.code else not codes


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_originals_pass_and_every_mutant_is_refused_by_the_rule_it_breaks(path: Path) -> None:
    data = original(path)

    assert refusals(path, data) == set()
    judged = [(str(one), is_as_foretold(path, one)) for one in mutants(data, OPERATORS)]
    assert [name for name, foretold in judged if not foretold] == []


def test_benin_alone_has_hundreds_of_mutants_that_are_really_defective() -> None:
    codes = Counter(
        mutant.code
        for path in BENIN
        for mutant in mutants(original(path), OPERATORS)
        if mutant.code
    )

    assert codes.total() >= FEWEST
    assert len(codes) >= 60


@pytest.mark.parametrize("path", BENIN, ids=lambda path: path.stem)
def test_mutants_that_live_are_listed_and_explained(path: Path) -> None:
    made = mutants(original(path), OPERATORS)
    living = {mutant.name: mutant.harmless for mutant in made if mutant.harmless}

    assert living == LIVING[path.stem]
    assert set(living.values()) <= EQUIVALENT.keys()


def test_every_mutant_is_either_due_for_a_code_or_explained() -> None:
    made = chain.from_iterable(mutants(original(path), OPERATORS) for path in FILES)

    assert [str(one) for one in made if bool(one.code) is (one.harmless in EQUIVALENT)] == []


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.__name__)
def test_every_operator_changes_benins_eservices(operator: Any) -> None:
    for path in BENIN:
        data = original(path)
        assert all(mutant.data != data for mutant in operator(data))

    assert any(True for path in BENIN for _mutant in operator(original(path)))


def test_the_mutator_knows_nothing_of_what_it_tries() -> None:
    folder = Path(__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("mutants*.py")]
    trees += [ast.parse(path.read_text("utf-8")) for path in folder.glob("plain_*.py")]
    imported = {
        node.module.split(".")[0]
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
    }

    assert len(trees) == 10
    assert not imported & {"workflows", "eservices", "config"}
