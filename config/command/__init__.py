"""The `eservices` command: everything one does with an installation."""

from config.command.main import main

__all__ = ["main"]
