"""Insiders found by the watch, and honest people named wrongly, over many invented offices."""

from sqlalchemy import text

from tests.bench.databases import own_database
from tests.bench.figures import Figure, Kind
from tests.bench.stage import Stage
from tests.builders.insiders.judging import Worth, judge
from workflows.database import metadata


def insiders(stage: Stage) -> list[Figure]:
    """Let the watch look at one invented office after another."""
    worth = Worth()
    scale = stage.size.insiders
    with own_database(stage.installation, "bench_insiders") as engine:
        for seed in range(stage.size.seeds):
            with engine.begin() as connection:
                names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
            worth.add(judge(engine, scale, seed))
    sizes = f"{stage.size.seeds} seeds, {worth.cases:,} cases, {worth.there} dishonest"
    missed = f"; missed {', '.join(worth.missed)}" if worth.missed else ""
    return [
        Figure("insiders_found", worth.recall, "", Kind.FIGURE, "≥ 0.95", sizes + missed),
        Figure("false_alarms_per_1000_cases", worth.alarms, "", Kind.FIGURE, "≤ 1", sizes),
    ]
