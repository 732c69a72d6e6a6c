"""Seconds from one confirmation to the last of fifty acts decided, with the real workers."""

import secrets
import time
from datetime import datetime

from sqlalchemy import Engine as Database
from sqlalchemy import select

from config.reactions import REACTIONS
from payments.charges import freeze
from tests.bench.figures import Figure
from tests.bench.settling import settle
from tests.bench.stage import Stage
from workflows.accounts import find_account
from workflows.actors import SYSTEM, Actor, Role
from workflows.agent_queues import next_case
from workflows.clock import DatabaseClock
from workflows.definitions import live_definition
from workflows.engine import Engine, Lodging
from workflows.language.procedure import PAYMENT_CLEARED
from workflows.outbox import Outbox
from workflows.signing.deciding import confirm
from workflows.signing.taking import SIZE, take
from workflows.tables import signing_batches

SERVICE = "criminal-record"
ANSWERS = {
    "surname": "Dossou",
    "given_names": "Afi",
    "sex": "F",
    "born_on": "1994-03-01",
    "birth_place": "Cotonou",
    "birth_court": "tpi-cotonou",
    "mail": "afi.dossou@example.org",
}
#: Seconds between two looks.
STEP = 0.02


def sitting_seconds(stage: Stage) -> list[Figure]:
    """Bring cases to the signature, then take, confirm and wait for the last decision."""
    many = min(stage.size.acts, SIZE)
    workflow = Engine(DatabaseClock(), Outbox(REACTIONS), secrets.token_bytes(32))
    with stage.installation.database() as database:
        _lodge(database, workflow, many)
        settle(stage.installation)
        _approve(database, workflow, many)
        settle(stage.installation)
        taking, deciding = _sign(database, workflow)
    settle(stage.installation)
    return [
        Figure("sitting_taken_seconds", taking, "s", note=f"{many} cases claimed in order"),
        Figure("sitting_decided_seconds", deciding, "s", note=f"{many} acts, one by one"),
    ]


def _lodge(database: Database, workflow: Engine, many: int) -> None:
    """Lodge applications that owe nothing."""
    for _case in range(many):
        with database.begin() as connection:
            lodging = Lodging(
                eservice=SERVICE,
                definition=live_definition(connection, SERVICE).checksum,
                answers=ANSWERS,
                lodging_key=secrets.token_hex(16),
                reference_prefix="BJ",
                name="Afi Dossou",
                language="fr",
            )
            case = workflow.lodge(connection, lodging).case
            # Assessed, and found to owe nothing.
            freeze(connection, case_id=case.id, lines=[])
            workflow.fire(connection, case.id, PAYMENT_CLEARED, actor=SYSTEM)


def _approve(database: Database, workflow: Engine, many: int) -> None:
    for _case in range(many):
        with database.begin() as connection:
            agent = find_account(connection, "records1")
            case = next_case(connection, account=agent, clock=workflow.clock)
            if case is None:
                msg = "a case did not reach its examination"
                raise RuntimeError(msg)
            workflow.fire(connection, case.id, "approve", actor=Actor(Role.AGENT, agent.id))


def _sign(database: Database, workflow: Engine) -> tuple[float, float]:
    started = time.monotonic()
    with database.begin() as connection:
        batch = take(connection, workflow, find_account(connection, "magistrate"))
    taken = time.monotonic()
    if batch is None:
        msg = "nothing waits for a signature"
        raise RuntimeError(msg)
    with database.begin() as connection:
        confirm(connection, workflow, batch)
    while _finished(database, batch.id) is None:
        time.sleep(STEP)
    return taken - started, time.monotonic() - taken


def _finished(database: Database, batch_id: int) -> datetime | None:
    wanted = select(signing_batches.c.finished_at).where(signing_batches.c.id == batch_id)
    with database.begin() as connection:
        found: datetime | None = connection.execute(wanted).scalar_one()
    return found
