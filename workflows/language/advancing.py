"""Which moves bring a case nearer to its favourable end, by the graph of its procedure alone."""

from workflows.language.procedure import Procedure, Stage, Transition

#: A move that leads there grants nothing: it asks the applicant, or ends the case unserved.
BACKWARD = frozenset({Stage.APPLICANT, Stage.REFUSED, Stage.WITHDRAWN})


def advances(procedure: Procedure, state: str, transition: Transition) -> bool:
    """Tell whether delivery comes into reach of people by a move, without coming back to its state.

    What the passing of time would fire counts for nothing: nobody decides it. Cases in flight rely
    on this, as on the value of any key that is left out.
    """
    if procedure.states[transition.to].stage in BACKWARD:
        return False
    timed = {one.expires.fire for one in procedure.states.values() if one.expires is not None}
    if procedure.silence is not None:
        timed.add(procedure.silence.fire)
    waiting, seen = [transition.to], {state}
    for place in waiting:
        if procedure.states[place].stage is Stage.DELIVERED:
            return True
        if place not in seen:
            seen.add(place)
            onward = (one for one in procedure.transitions if place in one.origins)
            waiting += [one.to for one in onward if one.fire not in timed]
    return False
