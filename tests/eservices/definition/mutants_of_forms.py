"""Changes to groups, checks, scales of prices and representatives."""

from collections.abc import Iterator
from typing import Any

from tests.eservices.definition.mutants import (
    Data,
    Mutant,
    Operator,
    Path,
    at,
    cut,
    placed,
    put,
)

#: Keys of which a price has one.
PRICES = frozenset({"amount", "steps", "brackets"})


def groups(data: Data) -> Iterator[tuple[Path, dict[str, Any]]]:
    """List the groups of a form, each with its path."""
    for number, page in enumerate(data["form"]["pages"]):
        for place, field in enumerate(page["fields"]):
            if field["type"] == "group":
                yield ("form", "pages", number, "fields", place), field


def checks(data: Data) -> Iterator[tuple[Path, dict[str, Any]]]:
    """List the checks of the pages and of the form, each with its path."""
    for number, page in enumerate(data["form"]["pages"]):
        for place, check in enumerate(page.get("checks", ())):
            yield ("form", "pages", number, "checks", place), check
    for place, check in enumerate(data["form"].get("checks", ())):
        yield ("form", "checks", place), check


def break_groups(data: Data) -> Iterator[Mutant]:
    """Leave a group without bounds, questions or names, or put another in it."""
    for path, group in groups(data):
        name, inner = group["id"], (*path, "fields")
        yield Mutant(f"let {name} grow for ever", cut(data, (*path, "max")), "D014")
        yield Mutant(f"let {name} grow to 21", put(data, (*path, "max"), 21), "D014")
        yield Mutant(f"ask more {name} than most", put(data, (*path, "min"), 19), "D014")
        yield Mutant(f"ask nothing of {name}", put(data, inner, []), "D013")
        yield Mutant(f"call no item of {name}", cut(data, (*path, "item")), "D013")
        yield Mutant(f"nest in {name}", put(data, (*inner, 0, "type"), "group"), "D015")
        again = [*group["fields"], group["fields"][0]]
        yield Mutant(f"ask twice in {name}", put(data, inner, again), "D002")
        if group.get("named_by"):
            odd = put(data, (*path, "named_by", 0), f"{group['named_by'][0]}x")
            yield Mutant(f"name {name} by nothing", odd, "D016")
        yield from _unlabelled(data, (*path, "item"), f"the items of {name}")
        yield from _unlabelled(data, (*inner, 0, "label"), f"a question of {name}")


def break_loops(data: Data) -> Iterator[Mutant]:
    """Misspell what a loop reads, put it in itself, and read a group as if it were one answer."""
    for path, check in checks(data):
        name, written = check["check"], check["holds"]
        if "item." not in written:
            continue
        odd = put(data, (*path, "holds"), written.replace("item.", "item.x"))
        yield Mutant(f"misspell an item in {name}", odd, "E005")
        group = written.split("answers.")[1].split(".")[0]
        nested = f"answers.{group}.all(item, count(answers.{group}) > 1)"
        yield Mutant(f"nest a loop in {name}", put(data, (*path, "holds"), nested), "E014")
        whole = put(data, (*path, "holds"), f"answers.{group} == 1")
        yield Mutant(f"read all of {group} at once in {name}", whole, "E013")


def break_checks(data: Data) -> Iterator[Mutant]:
    """Check what is not asked, say it nowhere, or in one language only."""
    for path, check in checks(data):
        name, holds = check["check"], (*path, "holds")
        yield Mutant(f"check nothing in {name}", put(data, holds, "answers.nobody > 1"), "E005")
        yield Mutant(f"give a number in {name}", put(data, holds, "1 + 1"), "E007")
        yield Mutant(f"say {name} nowhere", put(data, (*path, "fields"), ["nowhere"]), "D017")
        around = at(data, path[:-1])
        yield Mutant(f"check {name} twice", put(data, path[:-1], [*around, check]), "D002")
        yield from _unlabelled(data, (*path, "message"), f"what {name} says")
        for asked in _maybe_unasked(data):
            # A page reads no later one; the form reads them all.
            if path[1] == "checks" and check.get("when") is None:
                odd = put(data, holds, f'answers.{asked} != "x" && answers.{asked} > "a"')
                yield Mutant(f"let {name} need {asked}", odd, "D018")
                break


def _maybe_unasked(data: Data) -> Iterator[str]:
    """Name texts that a condition of their own may leave unasked; the last page has the most."""
    for page in data["form"]["pages"]:
        for field in page["fields"]:
            conditional = "when" in field or "when" in page
            if conditional and field["type"] in {"text", "person-name", "mail"}:
                yield field["id"]


