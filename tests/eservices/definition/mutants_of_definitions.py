"""Changes around the procedure: fields, expressions, words, prices, routing, act, retention."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.eservices.definition.mutants import (
    Data,
    Mutant,
    Operator,
    Path,
    at,
    cut,
    fields,
    placed,
    put,
    renamed,
)
from tests.eservices.definition.plain_graph import signed_by

AMOUNT = re.compile(r"^([0-9.]+) [A-Z]{3}$")
FIELD = re.compile(r"answers\.([a-z][a-z0-9_]*)")
QUOTED_ANSWER = re.compile(r"\{answers\.([a-z][a-z0-9_]*)\}")
COMPARED = re.compile(r'answers\.([a-z][a-z0-9_]*) [!=]= "([^"]*)"')
#: Keys whose value is an expression.
EXPRESSIONS = frozenset({"when", "per", "office"})
#: Groups whose keys are the language's own.
GROUPS: tuple[Path, ...] = (
    (),
    ("promise",),
    ("act",),
    ("retention",),
    ("procedure",),
    ("sheet",),
    ("form",),
    ("tariff", 0),
    ("form", "pages", 0),
    ("form", "contact"),
)


def expressions(part: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """List the expressions of an e-service with their paths."""
    items = part.items() if isinstance(part, dict) else enumerate(part)
    for key, one in items:
        if isinstance(one, dict | list):
            yield from expressions(one, (*path, key))
        elif key in EXPRESSIONS and isinstance(one, str) and "answers." in one:
            yield (*path, key), one


def _one_that_is_not_enough(data: Data) -> Iterator[Mutant]:
    """Ask for the mail address although the contact says that one of two is enough."""
    wanted = data["form"]["contact"]["mail"]
    for page_number, page in enumerate(data["form"]["pages"]):
        for number, field in enumerate(page["fields"]):
            if field["id"] == wanted:
                at = ("form", "pages", page_number, "fields", number, "required")
                required = put(data, at, value=True)
                yield Mutant("require one of two that are enough", required, "D064")


def misspell_fields(data: Data) -> Iterator[Mutant]:
    """Misspell each field that an expression reads, the act quotes or the contact names."""
    for path, text in expressions(data):
        for name in sorted(set(FIELD.findall(text))):
            wrong = FIELD.sub(lambda found: f"{found[0]}x", text, count=1)
            yield Mutant(f"misspell {name} in {path[-2]}", put(data, path, wrong), "E005")
    for path, name in placed(data, "act", "identity") if "act" in data else ():
        yield Mutant(f"misspell {name} on the act", put(data, path, f"{name}x"), "D042")
    for path, name in placed(data, "form", "contact"):
        if isinstance(name, bool):
            yield from _one_that_is_not_enough(data)
            continue
        wrong_names = [f"{one}x" for one in name] if isinstance(name, list) else f"{name}x"
        yield Mutant(f"misspell the {path[-1]} to contact", put(data, path, wrong_names), "D009")
    for path, text in _statements(data):
        if QUOTED_ANSWER.search(text):
            wrong = QUOTED_ANSWER.sub(r"{answers.\1x}", text)
            yield Mutant(f"misspell a field in {path[-1]}", put(data, path, wrong), "D042")


def misuse_fields(data: Data) -> Iterator[Mutant]:
    """Compare each choice with what it never is, and with a number."""
    choices = {field["id"] for _path, field in fields(data) if field["type"] == "choice"}
    for path, text in expressions(data):
        for name, value in COMPARED.findall(text):
            if name in choices:
                odd = text.replace(f'"{value}"', f'"{value}-x"', 1)
                yield Mutant(f"compare {name} with no option", put(data, path, odd), "E009")
            number = text.replace(f'"{value}"', "1", 1)
            yield Mutant(f"compare {name} with a number", put(data, path, number), "E006")


def break_fields(data: Data) -> Iterator[Mutant]:
    """Take from each field what its type needs, ask it twice, give it what means nothing."""
    for path, field in fields(data):
        name = field["id"]
        if field["type"] == "choice":
            yield Mutant(f"drop the options of {name}", cut(data, (*path, "options")), "D003")
        if field["type"] == "file":
            yield Mutant(f"drop accept of {name}", cut(data, (*path, "accept")), "D004")
        page, position = path[:-1], path[-1]
        if position == 0:
            again = [*at(data, page), field]
            yield Mutant(f"ask {name} twice", put(data, page, again), "D002")
        odd = put(data, (*path, "min"), 1 if field["type"] == "date" else "today")
        yield Mutant(f"bound {name} oddly", odd, _code_of_bound(field["type"]))


def _code_of_bound(kind: str) -> str:
    if kind == "group":
        return "D014"
    return "D006" if kind in {"integer", "decimal", "area", "date"} else "D005"


def break_asking(data: Data) -> Iterator[Mutant]:
    """Let what is relied upon go unanswered, and ask a condition's field after it."""
    contact = data["form"]["contact"]
    quoted = set(data.get("act", {}).get("identity", ()))
    always = {one["id"]: one for _path, one in fields(data) if one.get("required", True)}
    reach = {contact.get("mail"), contact.get("phone")} & always.keys()
    named = set(contact["name"]) & always.keys()
    if "complaint" in data:
        # One may complain without a name, and without any way to be reached.
        reach, named = set(), set()
    for path, field in fields(data):
        optional = put(data, path, {**field, "required": False})
        if reach == {field["id"]}:
            yield Mutant(f"{field['id']} may be missing", optional, "D011")
        elif named == {field["id"]}:
            yield Mutant(f"{field['id']} may be missing", optional, "D012")
        elif field["id"] in quoted and field.get("required", True):
            yield Mutant(f"{field['id']} may be missing", optional, "D043")
        if path[-1] == 0:
            own = put(data, (*path, "when"), f"answers.{field['id']} != null")
            yield Mutant(f"ask {field['id']} if it is answered", own, "D001")


