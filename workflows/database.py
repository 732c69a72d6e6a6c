"""The database as every package sees it: one metadata, one way to open an engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import (
    TIMESTAMP,
    Connection,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.exc import InvalidatePoolError

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused before it can be stored an hour off."""

    impl = TIMESTAMP(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime and normalise to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"naive datetime {value!r}"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> datetime | None:
        """Give back UTC whatever the session's time zone is."""
        return None if value is None else value.astimezone(UTC)


def open_engine(url: str, *, pool_size: int = 20) -> Engine:
    """Open an engine that survives a restart of the server: no dead connection is lent.

    A crash of one PostgreSQL backend resets them all; without the look, every process would
    answer an error once per pooled connection afterwards.
    """
    engine = create_engine(
        url,
        # None is opened for a busy moment and closed after it: that costs more than to keep it.
        # The one given back last is lent first, so the others rest.
        pool_size=pool_size,
        max_overflow=0,
        pool_use_lifo=True,
        pool_timeout=10,
        # An error's message would quote what a citizen typed, and end in a log.
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=30s",
        },
    )
    event.listen(engine, "checkout", _refuse_closed)
    return engine


@contextmanager
def single_statements(engine: Engine) -> Iterator[Connection]:
    """Lend a connection on which each statement stands for itself.

    For reads that need no common instant, and for what is written in one statement: beginning and
    ending a transaction costs two more questions to the server.
    """
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


def _refuse_closed(connection: Any, _record: object, _borrower: object) -> None:
    """Refuse a connection that the server has closed; all that the pool holds is then renewed.

    It asks the system, not the server: a question to the server before each transaction costs as
    much as a statement of the transaction. The first look finds the server's last words, the
    second the end of the connection.
    """
    try:
        connection.pgconn.consume_input()
        connection.pgconn.consume_input()
    except psycopg.OperationalError as error:
        raise InvalidatePoolError from error
