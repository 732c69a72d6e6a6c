"""A database of a benchmark's own on the installation's server."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, make_url, text

from config.schema import migrate
from tests.bench.installation import Installation
from workflows.database import open_engine


@contextmanager
def own_database(installation: Installation, name: str) -> Iterator[Engine]:
    """Make a database on the installation's server, and drop it at the end."""
    administration = installation.administration().execution_options(isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} OWNER eservices"))
        url = (
            make_url(installation.servers.addresses.database_url)
            .set(database=name)
            .render_as_string(hide_password=False)
        )
        engine = open_engine(url)
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()
