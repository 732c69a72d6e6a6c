"""An installation in one process: the country's pack, every job's real handler, a turned clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from config.composition import Installation, compose
from config.drain import Drain, Handler, Inside
from config.handlers.cases import handlers as handlers_of_cases
from config.handlers.money import Money
from config.handlers.notices import notifying_of, sending_codes_of
from config.handlers.receipts import Receipts
from config.paying import Paying, compose_paying
from config.reactions import REACTIONS, Job
from config.sealing import Revoking, issuing_of
from config.servers import Addresses
from config.settings import load_settings
from delivery.mail import MailPort
from delivery.sealing import Sealer
from delivery.sms import SmsPort
from eservices.packs import load_pack
from payments.collection import Collection
from payments.gateway import Gateway
from payments.gateways import gateways_of
from payments.refunding import Refunding
from payments.settlement import Settlement
from tests.builders.delivery import OutgoingTray, SmsTray, an_authority
from tests.builders.kernel import an_account
from tests.faults.invariants import Evidence, findings
from workflows import outbox
from workflows.accounts import Account
from workflows.actors import Role
from workflows.clock import ShiftedClock
from workflows.definitions import live_definition
from workflows.engine import Engine as Workflow
from workflows.organisations import all_pools
from workflows.outbox import Outbox
from workflows.storage import DirectoryStorage, Storage
from workflows.tables import outbox_events

SERVICE = "criminal-record"


@dataclass(frozen=True, slots=True)
class Outside:
    """What the jobs touch beyond their own rows, each of which may fail, die or dawdle."""

    database: Engine
    storage: Storage
    gateway: Gateway
    mail: MailPort
    sms: SmsPort
    sealer: Any


@dataclass(frozen=True, slots=True)
class World:
    """An installation, the other side of its ports, and one person for each desk."""

    installation: Installation
    outside: Outside
    clock: ShiftedClock
    tray: OutgoingTray
    texts: SmsTray
    agent: Account
    signatory: Account
    definition: str
    accepted: set[str]

    @property
    def engine(self) -> Engine:
        """Give the database."""
        return self.installation.database

    @property
    def paying(self) -> Paying:
        """Give what moves money."""
        return paying_of(self.installation, self.outside)

    def drain(self, job: Job) -> None:
        """Let a healthy worker treat what is due of a job."""
        Drain(self.engine, handlers(self.installation, self.outside))(job)

    def settle(self) -> None:
        """Let time pass and healthy workers run until nothing is left that can be done."""
        for _ in range(outbox.MAX_ATTEMPTS * len(Job)):
            with self.engine.begin() as connection:
                waiting = update(outbox_events).where(outbox.OPEN)
                connection.execute(waiting.values(due_at=outbox.NOW, leased_until=None))
                due = outbox.jobs_due(connection)
            if not due:
                return
            for job in due:
                self.drain(Job(job))

    def findings(self) -> Mapping[str, list[str]]:
        """Say what is wrong, by checker."""
        with self.engine.begin() as connection:
            return findings(self.evidence(connection))

    def evidence(self, connection: Connection) -> Evidence:
        """Gather what the checkers look at."""
        mails = tuple(mail.message_id for mail in self.tray.sent)
        return Evidence(connection, self.outside.storage, frozenset(self.accepted), mails)

    def step(self, job: Job) -> Any:
        """Read the latest step of a job."""
        wanted = select(outbox_events).where(outbox_events.c.job == job)
        with self.engine.begin() as connection:
            return connection.execute(wanted.order_by(outbox_events.c.id.desc())).first()


def handlers(installation: Installation, outside: Outside) -> Mapping[Job, Handler]:
    """Compose the production handlers of every job around what they touch."""
    own = replace(installation, database=outside.database, storage=outside.storage)
    money = Money(outside.database, paying_of(installation, outside))
    return {
        **handlers_of_cases(own),
        Job.END_PAGES: money.end_pages,
        Job.REFUND_UNSERVED: money.refund_unserved,
        Job.REFUND: money.refund,
        Job.RECEIPT: Receipts(own),
        Job.NOTIFY: replace(notifying_of(own), mail=outside.mail, sms=outside.sms),
        Job.SEND_CODE: replace(sending_codes_of(own), mail=outside.mail, sms=outside.sms),
        Job.ISSUE: issuing_of(own, outside.sealer),
        Job.REVOKE: Inside(outside.database, Revoking(own).revoke),
    }


def paying_of(installation: Installation, outside: Outside) -> Paying:
    """Put payments together around a gateway; the sandbox's own books stay out of harm's way."""
    gateways = gateways_of(outside.gateway)
    settlement = Settlement(installation.outbox, installation.clock)
    return Paying(
        collection=Collection(outside.database, gateways, settlement),
        refunding=Refunding(gateways, settlement),
        sandbox=compose_paying(installation).sandbox,
    )


def an_installation(engine: Engine, folder: Path, clock: ShiftedClock) -> Installation:
    """Compose a demonstration on a given database, with a clock that can be turned."""
    url = engine.url.render_as_string(hide_password=False)
    settings = load_settings({"ESERVICES_DATA": str(folder), "DATABASE_URL": url})
    reached = Addresses(database_url=url, sealer_database_url=url, redis_url="unix:///nowhere")
    outbox_of_all = Outbox(REACTIONS)
    return replace(
        compose(settings, reached),
        database=engine,
        clock=clock,
        outbox=outbox_of_all,
        workflow=Workflow(clock, outbox_of_all, ordering_key=b"k" * 32),
        storage=DirectoryStorage(folder / "files"),
    )


def a_world(engine: Engine, folder: Path) -> World:
    """Load the pack, hire an agent and a signatory, and open the ports."""
    clock, tray, texts = ShiftedClock(), OutgoingTray(), SmsTray()
    installation = an_installation(engine, folder, clock)
    sandbox = compose_paying(installation).sandbox
    assert sandbox is not None
    with engine.begin() as connection:
        load_pack(connection, installation.pack)
        pools = {pool.slug: pool.id for pool in all_pools(connection)}
        return World(
            installation=installation,
            outside=Outside(
                database=engine,
                storage=installation.storage,
                gateway=sandbox,
                mail=tray,
                sms=texts,
                sealer=Sealer(an_authority().key),
            ),
            clock=clock,
            tray=tray,
            texts=texts,
            agent=an_account(connection, pools["cncj-records"], office="cncj"),
            signatory=an_account(
                connection, pools["cncj-signatories"], roles=(Role.SIGNATORY,), office="cncj"
            ),
            definition=live_definition(connection, SERVICE).checksum,
            accepted=set(),
        )
