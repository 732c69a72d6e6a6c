"""The whole schema: the tables of every package on the one metadata, and its migrations."""

import importlib
import importlib.util
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

from workflows.database import metadata

#: The packages that own tables, each in a module, or a package of modules, named `tables`.
OWNERS = ("workflows", "payments", "delivery", "eservices", "backoffice")
PLACES = ("tables.py", "tables/*.py")

#: Held while migrating, so that two processes started together do not migrate twice.
MIGRATING = 6_031_920_553


def whole_metadata() -> MetaData:
    """Import every module of tables and give the metadata they fill."""
    for owner in OWNERS:
        for name in _modules_of_tables(_folder(owner)):
            importlib.import_module(name)
    return metadata


def migrate(engine: Engine) -> None:
    """Bring a database to the newest revision; one that is there already is left as it is."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        alembic = alembic_config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, "head")


def is_current(connection: Connection) -> bool:
    """Tell whether a database stands at the newest revision."""
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest


def alembic_config() -> Config:
    """Configure alembic on the folder of migrations, wherever the project is installed."""
    config = Config()
    config.set_main_option("script_location", str(_folder("migrations")).replace("%", "%%"))
    return config


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return Path(spec.origin).parent


def _modules_of_tables(folder: Path) -> list[str]:
    paths = {path for place in PLACES for path in folder.rglob(place)}
    parts = [path.relative_to(folder.parent).with_suffix("").parts for path in sorted(paths)]
    return [".".join(part).removesuffix(".__init__") for part in parts]
