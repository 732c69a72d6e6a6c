"""Changes to what comes after an act: what is followed, taken over, corrected, taken back."""

from collections.abc import Iterator

from tests.eservices.definition.mutants import Data, Mutant, Operator, cut, put


def break_following(data: Data) -> Iterator[Mutant]:
    """Follow nobody, too long a time, or take over what is not there."""
    follows = data.get("follows", {})
    for position, name in enumerate(follows.get("eservices", ())):
        unknown = put(data, ("follows", "eservices", position), f"{name}-x")
        yield Mutant(f"follow no {name}", unknown, "F001")
    if "within" in follows:
        yield Mutant("follow for hours", put(data, ("follows", "within"), "5 hours"), "F006")
    for name, source in follows.get("takes", {}).items():
        at = ("follows", "takes")
        renaming = {f"{one}x" if one == name else one: of for one, of in follows["takes"].items()}
        yield Mutant(f"take over {name} into nothing", put(data, at, renaming), "F002")
        if source.startswith("answers."):
            yield Mutant(f"take {name} from nothing", put(data, (*at, name), f"{source}x"), "F003")
    for position, name in enumerate(follows.get("editable", ())):
        other = put(data, ("follows", "editable", position), f"{name}x")
        yield Mutant(f"let {name}x be changed", other, "F005")


def break_correcting(data: Data) -> Iterator[Mutant]:
    """Issue without an act to correct."""
    if "corrects" in data:
        yield Mutant("correct nothing", cut(data, ("corrects",)), "D040")
        yield Mutant("correct without following", cut(data, ("follows",)), "F007")
        nobody = put(data, ("corrects", "signed_by"), data["corrects"]["signed_by"] + "x")
        yield Mutant("let nobody sign the correction", nobody, "P017")


def break_revoking(data: Data) -> Iterator[Mutant]:
    """Let nobody, or one person alone, take an act back."""
    for key in ("proposed_by", "confirmed_by") if "revocation" in data else ():
        at = ("revocation", key)
        nobody = put(data, at, data["revocation"][key] + "x")
        yield Mutant(f"revoke {key.replace('_', ' ')} nobody", nobody, "F010")


def take_kept_names(data: Data) -> Iterator[Mutant]:
    """Call a move as something that happens to a case."""
    first = data["procedure"]["transitions"][0]["fire"]
    if first not in {"payment_cleared", "issued"}:
        at = ("procedure", "transitions", 0, "fire")
        yield Mutant(f"call {first} a transfer", put(data, at, "transferred"), "F013")


def break_complaining(data: Data) -> Iterator[Mutant]:
    """Count by what is no choice, ask nobody for the last word, or let too many look."""
    complaint = data.get("complaint", {})
    for position, name in enumerate(complaint.get("counted_by", ())):
        other = put(data, ("complaint", "counted_by", position), f"{name}x")
        yield Mutant(f"count by {name}x", other, "H001")
    for key in ("satisfied", "unsatisfied"):
        if key in complaint:
            nobody = put(data, ("complaint", key), f"{complaint[key]}x")
            yield Mutant(f"let nobody be {key}", nobody, "H002")
    for position, fire in enumerate(data.get("promise", {}).get("restarts", ())):
        still = cut(data, ("promise", "restarts"))
        yield Mutant(f"promise nothing after {fire}", still, "H004")
        unknown = put(data, ("promise", "restarts", position), f"{fire}x")
        yield Mutant(f"run anew from {fire}x", unknown, "H009")
    if complaint.get("confidential"):
        yield Mutant("confide in everybody", cut(data, ("complaint", "confidential")), "H010")
        for position, move in enumerate(data["procedure"]["transitions"]):
            if move["by"] == "inspector":
                told = put(data, ("procedure", "transitions", position, "by"), "agent")
                yield Mutant(f"let an agent {move['fire']}", told, "H006")


def let_the_concerned_treat(data: Data) -> Iterator[Mutant]:
    """Send every complaint to the very office that it concerns."""
    concerns = data.get("complaint", {}).get("concerns")
    for name, state in data["procedure"]["states"].items() if concerns else ():
        if "queue" in state and not data["complaint"].get("confidential"):
            sent = put(data, ("procedure", "states", name, "office"), concerns)
            yield Mutant(f"let the concerned treat {name}", sent, "H005")


AFTERMATH_OPERATORS: tuple[Operator, ...] = (
    break_complaining,
    let_the_concerned_treat,
    break_following,
    break_correcting,
    break_revoking,
    take_kept_names,
)
