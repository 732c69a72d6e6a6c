"""Properties of the words: every text in every language, and nothing left unsaid."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from delivery.gsm import SINGLE, length_in_sms, strange_to_sms
from delivery.notices import NOTICE_VALUES, SMS_VALUES
from delivery.placeholders import PlaceholderError, fill, placeholders
from eservices.definition import rules
from eservices.definition.model import EService, Notice
from eservices.definition.surroundings import Surroundings
from workflows.actors import Role
from workflows.journal import Happening
from workflows.language.findings import closest
from workflows.language.procedure import Stage
from workflows.language.source import ValuePath
from workflows.language.values import Text
from workflows.verifier.flaws import Flaw, state_at, transition_at

#: The key of a notice's short message.
SMS = "sms"
#: Stages whose beginning the applicant must hear of.
TOLD = frozenset({Stage.APPLICANT, Stage.DELIVERED, Stage.REFUSED, Stage.WITHDRAWN})


def texts(part: Any, at: ValuePath = ()) -> Iterator[tuple[ValuePath, Text]]:
    """List every text of a part of a definition with its path, the last one first."""
    waiting: list[tuple[ValuePath, Any]] = [(at, part)]
    while waiting:
        place, one = waiting.pop()
        if type(one) is Text:
            yield place, one
        else:
            waiting += [((*place, key), inner) for key, inner in _parts(one)]


def _parts(one: Any) -> Iterable[tuple[str | int, Any]]:
    """List what a part of a definition consists of, each by the key that the file gives it."""
    if type(one) is tuple:
        return enumerate(one)
    if type(one) is dict:
        return one.items()
    if isinstance(one, BaseModel):
        values = one.__dict__
        return [(key, values[name]) for name, key in _written_keys(type(one))]
    return ()


@cache
def _written_keys(part: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """Pair the fields of a part that may hold texts with their keys in the file."""
    return tuple(
        (name, field.alias or name)
        for name, field in part.model_fields.items()
        if not isinstance(field.annotation, type) or issubclass(field.annotation, BaseModel)
    )


def texts_are_in_every_language(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every text exists in every language of the pack, and in no other."""
    for at, text in texts(eservice):
        if at[0] != "notices" or at[1] in own_notices(eservice, surroundings):
            yield from languages_of(text, at, surroundings.languages)


def languages_of(text: Text, at: ValuePath, languages: tuple[str, ...]) -> Iterator[Flaw]:
    """Find the languages that a text lacks or has too many."""
    for language in languages:
        if not text.root.get(language, "").strip():
            yield Flaw(rules.MISSING_TEXT, at, {"language": language})
    for language in text.root.keys() - set(languages):
        values = {"language": language, "known": ", ".join(languages)}
        yield Flaw(rules.EXTRA_TEXT, (*at, language), values)


def buttons_have_labels(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every transition that a person fires says what its button says."""
    for position, transition in enumerate(eservice.procedure.transitions):
        if transition.by is not Role.SYSTEM and transition.label is None:
            yield Flaw(rules.NO_LABEL, transition_at(position), {"fire": transition.fire})


def states_are_explained(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every state tells the applicant what happens there."""
    for name, state in eservice.procedure.states.items():
        if state.explanation is None:
            yield Flaw(rules.NO_EXPLANATION, state_at(name), {"state": name})


def applicants_hear_of_what_matters(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """The applicant gets a notice of every wait for them and of every end."""
    for name, state in eservice.procedure.states.items():
        if state.stage in TOLD and not {name, state.stage.value} & eservice.notices.keys():
            yield Flaw(rules.NO_NOTICE, state_at(name), {"state": name})


def notices_belong_to_states(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every notice is named after a state, a stage, or what may happen to a case besides."""
    known = {*eservice.procedure.states, *(stage.value for stage in Stage), *Happening}
    for name in own_notices(eservice, surroundings):
        if name not in known:
            values = {"name": name, "near": closest(name, known)}
            yield Flaw(rules.UNKNOWN_NOTICE, ("notices", name), values)


def notices_quote_known_values(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Notices quote only what a notice can know."""
    for name, notice in own_notices(eservice, surroundings).items():
        yield from quotes_of(notice, ("notices", name))


def quotes_of(notice: Notice, at: ValuePath) -> Iterator[Flaw]:
    """Find what a notice quotes and cannot know."""
    for path, text in texts(notice, at):
        known = SMS_VALUES.keys() if path[-1] == SMS else NOTICE_VALUES
        for language, words in text.root.items():
            for quoted in _unknown_quotes(words, known):
                values = {"name": quoted, "known": ", ".join(sorted(known))}
                yield Flaw(rules.NOTICE_QUOTES, (*path, language), values)


def _unknown_quotes(words: str, known: Collection[str]) -> list[str]:
    try:
        return [name for name in placeholders(words) if name not in known]
    except PlaceholderError:
        return ["{"]


def short_messages_fit(eservice: EService, surroundings: Surroundings) -> Iterator[Flaw]:
    """Every short message fits in one, in letters that every telephone shows."""
    for name, notice in own_notices(eservice, surroundings).items():
        yield from misfits_of(notice, ("notices", name))


def misfits_of(notice: Notice, at: ValuePath) -> Iterator[Flaw]:
    """Find what makes a short message take more than one, or cost twice."""
    for language, words in ({} if notice.sms is None else notice.sms.root).items():
        place = (*at, SMS, language)
        if _unknown_quotes(words, SMS_VALUES.keys()):
            continue
        said = fill(words, {name: "0" * size for name, size in SMS_VALUES.items()})
        if strange := strange_to_sms(said):
            yield Flaw(rules.SMS_LETTERS, place, {"characters": " ".join(strange)})
        length = length_in_sms(said)
        if length > SINGLE:
            yield Flaw(rules.SMS_LENGTH, place, {"length": str(length), "limit": str(SINGLE)})


def demo_values_exist(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Every value marked as a demonstration value is one of the definition's."""
    for name in eservice.demo:
        if not exists(eservice, name.split(".")):
            yield Flaw(rules.UNKNOWN_DEMO, ("demo", name), {"name": name})


def exists(part: Any, names: list[str]) -> bool:
    """Tell whether a dotted path leads to a value; items of lists go by their own names."""
    if not names:
        return part is not None
    if isinstance(part, BaseModel):
        field = next(
            (key for key, one in type(part).model_fields.items() if names[0] in {key, one.alias}),
            None,
        )
        if field is not None:
            return exists(getattr(part, field), names[1:])
        return any(
            exists(getattr(part, key), names) for key in type(part).model_fields if key in LISTS
        )
    if isinstance(part, dict):
        return names[0] in part and exists(part[names[0]], names[1:])
    if isinstance(part, tuple):
        return any(_is_called(one, names[0]) and exists(one, names[1:]) for one in part) or any(
            exists(one, names) for one in part if isinstance(one, BaseModel) and _lists(one)
        )
    return False


#: Lists whose items a dotted path may name without naming the list, as in `form.birth_court`.
LISTS = ("pages", "fields")
#: The keys by which items of lists are called.
CALLED_BY = ("id", "page", "item", "fire", "slug", "login")


def _is_called(part: Any, name: str) -> bool:
    return any(getattr(part, key, None) == name for key in CALLED_BY)


def _lists(part: BaseModel) -> bool:
    return any(key in type(part).model_fields for key in LISTS)


def own_notices(eservice: EService, surroundings: Surroundings) -> dict[str, Notice]:
    """Keep the notices that the file itself gives; the pack's are checked with the pack."""
    return {
        name: notice
        for name, notice in eservice.notices.items()
        if surroundings.notices.get(name) is not notice
    }
