"""Properties of checks across answers: decided on every branch, and said beside what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from eservices.definition import rules, rules_of_forms
from eservices.definition.form import Check, Page
from eservices.definition.model import EService
from eservices.definition.outcome import written
from eservices.definition.samples import sample_answers
from eservices.definition.surroundings import Surroundings
from eservices.definition.truths import SOME_DAY, Answers
from workflows.language.conditions import compile_condition
from workflows.language.findings import closest
from workflows.language.source import ValuePath
from workflows.verifier.flaws import Flaw


@dataclass(frozen=True, slots=True)
class PlacedCheck:
    """A check, where it stands, and its page unless it looks at the whole form."""

    check: Check
    at: ValuePath
    page: Page | None

    @property
    def texts(self) -> tuple[str, ...]:
        """List its expressions."""
        return (self.check.holds, *((self.check.when,) if self.check.when else ()))


def placed_checks(eservice: EService) -> Iterator[PlacedCheck]:
    """List the checks of the pages, then those of the form."""
    for number, page in enumerate(eservice.form.pages):
        for place, check in enumerate(page.checks):
            yield PlacedCheck(check, ("form", "pages", number, "checks", place), page)
    for place, check in enumerate(eservice.form.checks):
        yield PlacedCheck(check, ("form", "checks", place), None)


def checks_bear_single_names(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """No two checks bear the same name."""
    seen: set[str] = set()
    for placed in placed_checks(eservice):
        name = placed.check.check
        if name in seen:
            yield Flaw(rules.DUPLICATE_NAME, (*placed.at, "check"), {"name": name})
        seen.add(name)


def checks_are_said_beside_fields(
    eservice: EService, _surroundings: Surroundings
) -> Iterator[Flaw]:
    """What a check says stands beside fields of its own page, one of which it reads."""
    for placed in placed_checks(eservice):
        page = eservice.form.fields() if placed.page is None else placed.page.fields
        known = [field.id for field in page]
        for place, name in enumerate(placed.check.fields):
            if name not in known:
                values = {"name": name, "near": closest(name, known)}
                yield Flaw(rules_of_forms.CHECK_ELSEWHERE, (*placed.at, "fields", place), values)


def checks_can_be_decided(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Whatever is answered, a check that is looked at finds the answers it needs."""
    for placed in placed_checks(eservice):
        answers = _undecided(eservice, placed)
        if answers is not None:
            values = {"check": placed.check.check, "answers": written(answers)}
            yield Flaw(rules_of_forms.CHECK_UNDECIDED, (*placed.at, "holds"), values)


def checks_can_hold(eservice: EService, _surroundings: Surroundings) -> Iterator[Flaw]:
    """Some answers satisfy a check, so that the form can be sent at all."""
    for placed in placed_checks(eservice):
        verdicts = {_verdict(placed, answers) for answers in _samples(eservice, placed)}
        if verdicts and True not in verdicts and None not in verdicts:
            yield Flaw(rules_of_forms.CHECK_IMPOSSIBLE, placed.at, {"check": placed.check.check})


def _undecided(eservice: EService, placed: PlacedCheck) -> Answers | None:
    for answers in _samples(eservice, placed):
        if _verdict(placed, answers) is None or any(
            answers.get(name) is None for name in placed.check.fields
        ):
            return answers
    return None


def _verdict(placed: PlacedCheck, answers: Answers) -> bool | None:
    return compile_condition(placed.check.holds).verdict(answers, SOME_DAY)


def _samples(eservice: EService, placed: PlacedCheck) -> Iterator[Answers]:
    """Yield answers for which a check is looked at: its page is shown, and its condition holds."""
    beside = [f"answers.{name} == null" for name in placed.check.fields]
    when = [] if placed.page is None or placed.page.when is None else [placed.page.when]
    gates = [*when, *([placed.check.when] if placed.check.when else ())]
    for answers in sample_answers(eservice.form, [*placed.texts, *when, *beside]):
        if all(compile_condition(gate).holds(answers, SOME_DAY) for gate in gates):
            yield answers
