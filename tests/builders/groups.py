"""A small form with a repeating group and checks, of one page and of two."""

from functools import cache
from typing import Any

from eservices.definition.form import Field, Form

#: What fills the first page rightly, as typed.
PARENT = {
    "parent": "Dossou",
    "share": "10",
    "since-day": "1",
    "since-month": "3",
    "since-year": "2024",
    "until-day": "1",
    "until-month": "3",
    "until-year": "2025",
    "mail": "afi@example.org",
}
PROOF = {"id": "proof", "type": "file", "accept": ["pdf"]}


def _text(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


CHILDREN: dict[str, Any] = {
    "id": "children",
    "type": "group",
    "label": _text("Les enfants", "The children"),
    "item": _text("Enfant", "Child"),
    "max": 4,
    "named_by": ["name"],
    "fields": [
        {"id": "name", "type": "person-name", "label": _text("Nom", "Name")},
        {"id": "minor", "type": "boolean", "label": _text("Mineur", "Minor")},
        {
            "id": "school",
            "type": "text",
            "label": _text("École", "School"),
            "when": "item.minor == true",
        },
    ],
}
PAGES: list[dict[str, Any]] = [
    {
        "page": "parent",
        "title": _text("Le parent", "The parent"),
        "fields": [
            {"id": "parent", "type": "person-name", "label": _text("Nom", "Name")},
            {"id": "share", "type": "integer", "label": _text("Part", "Share")},
            {"id": "since", "type": "date", "label": _text("Depuis", "Since")},
            {"id": "until", "type": "date", "label": _text("Jusqu’à", "Until")},
            {"id": "mail", "type": "mail", "label": _text("Courriel", "Mail")},
        ],
        "checks": [
            {
                "check": "in_order",
                "holds": "answers.since <= answers.until",
                "message": _text(
                    "La fin vient avant le début.", "The end comes before the beginning."
                ),
                "fields": ["since", "until"],
            }
        ],
    },
    {"page": "family", "title": _text("La famille", "The family"), "fields": [CHILDREN]},
]
CHECK = {
    "check": "fair",
    "when": "count(answers.children) >= 2",
    "holds": "answers.share <= 50",
    "message": _text("Cinquante au plus pour deux enfants.", "Fifty at most for two children."),
    "fields": ["share", "children"],
}
CONTACT = {"name": ["parent"], "mail": "mail"}


def a_group() -> Field:
    """Declare the group alone."""
    return Field.model_validate(CHILDREN)


def grouped_content(*, with_proof: bool = False) -> dict[str, Any]:
    """Write the form as a file does; a proof asks a document of each child."""
    proof = [{**PROOF, "label": _text("Acte", "Certificate")}] if with_proof else []
    children = {**CHILDREN, "fields": [*CHILDREN["fields"], *proof]}
    pages = [PAGES[0], {**PAGES[1], "fields": [children]}]
    return {"pages": pages, "contact": CONTACT, "checks": [CHECK]}


@cache
def a_grouped_form(*, with_proof: bool = False) -> Form:
    """Declare the form."""
    return Form.model_validate(grouped_content(with_proof=with_proof))
