"""What an e-service says of the act it issues: title, number, statements, validity, signatory."""

from pydantic import field_validator

from delivery.placeholders import ANSWERS, check_number, check_statement, placeholders
from delivery.validity import ADDITIONS
from workflows.language.values import Name, Part, Span, Text


class ActTemplate(Part):
    """The act as the definition declares it; texts may quote the case through placeholders."""

    title: Text
    #: Such as `CJ-{year}-{serial:07}`; gapless within a year.
    number: str
    #: Fields printed as a table under the title, each with its own label: who the act is about.
    identity: tuple[Name, ...] = ()
    statements: tuple[Text, ...]
    valid_for: Span | None = None
    #: The agent queue whose members sign.
    signed_by: Name
    signatory_title: Text

    @field_validator("number")
    @classmethod
    def number_is_written_well(cls, value: str) -> str:
        """Refuse a number without year or serial: two acts would bear the same one."""
        check_number(value)
        return value

    @field_validator("statements")
    @classmethod
    def statements_quote_known_values(cls, value: tuple[Text, ...]) -> tuple[Text, ...]:
        """Refuse, in every language, a placeholder that the grammar does not know."""
        for statement in value:
            for words in statement.root.values():
                check_statement(words)
        return value

    @field_validator("valid_for")
    @classmethod
    def validity_is_counted_in_whole_days(cls, value: Span | None) -> Span | None:
        """Refuse hours and working time: an act is valid to the end of a day."""
        if value is not None and value.unit not in ADDITIONS:
            msg = "an act is valid for days, months or years, such as '3 months'"
            raise ValueError(msg)
        return value

    def placeholders(self) -> tuple[str, ...]:
        """List the placeholders of all statements in all languages, each once."""
        texts = (words for statement in self.statements for words in statement.root.values())
        return tuple(dict.fromkeys(name for words in texts for name in placeholders(words)))

    def answers_quoted(self) -> tuple[str, ...]:
        """List the form fields that the act prints, so that the verifier can look for them."""
        quoted = (name for name in self.placeholders() if name.startswith(ANSWERS))
        return tuple(
            dict.fromkeys((*self.identity, *(name.removeprefix(ANSWERS) for name in quoted)))
        )
