"""Changes of what offices are asked for side by side, and of what conditions make of it."""

from collections.abc import Iterator
from typing import Any

from tests.eservices.definition.mutants import (
    Data,
    Mutant,
    Operator,
    Path,
    cut,
    placed,
    put,
    renamed,
)

STATES = ("procedure", "states")
TRANSITIONS = ("procedure", "transitions")


def consulting(data: Data) -> list[tuple[Path, Any]]:
    """List the states that ask for opinions."""
    return [(path, state) for path, state in placed(data, *STATES) if "consults" in state]


def opinions(data: Data) -> list[tuple[Path, Any]]:
    """List the opinions that are asked for."""
    return [
        ((*path, "consults", name), asked)
        for path, state in consulting(data)
        for name, asked in state["consults"].items()
    ]


def hearing(data: Data) -> list[tuple[Path, str]]:
    """List the conditions that read opinions."""
    return [
        ((*path, "when"), one["when"])
        for path, one in placed(data, *TRANSITIONS)
        if "opinions." in one.get("when", "")
    ]


def break_opinions(data: Data) -> Iterator[Mutant]:
    """Take from each opinion what it needs, and send it where nobody is."""
    paused = data.get("promise", {}).get("pauses", ())
    for path, asked in opinions(data):
        name = path[-1]
        for key in ("label", "queue", "deadline", "silence"):
            yield Mutant(f"drop {key} of the opinion {name}", cut(data, (*path, key)), "G001")
        lost = put(data, (*path, "queue"), f"{asked['queue']}x")
        yield Mutant(f"ask nobody for {name}", lost, "D053")
        nowhere = put(data, (*path, "office"), '"nowhere"')
        yield Mutant(f"ask for {name} nowhere", nowhere, "D052")
        odd = put(data, (*path, "when"), "answers.nothing == 1")
        yield Mutant(f"ask for {name} on an unknown answer", odd, "E005")
        early = put(data, (*path, "when"), f'opinions.{name} == "favourable"')
        yield Mutant(f"ask for {name} after itself", early, "E012")
        long = put(data, (*path, "deadline"), "400 working-days")
        counts = "promise" in data and "review" not in paused
        harmless = "" if counts else "no longer than promised"
        yield Mutant(f"take a year for {name}", long, "P020" if counts else "", harmless)
        trigger = data["procedure"]["transitions"][0]["fire"]
        like = "P029" if _unknown(data, name) == "P029" else "P039"
        yield Mutant(f"call {name} like a trigger", renamed(data, path, trigger), like)
        yield Mutant(
            f"call {name} by another name", renamed(data, path, f"{name}x"), _unknown(data, name)
        )


def _unknown(data: Data, name: Any) -> str:
    """Tell what refuses a definition in which an opinion is called otherwise."""
    apart = any(name in one.get("distinct_from", ()) for _path, one in placed(data, *TRANSITIONS))
    return "P029" if apart else "E012"


def break_consulting_states(data: Data) -> Iterator[Mutant]:
    """Let somebody hold the case while opinions are asked for, or ask at the wrong time."""
    for path, state in consulting(data):
        name = path[-1]
        first = next(iter(state["consults"].values()))
        queue = put(data, (*path, "queue"), first["queue"])
        yield Mutant(f"hold cases in {name}", queue, "P037")
        timed = put(data, (*path, "deadline"), "1 working-hour")
        yield Mutant(f"bound {name} as a whole", timed, "P037")
        yield Mutant(f"ask in {name} too early", put(data, (*path, "stage"), "submitted"), "P036")
        twice = put(data, (*STATES, "again", "consults"), state["consults"])
        again = put(twice, (*STATES, "again"), {**state, "consults": state["consults"]})
        yield Mutant(f"ask twice for what {name} asks", again, "P039")


def break_hearing(data: Data) -> Iterator[Mutant]:
    """Misread what offices said, leave an outcome out, and let one lead two ways."""
    for path, condition in hearing(data):
        place = path[-2]
        wrong = condition.replace("unfavourable", "unfavorable")
        yield Mutant(f"misspell an opinion ({place})", put(data, path, wrong), "E009")
        unknown = condition.replace("opinions.", "opinions.no_", 1)
        yield Mutant(f"hear an unknown opinion ({place})", put(data, path, unknown), "E012")
        yield Mutant(f"hear nothing ({place})", cut(data, path), "P023")
        never = put(data, path, f"({condition}) && false")
        yield Mutant(f"never go on ({place})", never, "D056")
        always = put(data, path, f"({condition}) || true")
        yield Mutant(f"always go on ({place})", always, "D057")
    first = data["procedure"]["initial"]
    for path, one in placed(data, *TRANSITIONS) if opinions(data) else ():
        if one["from"] == first and one["by"] == "applicant":
            name = opinions(data)[0][0][-1]
            early = put(data, (*path, "when"), f'opinions.{name} == "favourable"')
            yield Mutant(f"hear {name} before it is asked for", early, "P040")


def route_nowhere(data: Data) -> Iterator[Mutant]:
    """Give an agent queue to states that never come into one."""
    queues = [state["queue"] for _path, state in placed(data, *STATES) if "queue" in state]
    for path, state in placed(data, *STATES):
        if state["stage"] in {"payment", "issuance", "applicant"} and "queue" not in state:
            queued = put(data, (*path, "queue"), queues[0])
            yield Mutant(f"queue for {path[-1]}", queued, "P035")


def keep_silent(data: Data) -> Iterator[Mutant]:
    """Let the law decide where nothing follows, or something else than it says."""
    law = {"after": "90 days", "pauses": ["applicant", "payment"], "decides": "refuse"}
    nothing = put(data, ("procedure", "silence"), {**law, "fire": "by_law"})
    yield Mutant("let the law decide and nothing follow", nothing, "P041")
    known = data["procedure"].get("silence")
    if known is not None:
        yield Mutant("forget the law", cut(data, ("procedure", "silence")), "P021")
        belied = put(data, ("procedure", "silence", "decides"), "refuse")
        yield Mutant("let silence refuse what it grants", belied, "P043")
        early = put(data, ("procedure", "silence", "pauses"), [])
        yield Mutant("let the law’s delay run while others are awaited", early, "P041")
    for path, state in placed(data, *STATES):
        if state["stage"] == "applicant" and "expires" in state:
            # An answer that is accepted by saying nothing is served: it is not refused.
            ends = {one["fire"]: one["to"] for _at, one in placed(data, "procedure", "transitions")}
            end = data["procedure"]["states"][ends[state["expires"]["fire"]]]["stage"]
            word = "refuse" if end in {"delivered", "review"} else "accept"
            said = put(data, (*path, "expires", "decides"), word)
            yield Mutant(f"{word} by silence in {path[-1]}", said, "P043")


OPINION_OPERATORS: tuple[Operator, ...] = (
    break_opinions,
    break_consulting_states,
    break_hearing,
    route_nowhere,
    keep_silent,
)
