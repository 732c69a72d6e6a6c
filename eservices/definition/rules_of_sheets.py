"""The rules of what the catalogue shows of an e-service."""

from eservices.definition.rules import Rule
from workflows.language.findings import mark

NOT_IN_PACK = Rule(
    "D076",
    mark("“%(name)s” is not one of the pack's %(kind)s."),
    mark("Write a name that exists, or add it under “%(kind)s” in the pack."),
)
PROFILE_UNSAID = Rule(
    "D077",
    mark("Nothing says in words whom the profile “%(name)s” is."),
    mark("Add “when” to this document: who needs it."),
)
