"""Where the benchmark's cases are treated: its e-services, one office, its desks, their people."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import publish
from workflows import accounts, organisations
from workflows.actors import Role

DEFINITIONS = Path(__file__).parent
PASSWORD = "a password for measuring"
#: Places that the demonstration's pack has opened already.
ORGANISATION, CALENDAR, OFFICE = "cncj", "administration", "bench"


@dataclass(frozen=True, slots=True)
class Desk:
    """A step of a procedure: the agent queue it is done from, its trigger, the case's version."""

    queue: str
    trigger: str
    version: int
    role: Role = Role.AGENT

    def login(self, seat: int) -> str:
        """Name the agent on a seat of this desk."""
        return f"{self.queue.replace('_', '-')}-{seat}"


DESKS = (
    Desk("bench_examiners", "approve", 1),
    Desk("bench_till", "mark_paid", 2),
    Desk("bench_desk", "close", 3),
)
#: Those of the e-service whose acts are signed together.
CHECKERS = Desk("bench_checkers", "approve", 1)
SIGNATORIES = Desk("bench_signatories", "sign", 2, Role.SIGNATORY)

#: What every applicant types.
TYPED = {
    "surname": "Dossou",
    "given_names": "Afi Sènami",
    "copies": "2",
    "purpose": "Un dossier de concours, à déposer avant la fin du mois.",
}


def written(name: str) -> EService:
    """Read an e-service of the benchmark: `permit` or `certificate`."""
    path = DEFINITIONS / f"{name}.yaml"
    return EService.model_validate(yaml.safe_load(path.read_text("utf-8")))


def set_scene(connection: Connection, *, seats: int) -> None:
    """Open the office with so many people at each desk, and offer both e-services."""
    organisations.save_office(
        connection,
        slug=OFFICE,
        organisation=ORGANISATION,
        calendar=CALENDAR,
        name={"fr": "Bureau des mesures", "en": "Office of measures"},
    )
    for desk in (*DESKS, CHECKERS, SIGNATORIES):
        _open_desk(connection, desk, seats)
    for name in ("permit", "certificate"):
        publish(connection, written(name))


def _open_desk(connection: Connection, desk: Desk, seats: int) -> None:
    pool = organisations.save_pool(
        connection, slug=desk.queue, office=OFFICE, queue=desk.queue, name={"fr": desk.queue}
    )
    for seat in range(seats):
        identifier = accounts.create(
            connection,
            login=desk.login(seat),
            name=desk.login(seat),
            password_hash=accounts.hash_published(PASSWORD),
            roles=[desk.role],
            office=OFFICE,
        )
        accounts.join_pool(connection, account_id=identifier, pool_id=pool)
