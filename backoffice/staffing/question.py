"""What a supervisor may ask: agents, hours, Saturdays, overflow to other offices, a concours."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, ValidationError

from workflows.language.values import Part

MOST_AGENTS = 2_000
MOST_CANDIDATES = 250_000
WEEKS = 8
MOST_DAYS = 60


class Question(Part):
    """One what-if; left alone, it asks what happens if nothing changes."""

    #: Agents by pool identifier, from the first week on.
    agents: dict[str, Annotated[int, Field(ge=0, le=MOST_AGENTS)]]
    #: Agents of other offices who take what waited too long, by the pool that they relieve.
    helpers: dict[str, Annotated[int, Field(ge=0, le=MOST_AGENTS)]] = Field(default_factory=dict)
    #: Days for which a case waits before it may go to another office.
    overflow_after: Annotated[int, Field(ge=0, le=MOST_DAYS)] = 3
    #: After so many weeks the pools have their usual agents again.
    weeks: Annotated[int, Field(ge=1, le=WEEKS)] = WEEKS
    #: Hours by which each working day is longer, for as many weeks.
    longer: Annotated[float, Field(ge=0, le=6, allow_inf_nan=False)] = 0.0
    saturdays: bool = False
    #: Applications that a concours brings, over two weeks from the start of a week.
    candidates: Annotated[int, Field(ge=0, le=MOST_CANDIDATES)] = 0
    candidates_week: Annotated[int, Field(ge=1, le=WEEKS)] = 1


class Refusal(StrEnum):
    """Why a what-if is not simulated."""

    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NO_POOL = "no_pool"
    NOBODY = "nobody"
    NO_FORECAST = "no_forecast"
    NOTHING_MEASURED = "nothing_measured"
    NEVER_OPEN = "never_open"
    #: More cases than can be simulated in the time that a page may be awaited.
    TOO_MANY = "too_many"
    #: Cases turn for ever between steps at which nobody works.
    ENDLESS = "endless"


def read_question(form: Mapping[str, str], usual: Mapping[str, int]) -> "Question | Refusal":
    """Read a form with `agents-<pool>` and `helpers-<pool>` for each pool, or say why not."""
    if not usual:
        return Refusal.NO_POOL
    words = {
        "agents": {pool: form.get(f"agents-{pool}", str(count)) for pool, count in usual.items()},
        "helpers": {
            pool: given for pool in usual if (given := form.get(f"helpers-{pool}", "").strip())
        },
        "overflow_after": form.get("overflow_after") or 3,
        "weeks": form.get("weeks") or WEEKS,
        "longer": (form.get("longer") or "0").replace(",", "."),
        "saturdays": "saturdays" in form,
        "candidates": form.get("candidates") or 0,
        "candidates_week": form.get("candidates_week") or 1,
    }
    try:
        question = Question.model_validate(words)
    except ValidationError as error:
        limits = {"greater_than_equal", "less_than_equal"}
        beyond = all(one["type"] in limits for one in error.errors())
        return Refusal.OUT_OF_RANGE if beyond else Refusal.NOT_A_NUMBER
    anybody = any(question.agents.values()) or any(question.helpers.values())
    return question if anybody else Refusal.NOBODY
