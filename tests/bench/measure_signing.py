"""Acts signed together, through real pages and workers: from fifty cases lodged to fifty acts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, Engine, func, select

from delivery.register import ActStatus
from delivery.tables import acts
from tests.bench.crews import Person, chain
from tests.bench.figures import Figure, median
from tests.bench.people import CERTIFICATE, Agent, Citizen, Pages, Visitor
from tests.bench.scene import CHECKERS, SIGNATORIES
from tests.bench.settling import settle
from tests.bench.stage import Stage
from workflows.language.procedure import Stage as CaseStage
from workflows.tables import cases

#: Seconds for what was confirmed to be decided and sealed, and between two looks at it.
PATIENCE, LOOK_EVERY = 120.0, 0.02
OURS = cases.c.eservice == "bench-certificate"


class NotSealed(Exception):
    """Acts that were confirmed did not come to be."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Seconds: for its page; from the word given to the last decision, and to the last act."""

    page: float
    decided: float
    sealed: float


@dataclass(frozen=True, slots=True)
class Office:
    """Who brings cases to a sitting, and who holds it."""

    citizens: list[Citizen]
    checkers: list[Agent]
    signatory: Visitor


def signing(stage: Stage) -> list[Figure]:
    """Lodge, examine, sign together, and wait for every act, several times."""
    office = Office(
        stage.citizens(Pages.NONE, CERTIFICATE),
        stage.agents(CHECKERS, Pages.NONE),
        stage.agents(SIGNATORIES, Pages.NONE)[0].visitor,
    )
    with stage.installation.database() as engine:
        sittings = [_from_form_to_act(stage, office, engine) for _ in range(stage.size.rounds)]
    note = f"{stage.size.sitting} acts in one sitting, {len(sittings)} sittings, real workers"
    return [
        Figure("signing_page_s", median(one.page for one in sittings), "s", note=note),
        Figure("signing_decided_s", median(one.decided for one in sittings), "s", note=SINCE),
        Figure("signing_sealed_s", median(one.sealed for one in sittings), "s", note=SINCE),
    ]


SINCE = "from the word given to the last decision; to the last act, delivered"


def _from_form_to_act(stage: Stage, office: Office, engine: Engine) -> Sitting:
    lodging = [Person(one.apply) for one in office.citizens]
    # Each decision brings the next case: whoever has no turn left gives theirs to a colleague.
    examining = [Person(one.treat, one.leave) for one in office.checkers]
    chain([lodging, examining], stage.size.sitting, room=stage.size.sitting)
    settle(stage.installation)
    before = _read(engine, _delivered)
    place = office.signatory.send("/signing")
    started = time.monotonic()
    office.signatory.read(place)
    page = time.monotonic() - started
    office.signatory.send(place, {"step": "check"})
    started = time.monotonic()
    office.signatory.send(f"{place}/sign")
    decided = _until(partial(_read, engine, _undecided), 0, since=started)
    sealed = _until(partial(_read, engine, _delivered), before + stage.size.sitting, since=started)
    return Sitting(page, decided, sealed)


def _until(count: Callable[[], int], wanted: int, *, since: float) -> float:
    """Wait until a count is what it should be; gives the seconds since an instant."""
    while time.monotonic() < since + PATIENCE:
        if count() == wanted:
            return time.monotonic() - since
        time.sleep(LOOK_EVERY)
    raise NotSealed(count(), wanted)


def _read(engine: Engine, count: Callable[[Connection], int]) -> int:
    with engine.begin() as connection:
        return count(connection)


def _undecided(connection: Connection) -> int:
    open_there = OURS & (cases.c.stage == CaseStage.REVIEW)
    found = select(func.count()).select_from(cases).where(open_there)
    number: int = connection.execute(found).scalar_one()
    return number


def _delivered(connection: Connection) -> int:
    """Count the cases at their end whose act is in the register, valid."""
    ended = OURS & (cases.c.stage == CaseStage.DELIVERED)
    with_act = cases.join(acts, acts.c.case_id == cases.c.id)
    found = select(func.count()).select_from(with_act)
    number: int = connection.execute(
        found.where(ended, acts.c.status == ActStatus.VALID)
    ).scalar_one()
    return number
