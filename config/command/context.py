"""What most subcommands begin with: settings checked, logs on, servers that answer."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click
from sqlalchemy import Engine

from config.embedded_postgresql import ServerFailed
from config.logs import configure_logging
from config.production import check_sealing, check_settings
from config.servers import Addresses, reach_servers
from config.settings import (
    Sealing,
    Settings,
    SettingsRefused,
    load_sealing,
    load_settings,
)
from workflows.database import open_engine

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Context:
    """The settings, where the servers answer, and the environment they were read from."""

    settings: Settings
    addresses: Addresses
    environ: Mapping[str, str]

    @contextmanager
    def database(self) -> Iterator[Engine]:
        """Give the database for a while; its connections are closed at the end."""
        engine = open_engine(self.addresses.database_url, pool_size=2)
        try:
            yield engine
        finally:
            engine.dispose()


def checked_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings; unfit ones end the command with every reason."""
    try:
        settings = load_settings(environ)
        check_settings(settings)
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    configure_logging(settings.log_level)
    return settings


def checked_sealing(environ: Mapping[str, str], settings: Settings) -> Sealing:
    """Read what the sealer needs; unfit settings end the command with every reason."""
    try:
        sealing = load_sealing(environ)
        check_sealing(sealing, settings)
    except SettingsRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    return sealing


def in_context(
    command: Callable[Concatenate[Context, Given], Result],
) -> Callable[Given, Result]:
    """Give a subcommand its context, and stop what was started for it when it ends."""

    @wraps(command)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        settings = checked_settings(os.environ)
        with ExitStack() as stack:
            try:
                addresses = stack.enter_context(reach_servers(settings))
            except ServerFailed as failure:
                raise click.ClickException(str(failure)) from failure
            return command(Context(settings, addresses, os.environ), *args, **kwargs)

    return run
