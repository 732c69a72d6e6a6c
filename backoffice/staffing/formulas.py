"""The formulas of queueing theory against which the simulation is checked."""

from math import factorial


def erlang_c(agents: int, load: float) -> float:
    """Give the chance that somebody who comes has to wait; the load is in agents' worth of work.

    Raises ValueError where the load is more than the agents can ever do.
    """
    if not 0 < load < agents:
        msg = f"a load of {load} has no steady state with {agents} agents"
        raise ValueError(msg)
    all_busy = load**agents / factorial(agents) * agents / (agents - load)
    return all_busy / (sum(load**busy / factorial(busy) for busy in range(agents)) + all_busy)


def mean_wait(agents: int, *, arrivals: float, service: float) -> float:
    """Give the mean wait of M/M/c, in the unit of the mean service time."""
    load = arrivals * service
    return erlang_c(agents, load) * service / (agents - load)


def mean_time_of_one_server(*, arrivals: float, service: float) -> float:
    """Give the mean time from arrival to end of M/M/1."""
    return service / (1 - arrivals * service)