def break_scales(data: Data) -> Iterator[Mutant]:
    """Leave a price without an amount, with two, with bounds that cross, or with open ends."""
    for position, line in enumerate(data.get("tariff", ())):
        path, item = ("tariff", position), f"{line['item']} ({position})"
        scale = line.get("steps") or line.get("brackets") or [line]
        currency = scale[0]["amount"].split()[1]
        bare = {key: one for key, one in line.items() if key not in PRICES}
        yield Mutant(f"price {item} at nothing", put(data, path, bare), "G013")
        step = {"amount": f"1 {currency}"}
        two = {**bare, **step, "per": "1 + 1", "steps": [step]}
        yield Mutant(f"price {item} twice over", put(data, path, two), "G013")
        ended = {**bare, "per": "1 + 1", "brackets": [{"up_to": 5, **step}]}
        yield Mutant(f"end the brackets of {item}", put(data, path, ended), "G013")
        falling = [{"up_to": 9, **step}, {"up_to": 5, **step}, step]
        shrunk = {**bare, "per": "1 + 1", "steps": falling}
        yield Mutant(f"shrink the steps of {item}", put(data, path, shrunk), "G013")
        crossed = {**line, "minimum": f"9 {currency}", "maximum": f"5 {currency}"}
        yield Mutant(f"cross the bounds of {item}", put(data, path, crossed), "G013")
        nothing = {**line, "rounding": {"to": f"0 {currency}"}}
        yield Mutant(f"round {item} to nothing", put(data, path, nothing), "G013")


def break_exemptions(data: Data) -> Iterator[Mutant]:
    """Exempt by a proof that is none, under one name twice, without a word; leave some unpriced."""
    for position, line in enumerate(data.get("tariff", ())):
        path, item = ("tariff", position, "exemptions"), f"{line['item']} ({position})"
        named = data["form"]["contact"]["name"][0]
        free = {"exemption": "a", "reason": {"fr": "A", "en": "B"}, "when": "1 == 1"}
        unproved = put(data, path, [{**free, "proof": named}])
        yield Mutant(f"prove an exemption of {item} by a name", unproved, "D036")
        yield Mutant(f"exempt twice from {item}", put(data, path, [free, free]), "D002")
        yield Mutant(
            f"exempt from {item} unknowns", put(data, path, [{**free, "when": "answers.x"}]), "E005"
        )
        mute = [{**free, "reason": {"fr": "A"}}]
        yield Mutant(f"exempt from {item} in French", put(data, path, mute), "D020")
    yield from _unpriced(data)
    yield from _rejected(data)


def _rejected(data: Data) -> Iterator[Mutant]:
    """Reject exemptions of which there are none, and those that are claimed by a free price."""
    exempting = any("exemptions" in line for line in data.get("tariff", ()))
    for path, one in placed(data, "procedure", "transitions"):
        if one["by"] == "agent" and "reason" in one.get("asks", ()) and not exempting:
            odd = put(data, path, {**one, "rejects_exemptions": True})
            yield Mutant(f"let {one['fire']} reject no exemption", odd, "P044")


def _unpriced(data: Data) -> Iterator[Mutant]:
    for position, line in enumerate(data.get("tariff", ())):
        others = [one for one in data["tariff"] if one["item"] == line["item"]]
        if len(others) > 1 and all("when" in one for one in others):
            path = ("tariff", position)
            yield Mutant(f"drop a price of {line['item']} ({position})", cut(data, path), "D035")


def break_representatives(data: Data) -> Iterator[Mutant]:
    """Let somebody act who is unknown, out of reach, without proof, the applicant, or not alone."""
    contact = data["form"]["contact"]
    for place, one in enumerate(data["form"].get("representatives", ())):
        path, name = ("form", "representatives", place), one["representative"]
        yield Mutant(f"name {name} by nothing", put(data, (*path, "name"), ["nobody"]), "D009")
        yield Mutant(f"write to {name} by name", put(data, (*path, "mail"), one["name"][0]), "D010")
        yield Mutant(f"prove {name} by name", put(data, (*path, "proof"), one["name"][0]), "D010")
        same = put(data, (*path, "mail"), contact["mail"])
        yield Mutant(f"write to {name} as to the applicant", same, "D061")
        deaf = {key: value for key, value in one.items() if key not in {"mail", "phone"}}
        yield Mutant(f"lose sight of {name}", put(data, path, deaf), "D062")
        always = put(data, (*path, "when"), "1 == 1")
        yield Mutant(f"let {name} always act", always, "D062")
        twin = [*data["form"]["representatives"], {**one, "representative": "twin"}]
        yield Mutant(f"double {name}", put(data, path[:-1], twin), "D063")
        yield from _unlabelled(data, (*path, "label"), f"the quality of {name}")


def _unlabelled(data: Data, path: Path, what: str) -> Iterator[Mutant]:
    for language in at(data, path):
        yield Mutant(f"leave {what} out of {language}", cut(data, (*path, language)), "D020")


FORM_OPERATORS: tuple[Operator, ...] = (
    break_groups,
    break_loops,
    break_checks,
    break_scales,
    break_exemptions,
    break_representatives,
)