def break_words(data: Data) -> Iterator[Mutant]:
    """Drop texts and languages."""
    for path, state in placed(data, "procedure", "states"):
        yield Mutant(f"explain {path[-1]} no more", cut(data, (*path, "explanation")), "D023")
        yield Mutant(f"no English for {path[-1]}", cut(data, (*path, "label", "en")), "D020")
        label = {**state["label"], "de": "Zustand"}
        yield Mutant(f"German for {path[-1]}", put(data, (*path, "label"), label), "D021")
    for path, one in placed(data, "procedure", "transitions"):
        if one["by"] != "system":
            yield Mutant(f"no label for {one['fire']}", cut(data, (*path, "label")), "D022")
    for path, _texts in placed(data, "reasons"):
        yield Mutant(f"no French for {path[-1]}", cut(data, (*path, "fr")), "D020")
    for path, _note in placed(data, "demo"):
        odd = f"{path[-1]}_x"
        yield Mutant(f"misspell the demo value {path[-1]}", renamed(data, path, odd), "D027")
    yield Mutant("one title for all", put(data, ("title",), "Titre"), "G007")


def break_grammar(data: Data) -> Iterator[Mutant]:
    """Misspell the keys of the language."""
    for group in GROUPS:
        try:
            keys = list(at(data, group))
        except (KeyError, IndexError):
            continue
        for key in keys:
            path: Path = (*group, key)
            called = ".".join(str(part) for part in path)
            yield Mutant(f"misspell the key {called}", renamed(data, path, f"{key}x"), "G002")


def in_euros(value: Any) -> Any:
    """Write every amount of a price in other money."""
    if isinstance(value, Mapping):
        return {key: in_euros(one) for key, one in value.items()}
    if isinstance(value, list):
        return [in_euros(one) for one in value]
    return AMOUNT.sub(r"\1 EUR", value) if isinstance(value, str) else value


def break_prices(data: Data) -> Iterator[Mutant]:
    """Price in other money, twice, by a quantity that may be missing, and forget the act."""
    for path, line in placed(data, "tariff"):
        item = line["item"]
        yield Mutant(f"{item} in euros", put(data, path, in_euros(line)), "D030")
        twice = put(data, ("tariff",), [*data["tariff"], line])
        yield Mutant(f"{item} twice", twice, "D031")
        for quantity, field in fields(data):
            if line.get("per") == f"answers.{field['id']}":
                optional = put(data, quantity, {**field, "required": False})
                yield Mutant(f"{item} by a missing quantity", optional, "D032")


def break_routing(data: Data) -> Iterator[Mutant]:
    """Send cases where nobody is: unknown offices, agent queues without a pool."""
    signatories = signed_by(data)
    for path, state in placed(data, "procedure", "states"):
        queue = state.get("queue")
        if queue is None:
            continue
        others = put(data, (*path, "queue"), f"{queue}x")
        code = "P017" if queue == signatories else "D053"
        yield Mutant(f"queue of {path[-1]} without a pool", others, code)
        nowhere = put(data, (*path, "office"), '"nowhere"')
        yield Mutant(f"send {path[-1]} nowhere", nowhere, "D052")
        number = put(data, (*path, "office"), "1")
        yield Mutant(f"send {path[-1]} to a number", number, "E007")
    yield Mutant("unknown office", put(data, ("office",), f"{data['office']}x"), "D051")
    unknown = put(data, ("authority",), f"{data['authority']}x")
    yield Mutant("unknown authority", unknown, "D050")


def break_act(data: Data) -> Iterator[Mutant]:
    """Forget the act, number it badly, quote what it does not have."""
    if "act" not in data:
        return
    yield Mutant("no act", cut(data, ("act",)), "D040")
    yield Mutant("act without year", put(data, ("act", "number"), "A-{serial:07}"), "G011")
    for path, text in _statements(data):
        odd = put(data, path, text + " {act.colour}")
        yield Mutant(f"quote a colour ({path[-1]})", odd, "G012")
    if "{act.valid_until}" in str(data["act"]) and "valid_for" in data["act"]:
        yield Mutant("valid for no time", cut(data, ("act", "valid_for")), "D046")
    for _path, field in fields(data):
        if field["type"] == "file":
            named = put(data, ("act", "identity"), [*data["act"]["identity"], field["id"]])
            yield Mutant(f"print {field['id']} on the act", named, "D044")


def break_retention(data: Data) -> Iterator[Mutant]:
    """Keep what is known of people without end, or shorter than the act is valid."""
    yield Mutant("no retention", cut(data, ("retention",)), "G001")
    for key in ("answers", "attachments"):
        yield Mutant(f"keep {key} for ever", cut(data, ("retention", key)), "G001")
        odd = put(data, ("retention", key), "always")
        yield Mutant(f"keep {key} always", odd, "G009")
    if "act" in data:
        yield Mutant("keep the act for ever", cut(data, ("retention", "act")), "D047")
    if "valid_for" in data.get("act", {}):
        short = put(data, ("retention", "act"), "1 day")
        yield Mutant("keep the act for a day", short, "D048")


def _statements(data: Data) -> Iterator[tuple[Path, str]]:
    for path, texts in placed(data, "act", "statements") if "act" in data else ():
        yield from (((*path, language), text) for language, text in texts.items())


DEFINITION_OPERATORS: tuple[Operator, ...] = (
    misspell_fields,
    misuse_fields,
    break_fields,
    break_asking,
    break_words,
    break_grammar,
    break_prices,
    break_routing,
    break_act,
    break_retention,
)
