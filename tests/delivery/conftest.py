"""A case that waits for its act, an empty storage, and a sealed file to attack."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from delivery.sealing import Sealer
from delivery.typesetting import typeset
from tests.builders.delivery import an_act, an_authority
from tests.builders.kernel import a_definition, a_paid_case, a_workflow, an_office
from workflows.cases import Case
from workflows.storage import DirectoryStorage


@pytest.fixture
def case(engine: Engine) -> Case:
    """Give a case that was paid; what is delivered does not look at its state."""
    with engine.begin() as connection:
        an_office(connection)
        return a_paid_case(connection, a_workflow(), a_definition(connection))


@pytest.fixture
def other_case(engine: Engine, case: Case) -> Case:
    """Give a second case of the same e-service."""
    with engine.begin() as connection:
        return a_paid_case(connection, a_workflow(), case.definition)


@pytest.fixture
def storage(tmp_path: Path) -> DirectoryStorage:
    """Give an empty storage."""
    return DirectoryStorage(tmp_path / "files")


@pytest.fixture(scope="session")
def plain() -> bytes:
    """Give an act as it is before it is sealed."""
    return typeset(an_act())


@pytest.fixture(scope="session")
def sealed(plain: bytes) -> bytes:
    """Give a sealed act."""
    sealer = Sealer(an_authority().key)
    return sealer.seal(plain, at=datetime.now(UTC), reason="Délivrance", place="Cotonou")
