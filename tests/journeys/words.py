"""The words on the buttons and links that people press, in each language of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader of one language looks for on a page."""

    locale: str
    apply: str
    go_on: str
    send: str
    pay: str
    play_money: str
    bank_refuses: str
    pay_later: str
    follow: str
    answer: str
    send_answer: str
    download: str
    receipt: str
    withdraw: str
    verify_file: str
    verify_code: str
    the_file: str
    the_code: str
    login: str
    password: str
    sign_in: str
    next_case: str
    board: str


FRENCH = Words(
    locale="fr-FR",
    apply="Faire ma demande",
    go_on="Enregistrer et continuer",
    send="Envoyer ma demande",
    pay="Payer",
    play_money="Payer avec de l’argent fictif",
    bank_refuses="Simuler un refus de la banque",
    pay_later="Payer plus tard : garder mon lien",
    follow="Suivre ma demande",
    answer="Répondre",
    send_answer="Envoyer ma réponse",
    download="Télécharger mon acte",
    receipt="Quittance n°",
    withdraw="Retirer ma demande",
    verify_file="Vérifier le fichier",
    verify_code="Vérifier le code",
    the_file="Le PDF que vous avez reçu",
    the_code="Code de vérification",
    login="Identifiant",
    password="Mot de passe",
    sign_in="Se connecter",
    next_case="Dossier suivant",
    board="Tableau de bord",
)

ENGLISH = Words(
    locale="en-GB",
    apply="Apply online",
    go_on="Save and continue",
    send="Send my application",
    pay="Pay",
    play_money="Pay with play money",
    bank_refuses="Pretend that the bank refuses",
    pay_later="Pay later: keep my link",
    follow="Follow my application",
    answer="Answer",
    send_answer="Send my answer",
    download="Download my document",
    receipt="Receipt no.",
    withdraw="Withdraw my application",
    verify_file="Verify the file",
    verify_code="Verify the code",
    the_file="The PDF that you received",
    the_code="Verification code",
    login="Login",
    password="Password",
    sign_in="Sign in",
    next_case="Next case",
    board="Board",
)

WORDS: Mapping[str, Words] = {"fr": FRENCH, "en": ENGLISH}
