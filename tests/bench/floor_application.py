"""The floor: the same four steps in Flask and raw SQL, with history and nothing else."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask, request
from psycopg.types.json import Jsonb

TABLES = """
CREATE TABLE floor_cases (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    state text NOT NULL,
    answers jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE floor_history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES floor_cases,
    state text NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
);
"""
SUBMIT = (
    "INSERT INTO floor_cases (reference, state, answers) VALUES (%s, 'submitted', %s) RETURNING id"
)
MOVE = "UPDATE floor_cases SET state = %s, changed_at = now() WHERE id = %s AND state = %s"
NOTE = "INSERT INTO floor_history (case_id, state) VALUES (%s, %s)"
#: What each step leaves behind, by the state it finds.
STEPS = {"review": ("submitted", "reviewed"), "pay": ("reviewed", "paid"), "done": ("paid", "done")}


class Database:
    """Connections kept open, each used by one request at a time."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._idle: list[psycopg.Connection[tuple[int]]] = []

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[tuple[int]]]:
        """Lend a connection and commit what was done with it."""
        connection = self._idle.pop() if self._idle else psycopg.connect(self._conninfo)
        yield connection
        connection.commit()
        self._idle.append(connection)


def application() -> Flask:
    """Make the application on the database that the environment names."""
    app = Flask(__name__)
    database = Database(os.environ["FLOOR_DATABASE"])

    @app.post("/submit")
    def submit() -> str:
        answers = Jsonb(request.form.to_dict())
        with database.transaction() as connection:
            row = connection.execute(SUBMIT, (secrets.token_hex(8), answers)).fetchone()
            assert row is not None
            connection.execute(NOTE, (row[0], "submitted"))
        return str(row[0])

    @app.post("/<step>/<int:case_id>")
    def move(step: str, case_id: int) -> tuple[str, int]:
        origin, to = STEPS[step]
        with database.transaction() as connection:
            moved = connection.execute(MOVE, (to, case_id, origin)).rowcount
            connection.execute(NOTE, (case_id, to))
        return to, 200 if moved else 409

    return app
