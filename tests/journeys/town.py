"""A whole installation in this process: its faces served, its mails received, its jobs done."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import Connection, delete, select, text, update
from werkzeug.serving import WSGIRequestHandler, make_server

from config import environment as env
from config.backoffice_face import compose_backoffice
from config.composition import Installation, compose
from config.drain import Drain
from config.environment import Bind
from config.handlers.table import handlers_of
from config.mailbox.postbox import Letter, Postbox
from config.mailbox.server import Reception, create_mailbox
from config.portal_face import compose_portal
from config.prepare import prepare_keys, prepare_pack, prepare_schema
from config.schedule import count_board
from config.sealing import compose_sealer
from config.servers import Addresses
from config.settings import Sealing, Settings, load_sealing, load_settings
from tests.ports import HOST, free_ports
from workflows.calendars import working_time_of
from workflows.organisations import count_kept
from workflows.outbox import jobs_due
from workflows.tables import (
    accounts,
    definitions,
    offices,
    organisations,
    outbox_events,
    pool_members,
    pools,
    publication_entries,
)

#: The same machine, by the one name under which browsers let security keys work without HTTPS.
SECURE_HOST = "localhost"
#: What an administrator did to an e-service in a story; the pack is loaded by nobody.
BY_A_PERSON = publication_entries.c.account_id.is_not(None)
#: Whatever a story leaves behind hangs on one of these, or on nothing.
LEFT_BEHIND = (
    "cases",
    "assistances",
    "paper_batches",
    "drafts",
    "outbox_events",
    "sandbox_checkouts",
    "sign_in_failures",
    "staff_sessions",
    "second_factors",
    "recovery_codes",
    "proof_entries",
    "signing_batches",
    "one_time_codes",
    "citizens",
    "lapsed_drafts",
    "board_changes",
    "board_cases",
    "board_open",
    "board_days",
    "board_delays",
    "translations",
    "remarks",
    "certifications",
    "booked_days",
    "booked_sums",
    "reports",
    "problems",
    "absences",
    "delegations",
    "recusals",
    "text_blocks",
    "watch_runs",
    "inspections",
    "levers",
    "till_sessions",
    "cash_deposits",
    "account_changes",
    "invitations",
    "administration_entries",
    "closings",
    "office_hours",
    "legal_holds",
    "erasures",
    "retention_switches",
    "sms_days",
    "history_cases",
    "forecasts",
    "what_ifs",
    "clearance_notices",
)


@dataclass(frozen=True, slots=True)
class Town:
    """The installation, its addresses, and those who do the jobs when they are asked to."""

    installation: Installation
    drains: tuple[Drain, ...]
    hands: ThreadPoolExecutor
    postbox: Postbox

    @property
    def portal(self) -> str:
        """Give the address of the citizens' portal."""
        return self.installation.settings.portal.public_url

    @property
    def backoffice(self) -> str:
        """Give the address of the back office."""
        return self.installation.settings.backoffice.public_url

    def does_its_jobs(self) -> None:
        """Let the workers and the sealer treat all that is due, in a thread like their own."""
        self.hands.submit(self._work).result()

    def _work(self) -> None:
        database = self.installation.database
        while True:
            with database.begin() as connection:
                due = jobs_due(connection)
                failed = select(outbox_events.c.last_error).where(
                    outbox_events.c.last_error.is_not(None)
                )
                assert connection.execute(failed).scalars().all() == []
            if not due:
                count_board(database)
                return
            for job in due:
                next(drain for drain in self.drains if job in drain.handlers)(job)

    def letters_to(self, address: str) -> list[Letter]:
        """Give the mails that came to an address, newest first."""
        return [letter for letter in self.postbox.letters() if letter.recipient == address]

    def code_for(self, address: str) -> str:
        """Read the latest one-time code that came to an address, by mail or by SMS."""
        found = (re.search(r"\b\d{6}\b", letter.body) for letter in self.letters_to(address))
        return next(code[0] for code in found if code)

    def forgets(self) -> None:
        """Empty the town of everybody's cases, so that each story begins alike."""
        with self.installation.database.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(LEFT_BEHIND)} CASCADE"))
            connection.execute(update(accounts).values(language="fr"))
            hired = select(accounts.c.id).where(~accounts.c.demo)
            connection.execute(delete(pool_members).where(pool_members.c.account_id.in_(hired)))
            connection.execute(delete(accounts).where(~accounts.c.demo))
            steered = connection.execute(select(publication_entries.c.id).where(BY_A_PERSON)).all()
            if steered:
                connection.execute(text("TRUNCATE publications, publication_entries"))
                connection.execute(delete(definitions))
            kept = count_kept(connection)
            _hand_back(connection)
        if steered or kept:
            prepare_pack(
                self.installation.database, self.installation.settings, self.installation.pack
            )
        # The next story begins sooner than a process asks again for the hours that this one set.
        working_time_of.forget()
        for letter in self.postbox.folder.glob("*.eml"):
            letter.unlink()


