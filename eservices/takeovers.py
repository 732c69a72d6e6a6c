"""Who treats a case from now on, and what takes the place of what, in the applicant's words."""

from eservices.definition.model import EService
from eservices.texts import mark, translate
from workflows.handing_over import Why
from workflows.journal import Entry, Happening
from workflows.language.values import Text

TRANSFERRED_TO = mark("%(office)s treats it from now on. The delays stay as they were.")
TAKEN_OVER = mark(
    "%(office)s treats it from now on instead of %(former)s, so that you wait no longer than "
    "needed. Your application keeps its date in the queue."
)
PASSED_ON = mark(
    "%(office)s treats it from now on instead of %(former)s, which saw that it belongs there. "
    "Your application keeps its date in the queue."
)
PROMISE_STANDS = mark("The promised delay stays as it was.")
REPLACED_BY = mark("It is replaced by no. %(number)s.")


def taken_by(entry: Entry, service: EService, language: str) -> str:
    """Say which office treats the case from now on, and instead of which."""
    if entry.trigger != Happening.OVERFLOWED:
        return named_in(entry, "office", TRANSFERRED_TO, language)
    names = (Text(entry.data[key]).in_language(language) for key in ("office", "from"))
    told = dict(zip(("office", "former"), names, strict=True))
    stands = "" if service.promise is None else translate(PROMISE_STANDS, language)
    sentence = PASSED_ON if entry.data["why"] == Why.PASSED_ON else TAKEN_OVER
    return f"{translate(sentence, language, **told)} {stands}".strip()


def named_in(entry: Entry, key: str, sentence: str, language: str) -> str:
    """Say a sentence about what an entry names under a key; nothing where it names none."""
    said = entry.data.get(key)
    if not said:
        return ""
    name = Text(said).in_language(language) if isinstance(said, dict) else said
    return translate(sentence, language, **{key: name})
