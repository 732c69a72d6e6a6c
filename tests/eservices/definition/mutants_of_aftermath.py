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


AFTERMATH_OPERATORS: tuple[Operator, ...] = (
    break_following,
    break_correcting,
    break_revoking,
    take_kept_names,
)
