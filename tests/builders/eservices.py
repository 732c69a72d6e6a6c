"""A small e-service with every kind of question and step, published and lodged under."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection

from eservices.definition.model import EService
from eservices.definition.publish import publish
from tests.builders.kernel import OFFICE, PROCEDURE

#: What an applicant of the small e-service answers; the reachable ones must never be shown.
MAIL, PHONE = "afi.dossou@example.org", "+22997000000"
ANSWERS: Mapping[str, Any] = {
    "surname": "Dossou",
    "given_names": "Afi",
    "sex": "F",
    "born_on": "1994-03-01",
    "purpose": "examination",
    "mail": MAIL,
    "phone": PHONE,
}

#: Words for the steps and moves of the kernel's small procedure.
STATES = {
    "awaiting_payment": ("Paiement attendu", "Payment awaited"),
    "verification": ("Vérification", "Verification"),
    "awaiting_applicant": ("Réponse attendue", "Waiting for an answer"),
    "signature": ("Signature", "Signature"),
    "issuing": ("Établissement", "Being issued"),
    "delivered": ("Délivré", "Issued"),
    "refused": ("Refusé", "Refused"),
    "withdrawn": ("Retiré", "Withdrawn"),
    "court_opinion": ("Avis du tribunal", "Opinion of the court"),
}
MOVES = {
    "ask_applicant": ("Demander une correction", "Ask for a correction"),
    "approve": ("Proposer à la signature", "Submit for signature"),
    "sign": ("Signer", "Sign"),
    "send_back": ("Renvoyer à la vérification", "Send back for verification"),
    "refuse": ("Refuser la demande", "Refuse the application"),
    "consult_court": ("Consulter le tribunal", "Consult the court"),
    "give_opinion": ("Rendre l’avis", "Give the opinion"),
}


def _text(words: tuple[str, str]) -> dict[str, str]:
    return dict(zip(("fr", "en"), words, strict=True))


def _field(name: str, kind: str, words: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"id": name, "type": kind, "label": _text(words), **more}


def _option(value: str, words: tuple[str, str]) -> dict[str, Any]:
    return {"value": value, "label": _text(words)}


FORM: Mapping[str, Any] = {
    "pages": [
        {
            "page": "identity",
            "title": _text(("Votre identité", "Your identity")),
            "fields": [
                _field("surname", "person-name", ("Nom", "Surname")),
                _field("given_names", "person-name", ("Prénoms", "Given names")),
                _field(
                    "sex",
                    "choice",
                    ("Sexe", "Sex"),
                    options=[
                        _option("F", ("Féminin", "Female")),
                        _option("M", ("Masculin", "Male")),
                    ],
                ),
                _field("born_on", "date", ("Date de naissance", "Date of birth"), max="today"),
            ],
        },
        {
            "page": "contact",
            "title": _text(("Vous joindre", "How to reach you")),
            "fields": [
                _field("mail", "mail", ("Adresse électronique", "Email address")),
                _field("phone", "phone", ("Téléphone", "Telephone"), required=False),
            ],
        },
        {
            "page": "documents",
            "title": _text(("Vos pièces", "Your documents")),
            "fields": [
                _field(
                    "birth_certificate",
                    "file",
                    ("Acte de naissance", "Birth certificate"),
                    accept=["pdf", "jpeg", "png"],
                ),
            ],
        },
    ],
    "contact": {"name": ["surname", "given_names"], "mail": "mail", "phone": "phone"},
}

#: Added to the kernel's small procedure, so that each kind of question is asked somewhere.
OPINION: Mapping[str, Any] = {
    "states": {"court_opinion": {"stage": "review", "queue": "records", "deadline": "2 days"}},
    "transitions": [
        {
            "fire": "consult_court",
            "from": "verification",
            "to": "court_opinion",
            "by": "agent",
            "asks": ["message", "note"],
        },
        {
            "fire": "give_opinion",
            "from": "court_opinion",
            "to": "verification",
            "by": "agent",
            "asks": ["opinion"],
        },
    ],
}


def _labelled(transition: dict[str, Any]) -> dict[str, Any]:
    words = MOVES.get(transition["fire"])
    return {**transition, "label": _text(words)} if words else transition


def _procedure() -> dict[str, Any]:
    states = PROCEDURE["states"] | OPINION["states"]
    transitions = [*PROCEDURE["transitions"], *OPINION["transitions"]]
    return {
        "initial": PROCEDURE["initial"],
        "states": {name: {**state, "label": _text(STATES[name])} for name, state in states.items()},
        "transitions": [_labelled(transition) for transition in transitions],
    }


@cache
def an_eservice() -> EService:
    """Declare the small e-service: reasons, an act, and fields by which people are reached."""
    return EService.model_validate(
        {
            "eservice": "criminal-record",
            "code": "PS00373",
            "title": _text(("Casier judiciaire", "Criminal record")),
            "pack": "benin",
            "languages": ["fr", "en"],
            "currency": "XOF",
            "authority": "cncj",
            "office": OFFICE,
            "audience": ["citizen"],
            "sheet": {
                "summary": _text(("Un extrait.", "An extract.")),
                "who": _text(("Tout citoyen.", "Any citizen.")),
                "steps": [_text(("Demandez.", "Apply."))],
            },
            "form": FORM,
            "promise": {"within": "72 hours", "starts": "paid", "pauses": ["applicant"]},
            "procedure": _procedure(),
            "reasons": {
                "unreadable": _text(("Une pièce est illisible.", "A document is unreadable.")),
                "identity_mismatch": _text(("L’identité diffère.", "The identity differs.")),
            },
            "act": {
                "title": _text(("Bulletin n° 3", "Bulletin no. 3")),
                "number": "CJ-{year}-{serial:07}",
                "statements": [
                    _text(("Nom : {answers.surname}", "Name: {answers.surname}")),
                    _text(("Demande {case.reference}", "Application {case.reference}")),
                ],
                "signed_by": "signatories",
                "signatory_title": _text(("Le magistrat", "The magistrate")),
            },
            "retention": {"answers": "2 years", "attachments": "3 months"},
        }
    )


def publish_small(connection: Connection) -> str:
    """Publish the small e-service and give its checksum."""
    return publish(connection, an_eservice())
