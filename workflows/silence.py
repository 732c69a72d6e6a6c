"""Legal silence: a delay of the law whose passing decides by itself, with an entry that says so."""

from sqlalchemy import Connection

from workflows.actors import SYSTEM
from workflows.cases import Case
from workflows.engine import Engine
from workflows.interpreter import interpreter


def decide_by_silence(connection: Connection, engine: Engine, case: Case) -> Case | None:
    """Fire what the end of the legal delay decides; None where the procedure has none."""
    silence = interpreter(connection, case.definition).compiled.procedure.silence
    if silence is None:
        return None
    return engine.fire(connection, case.id, silence.fire, actor=SYSTEM)
