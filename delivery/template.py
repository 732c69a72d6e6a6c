"""What an e-service says of the act it issues: title, number, statements, validity, signatory."""

from pydantic import field_validator

from delivery.placeholders import ANSWERS, check_number, check_statement, placeholders
from workflows.language.values import Name, Part, Span, Text


class ActTemplate(Part):
    """The act as the definition declares it; texts may quote the case through placeholders."""

    title: Text
    #: Such as `CJ-{year}-{serial:07}`; gapless within a year.
    number: str
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

    def placeholders(self) -> tuple[str, ...]:
        """List the placeholders of all statements in all languages, each once."""
        texts = (words for statement in self.statements for words in statement.root.values())
        return tuple(dict.fromkeys(name for words in texts for name in placeholders(words)))

    def answers_quoted(self) -> tuple[str, ...]:
        """List the form fields that the act prints, so that the verifier can look for them."""
        return tuple(
            name.removeprefix(ANSWERS) for name in self.placeholders() if name.startswith(ANSWERS)
        )
