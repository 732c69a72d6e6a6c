"""Advice: how many agents, where and until when, as few as keep the promise.

The e-service is simulated with today's agents. Where too many cases would be late, agents are
doubled in all pools until there are plenty; then each pool by itself is given as few as do while
the others have plenty; and last the time for which they are needed is made as short as does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from backoffice.demand.model import DAYS_OF_WEEK
from backoffice.demand.outlook import Advice, Post
from backoffice.staffing.answering import plan_of, refusal_of
from backoffice.staffing.coming import Office, arrivals_of, cases_of
from backoffice.staffing.plan import DAY, SLICE, Arrivals, Outcome
from backoffice.staffing.question import MOST_AGENTS, WEEKS, Question
from backoffice.staffing.simulation import EndlessProcedure, simulate

#: The share of cases that may be late, and what more agents must spare to be worth naming.
BEARABLE, WORTH = 0.05, 0.02
#: Some thirty simulations are made within a minute: small ones.
REPLICATIONS, MOST_CASES = 8, 50_000
DOUBLINGS = 8
#: Pools that are busy for less of their time than this have plenty of agents.
PLENTY = 0.25
#: By how much all pools grow when those found one by one do not do together.
GROWTH, MOST_GROWTHS = 1.1, 12

SLICES_OF_WEEK = int(DAYS_OF_WEEK * DAY / SLICE)

Agents = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trials:
    """What becomes of the same cases with different agents."""

    office: Office
    arrivals: Arrivals

    def outcome(self, agents: Agents, weeks: int = WEEKS) -> Outcome:
        """Simulate with so many agents for so many weeks, and today's afterwards."""
        plan = plan_of(self.office, Question(agents=dict(agents), weeks=weeks))
        return simulate(
            plan, self.arrivals, replications=REPLICATIONS, seed=1, progress=lambda _share: None
        )

    def late(self, agents: Agents, weeks: int = WEEKS) -> float:
        """Give the share of cases late."""
        return self.outcome(agents, weeks).late_share


def advise(office: Office) -> Advice | None:
    """Advise how many agents are needed; None where that cannot be simulated."""
    usual = {str(manned.pool.id): manned.agents for manned in office.pools}
    if not usual or max(usual.values()) > MOST_AGENTS or office.compiled.promise is None:
        return None
    question = Question(agents=usual)
    if office.forecast is None or refusal_of(office, question) is not None:
        return None
    if cases_of(office, question, office.forecast) > MOST_CASES:
        return None
    arrivals = arrivals_of(office, question, office.forecast, replications=REPLICATIONS)
    try:
        return _advice(Trials(office, arrivals), usual)
    except EndlessProcedure:
        return None


def _advice(trials: Trials, usual: Agents) -> Advice:
    today = trials.late(usual)
    told = Advice(
        bearable=_per_cent(BEARABLE), late_today=_per_cent(today), late_then=_per_cent(today)
    )
    if today <= BEARABLE:
        return told
    plenty, least = _plenty(trials, usual)
    bearable = max(BEARABLE, least + WORTH)
    if today <= bearable:
        return told
    agents = _together(trials, usual, plenty, bearable)
    weeks = _weeks(trials, agents, bearable)
    back = trials.office.now.astimezone(trials.office.calendar.zone).date()
    return told.model_copy(
        update={
            "late_then": _per_cent(trials.late(agents, weeks)),
            "posts": _posts(trials.office, agents),
            "until": None if weeks == WEEKS else back + timedelta(weeks=weeks),
        }
    )


def _plenty(trials: Trials, usual: Agents) -> tuple[Agents, float]:
    """Double the agents until few cases are late, or until they have little to do."""
    agents, late = usual, 1.0
    for _doubling in range(DOUBLINGS):
        agents = {pool: min(2 * count + 1, MOST_AGENTS) for pool, count in agents.items()}
        outcome = trials.outcome(agents)
        late = outcome.late_share
        if late <= BEARABLE or max(outcome.busy.values()) < PLENTY:
            break
    return agents, late


def _together(trials: Trials, usual: Agents, plenty: Agents, bearable: float) -> Agents:
    agents = {pool: _fewest(trials, pool, (usual, plenty), bearable) for pool in usual}
    for _growth in range(MOST_GROWTHS):
        if trials.late(agents) <= bearable:
            return agents
        agents = {pool: min(_grown(count), plenty[pool]) for pool, count in agents.items()}
    return plenty


def _grown(count: int) -> int:
    return max(count + 1, round(count * GROWTH))


def _fewest(trials: Trials, pool: str, between: tuple[Agents, Agents], bearable: float) -> int:
    """Give the fewest agents of a pool that do while the others have plenty."""
    usual, plenty = between
    low, high = usual[pool], plenty[pool]
    while low < high:
        middle = (low + high) // 2
        if trials.late({**plenty, pool: middle}) <= bearable:
            high = middle
        else:
            low = middle + 1
    return low


def _weeks(trials: Trials, agents: Agents, bearable: float) -> int:
    """Give for how many weeks at least they are needed."""
    low, high = 1, WEEKS
    while low < high:
        middle = (low + high) // 2
        outcome = trials.outcome(agents, middle)
        if outcome.late_share <= bearable and not _grows(outcome, middle):
            high = middle
        else:
            low = middle + 1
    return low


def _grows(outcome: Outcome, weeks: int) -> bool:
    """Tell whether lines grow once the help has gone, though nothing is late yet in eight weeks."""
    ends = [at * SLICES_OF_WEEK - 1 for at in (weeks, WEEKS)]
    lines = [sum(float(one[end].mean()) for one in outcome.waiting.values()) for end in ends]
    came = len(outcome.lodged) / outcome.replications / (WEEKS * DAYS_OF_WEEK)
    return lines[1] > lines[0] + came


def _posts(office: Office, agents: Agents) -> tuple[Post, ...]:
    return tuple(
        Post(
            pool=str(manned.pool.id),
            name=dict(manned.pool.name),
            office=manned.pool.office,
            agents=agents[str(manned.pool.id)],
            today=manned.agents,
        )
        for manned in office.pools
        if agents[str(manned.pool.id)] > manned.agents
    )


def _per_cent(share: float) -> int:
    return round(share * 100)