def _hand_back(connection: Connection) -> None:
    """Forget what administrators keep of organisations, offices and pools."""
    added = select(pools.c.id).where(pools.c.pack_says.is_(None))
    connection.execute(delete(pool_members).where(pool_members.c.pool_id.in_(added)))
    for table in (pools, offices, organisations):
        connection.execute(delete(table).where(table.c.pack_says.is_(None)))
        connection.execute(update(table).values(edited_at=None))


@contextmanager
def a_town(addresses: Addresses, folder: Path) -> Iterator[Town]:
    """Open an installation of the Benin pack on these servers, with a folder for its files."""
    environ = _environ(folder)
    settings, sealing = load_settings(environ), load_sealing(environ)
    installation = compose(settings, addresses)
    _prepare(installation, addresses, sealing)
    sealers, sealer_handlers = compose_sealer(settings, addresses, sealing)
    drains = (
        Drain(installation.database, handlers_of(installation)),
        Drain(sealers.database, sealer_handlers),
    )
    with ExitStack() as stack:
        stack.callback(installation.database.dispose)
        stack.callback(sealers.database.dispose)
        stack.enter_context(served(compose_portal(installation), settings.portal.bind))
        stack.enter_context(served(compose_backoffice(installation), settings.backoffice.bind))
        postbox = stack.enter_context(_post_office(settings))
        stack.enter_context(served(create_mailbox(postbox, settings.sms), settings.mailbox))
        yield Town(installation, drains, stack.enter_context(ThreadPoolExecutor(1)), postbox)


def _environ(folder: Path) -> dict[str, str]:
    portal, backoffice, smtp, mailbox = free_ports(4)
    return {
        env.DATA.name: str(folder),
        env.PORTAL_BIND.name: f"{HOST}:{portal}",
        env.PORTAL_URL.name: f"http://{HOST}:{portal}",
        env.BACKOFFICE_BIND.name: f"{HOST}:{backoffice}",
        env.BACKOFFICE_URL.name: f"http://{SECURE_HOST}:{backoffice}",
        env.SMTP_PORT.name: str(smtp),
        env.MAILBOX_BIND.name: f"{HOST}:{mailbox}",
        # Each visitor comes through a proxy that names an address of their own.
        env.TRUSTED_PROXIES.name: "1",
    }


def _prepare(installation: Installation, addresses: Addresses, sealing: Sealing) -> None:
    prepare_schema(installation.database, addresses)
    prepare_keys(installation.settings, sealing, installation.pack)
    prepare_pack(installation.database, installation.settings, installation.pack)


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask, bind: Bind) -> Iterator[None]:
    """Serve an application for a while."""
    server = make_server(bind.host, bind.port, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, name=app.name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def _post_office(settings: Settings) -> Iterator[Postbox]:
    postbox = Postbox(settings.data_dir / "mailbox")
    controller = Controller(
        Reception(postbox), hostname=settings.mail.host, port=settings.mail.port
    )
    controller.start()
    try:
        yield postbox
    finally:
        controller.stop()
