"""Versions of the small e-service, cases in flight under the first, and the order to move them."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from sqlalchemy import Engine

from eservices.changes.flights import Outcome, move
from eservices.definition.model import EService
from eservices.definition.publish import content_of, publish
from tests.builders.eservices import ANSWERS, an_eservice
from tests.builders.kernel import a_paid_case, a_workflow, an_office
from workflows.cases import Case, find_case
from workflows.clock import ShiftedClock
from workflows.deadlines import Deadline, Kind, deadlines_of
from workflows.life_cycle import Author

OPERATOR = Author(operator="koffi")
GIVEN = {**ANSWERS, "birth_certificate": ["a-file"]}
Content = dict[str, Any]
Changing = Callable[[Content], object]


def state(content: Content, name: str) -> Content:
    found: Content = content["procedure"]["states"][name]
    return found


def transition(content: Content, fire: str) -> Content:
    moves: list[Content] = content["procedure"]["transitions"]
    return next(one for one in moves if one["fire"] == fire)


class Scene:
    """An office with the small e-service live, a clock, and people."""

    def __init__(self, database: Engine) -> None:
        self.database = database
        self.clock = ShiftedClock()
        self.workflow = a_workflow(self.clock)
        with database.begin() as connection:
            self.pools = an_office(connection)
            self.first = publish(connection, an_eservice())

    def paid(self) -> Case:
        """Lodge and pay, so that the case waits for an agent."""
        with self.database.begin() as connection:
            return a_paid_case(connection, self.workflow, self.first, answers=GIVEN)

    def version(self, changing: Changing) -> str:
        """Put a version live that differs by one change."""
        with self.database.begin() as connection:
            return publish(connection, changed(changing))

    def move(self, checksum: str, **more: Any) -> Outcome:
        """Order the move of all cases."""
        return move(
            self.database, self.workflow, checksum, author=OPERATOR, reason="new law", **more
        )

    def clocks(self, case: Case) -> dict[Kind, Deadline]:
        """Read the running clocks of a case."""
        with self.database.begin() as connection:
            found = deadlines_of(connection, case.id)
        return {clock.kind: clock for clock in found if clock.stopped_at is None}

    def look(self, case: Case) -> Case:
        """Read a case as it stands."""
        with self.database.begin() as connection:
            return find_case(connection, case.id)


def changed(changing: Changing) -> EService:
    content = deepcopy(content_of(an_eservice()))
    changing(content)
    return EService.model_validate(content)


def gone(content: Content) -> None:
    text = content["procedure"]
    text["states"]["examination"] = text["states"].pop("verification")
    for move_ in text["transitions"]:
        origins = move_["from"] if isinstance(move_["from"], list) else [move_["from"]]
        move_["from"] = ["examination" if name == "verification" else name for name in origins]
        move_["to"] = "examination" if move_["to"] == "verification" else move_["to"]


def past_gone(content: Content) -> None:
    content["procedure"]["initial"] = "verification"
    del content["procedure"]["states"]["awaiting_payment"]
    kept = []
    for move_ in content["procedure"]["transitions"]:
        origins = [name for name in move_["from"] if name != "awaiting_payment"]
        kept += [{**move_, "from": origins}] if origins else []
    content["procedure"]["transitions"] = kept


def asks_more(content: Content) -> None:
    content["form"]["pages"][0]["fields"].append(
        {"id": "town", "type": "place", "label": {"fr": "Ville", "en": "Town"}}
    )


def shorter(content: Content) -> None:
    """Let the office answer sooner and promise more."""
    content["promise"]["within"] = "48 hours"
    state(content, "verification")["deadline"] = "2 working-hours"
