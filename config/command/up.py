"""The command that starts a whole installation on one machine."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import click
import httpx

from config.command.context import checked_sealing, checked_settings
from config.console import PrefixedConsole
from config.embedded_postgresql import ServerFailed
from config.ports import AddressTaken, binds_of, wait_until_free
from config.prepare import prepare_keys, prepare_new_pack, prepare_schema
from config.procfile import entries_for, project_procfile, read_procfile
from config.production import check_accounts
from config.servers import Addresses, DataFolderInUse, Servers, servers_of
from config.settings import Settings, SettingsRefused, load_sealing
from config.supervisor import Supervisor
from eservices.packs import Pack, read_pack
from workflows.accounts import count_demo
from workflows.database import open_engine

#: Seconds between two looks at whether the pages answer.
LOOK_EVERY = 0.3


@click.command()
def up() -> None:
    """Start a whole installation on this machine; Ctrl-C stops it.

    Without DATABASE_URL and REDIS_URL, a private PostgreSQL and Redis are started in the data
    folder (ESERVICES_DATA, by default `var`). A process that dies is started again.
    """
    started = time.monotonic()
    settings = checked_settings(os.environ)
    sealing = checked_sealing(os.environ, settings)
    # A demonstration's sealer has its own role in the embedded server, found with that server.
    servers = servers_of(settings, sealer_url="" if settings.demo else sealing.database_url)
    try:
        servers.start()
        for bind in binds_of(settings):
            wait_until_free(bind)
        _run(settings, servers, started)
    except (AddressTaken, DataFolderInUse, ServerFailed, SettingsRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        servers.stop()


def _run(settings: Settings, servers: Servers, started: float) -> None:
    environ = dict(os.environ) | servers.addresses.environ()
    pack = read_pack(settings.pack)
    _prepare(settings, servers.addresses, environ, pack)
    entries = entries_for(settings.mode, read_procfile(project_procfile().read_text("utf-8")))
    names = [entry.name for entry in entries] + [server.name for server in servers.embedded]
    console = PrefixedConsole(names, sys.stderr, coloured=sys.stderr.isatty())
    banner = Banner(settings, pack, started)
    Supervisor(
        entries, environ=environ, console=console, servers=servers, on_pulse=banner.look
    ).run()


def _prepare(
    settings: Settings, addresses: Addresses, environ: Mapping[str, str], pack: Pack
) -> None:
    database = open_engine(addresses.database_url, pool_size=2)
    prepare_schema(database, addresses)
    prepare_keys(settings, load_sealing(environ), pack)
    prepare_new_pack(database, settings, pack)
    with database.begin() as connection:
        check_accounts(settings, demo_accounts=count_demo(connection))
    database.dispose()


@dataclass(slots=True)
class Banner:
    """Says once, when both faces answer, where they are and who can sign in."""

    settings: Settings
    pack: Pack
    started: float
    shown: bool = False
    looked_at: float = field(default=0.0)

    def look(self) -> None:
        """Look, not too often, whether the pages answer by now."""
        now = time.monotonic()
        if self.shown or now - self.looked_at < LOOK_EVERY:
            return
        self.looked_at = now
        if all(map(_answers, self._pages())):
            self.shown = True
            click.echo("\n".join(self.lines(now - self.started)))

    def _pages(self) -> Sequence[str]:
        settings = self.settings
        return (
            f"http://{settings.portal.bind}/health",
            f"http://{settings.backoffice.bind}/sign-in",
        )

    def lines(self, seconds: float) -> list[str]:
        """Write what a newcomer needs."""
        settings = self.settings
        lines = [
            "",
            f"  Ready in {seconds:.1f} s.",
            f"  Citizens' portal   {settings.portal.public_url}",
            f"  Back office        {settings.backoffice.public_url}",
        ]
        if not settings.demo:
            return [*lines, ""]
        lines += [
            f"  Mails sent         http://{settings.mailbox}",
            "",
            "  Demonstration accounts:",
        ]
        lines += [
            f"    {account.login:22} {account.password:22} {', '.join(account.roles)}"
            for account in self.pack.accounts
        ]
        return [*lines, "", "  In another terminal: make demo. Ctrl-C stops everything.", ""]


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=1.0).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
