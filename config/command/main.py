"""The command's entry: subcommands in a table, each loaded only when it is called.

A relay need not load Stripe, nor a worker the web framework: ten processes start at once on two
cores, and what they load is what the demonstration waits for.
"""

from collections.abc import Mapping
from importlib import import_module

import click

#: Each subcommand's home and, for the list, what it does.
SUBCOMMANDS: Mapping[str, tuple[str, str]] = {
    "up": ("up:up", "Start a whole installation on this machine; Ctrl-C stops it."),
    "demo": ("demo:demo", "Drive a running installation as citizen, agent and signatory."),
    "check": (
        "definitions:check",
        "Check e-service definitions; tells every mistake and its repair.",
    ),
    "schema": ("definitions:schema", "Write the JSON Schema of e-service definitions."),
    "diagram": ("definitions:diagram", "Draw an e-service's procedure, as Mermaid text or SVG."),
    "document": ("definitions:document", "Write a sheet, an agent's guide or a test plan."),
    "publish": ("publication:publish", "Put e-services live, on trial, or out of service."),
    "migrate": ("database:migrate", "Bring the database to the newest schema."),
    "load-pack": ("database:load_pack_", "Load a country pack: offices, pools, e-services."),
    "texts": ("texts:texts", "Send texts in national languages to translators, take drafts back."),
    "sheets": ("sheets:sheets", "List the catalogue's sheets, and certify one."),
    "transfer": ("transfer:transfer", "Let open cases follow an authority that has moved."),
    "rebuild-board": ("board:rebuild_board", "Count the board's figures anew."),
    "account": ("accounts:account", "Create, list and close accounts of the back office."),
    "history": (
        "history:history",
        "Export the journal for process mining; import a former system's history.",
    ),
    "report": ("report:report", "Make an activity report of a day, a month or a year."),
    "forecast": ("forecast:forecast", "Make the forecasts of e-services now."),
    "steps": ("steps:steps", "List the steps that keep failing, and try them again."),
    "verify": ("verify:verify", "Verify the file of an act."),
    "web": ("web:web", "Serve the citizens' portal or the back office."),
    "worker": ("worker:worker", "Work on one job queue."),
    "sealer": ("sealer:sealer", "Seal acts: the only process that holds the key."),
    "relay": ("relay:relay", "Wake the workers when there is something to do."),
    "clock": ("clock:clock", "Watch deadlines, leases and pending payments."),
    "mailbox": ("mailbox:mailbox", "Show the demonstration's mails."),
}


class Table(click.Group):
    """A group whose subcommands are found in the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List them in the table's order, the newcomer's first."""
        del ctx
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one."""
        del ctx
        if cmd_name not in SUBCOMMANDS:
            return None
        module, _, name = SUBCOMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"config.command.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without loading anything."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in SUBCOMMANDS.items()])


@click.command(cls=Table, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Government e-services: from a citizen's application to a sealed act.

    Start with `eservices up` (or `make run`) and open the address it prints; then, in another
    terminal, `eservices demo`. Settings come from the environment: see docs/settings.md.
    """
