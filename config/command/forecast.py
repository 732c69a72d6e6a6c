"""The command that makes forecasts at once."""

import click

from backoffice.demand.arrivals import eservices_with_a_past
from config.command.context import Context, in_context
from config.composition import compose
from config.looking_ahead import forecast_now


@click.command()
@click.argument("eservices", nargs=-1)
@in_context
def forecast(context: Context, eservices: tuple[str, ...]) -> None:
    """Make the forecasts of e-services now, all of them unless some are named.

    The clock has them made once a day; this is for the day on which a history was imported.
    """
    installation = compose(context.settings, context.addresses)
    with installation.database.begin() as connection:
        known = eservices_with_a_past(connection)
    unknown = sorted(set(eservices) - set(known))
    if unknown:
        msg = f"no such e-service: {', '.join(unknown)}; there are {', '.join(known) or 'none'}"
        raise click.ClickException(msg)
    for eservice in eservices or known:
        outlook = forecast_now(installation, eservice)
        told = f"{outlook.history_days} days, {outlook.arrivals} applications"
        click.echo(f"{eservice}: {told}: {outlook.lack or 'eight weeks forecast'}")
    installation.database.dispose()
