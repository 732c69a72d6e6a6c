"""Draft the next revision of the schema: `python -m config.draft_revision "Add the fee"`.

The draft is what the code declares and the newest revision does not make, found on a private
database of the moment. It is to be read, completed (data, triggers, rights) and formatted.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from config.schema import alembic_config, migrate
from config.servers import Servers


def draft(message: str) -> Path:
    """Write the next revision's file and give its path."""
    with tempfile.TemporaryDirectory(prefix="eservices-draft-") as name:
        servers = Servers(Path(name), redis_url="unix:///none")
        try:
            servers.start()
            return _compare(servers.addresses.database_url, message)
        finally:
            servers.stop()


def _compare(url: str, message: str) -> Path:
    engine = create_engine(url)
    migrate(engine)
    config = alembic_config()
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    known = list(ScriptDirectory.from_config(config).walk_revisions())
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=f"{len(known) + 1:04}")
    engine.dispose()
    return max(Path(ScriptDirectory.from_config(config).versions).glob("*.py"))


if __name__ == "__main__":
    sys.stdout.write(f"{draft(sys.argv[1])}\n")
