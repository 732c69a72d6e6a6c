"""Thousands of other sheets, as a national catalogue has them, among which the right one is found.

They share the commonest words with what people look for: certificates, permits, cards, acts.
"""

import random
from collections.abc import Iterator

from eservices.catalogue.entries import CALLED, MENTIONED, TITLE, TOLD, Entry, SheetKind
from workflows.language.values import Text

KINDS: tuple[tuple[str, str], ...] = (
    ("Autorisation d’exercice", "Authorisation to practise"),
    ("Agrément", "Accreditation"),
    ("Licence d’exploitation", "Operating licence"),
    ("Certificat d’enregistrement", "Certificate of registration"),
    ("Certificat sanitaire", "Health certificate"),
    ("Certificat de scolarité", "School attendance certificate"),
    ("Certificat d’origine", "Certificate of origin"),
    ("Attestation de non-redevance", "Tax clearance"),
    ("Attestation d’inscription", "Attestation of enrolment"),
    ("Attestation de réussite", "Attestation of success"),
    ("Carte professionnelle", "Professional card"),
    ("Carte d’étudiant", "Student card"),
    ("Carte d’acheteur", "Buyer card"),
    ("Permis d’exploitation", "Exploitation permit"),
    ("Permis de recherche", "Prospecting permit"),
    ("Permis de coupe", "Felling permit"),
    ("Permis de chasse", "Hunting permit"),
    ("Acte de cession", "Deed of transfer"),
    ("Acte de décès", "Death certificate"),
    ("Acte de mariage", "Marriage certificate"),
    ("Déclaration d’existence", "Declaration of existence"),
    ("Déclaration d’importation", "Import declaration"),
    ("Enregistrement", "Registration"),
    ("Homologation", "Approval"),
    ("Immatriculation", "Matriculation"),
    ("Inscription au concours", "Entry for the competition"),
    ("Bourse d’études", "Scholarship"),
    ("Subvention", "Subsidy"),
    ("Remboursement", "Reimbursement"),
    ("Duplicata de diplôme", "Duplicate of a diploma"),
    ("Équivalence de diplôme", "Equivalence of a diploma"),
    ("Pension de retraite", "Retirement pension"),
    ("Allocation familiale", "Family allowance"),
    ("Visa de long séjour", "Long-stay visa"),
    ("Extrait du registre", "Extract of the register"),
    ("Copie conforme", "Certified copy"),
)
OBJECTS: tuple[tuple[str, str], ...] = (
    ("pharmacie", "pharmacy"),
    ("clinique vétérinaire", "veterinary clinic"),
    ("école privée", "private school"),
    ("boulangerie", "bakery"),
    ("société de gardiennage", "guarding company"),
    ("agence de voyages", "travel agency"),
    ("bar et restaurant", "bar and restaurant"),
    ("station-service", "petrol station"),
    ("semences de coton", "cotton seed"),
    ("engrais et pesticides", "fertiliser and pesticides"),
    ("anacarde et karité", "cashew and shea"),
    ("produits laitiers", "dairy products"),
    ("viande et volaille", "meat and poultry"),
    ("pêche artisanale", "small-scale fishing"),
    ("transport de marchandises", "carriage of goods"),
    ("taxi-moto", "motorcycle taxi"),
    ("véhicule importé", "imported vehicle"),
    ("drone civil", "civil drone"),
    ("fréquence radio", "radio frequency"),
    ("journal et presse", "newspaper and press"),
    ("association culturelle", "cultural association"),
    ("coopérative agricole", "farming cooperative"),
    ("mine artisanale", "small-scale mine"),
    ("carrière de sable", "sand quarry"),
    ("forage d’eau", "water borehole"),
    ("panneau publicitaire", "advertising board"),
    ("marché public", "public procurement"),
    ("laboratoire d’analyses", "testing laboratory"),
    ("cabinet comptable", "accounting firm"),
    ("huissier et notaire", "bailiff and notary"),
    ("enseignant du secondaire", "secondary teacher"),
    ("infirmier et sage-femme", "nurse and midwife"),
    ("élève boursier", "pupil with a scholarship"),
    ("orphelin", "orphan"),
    ("personne handicapée", "disabled person"),
    ("ancien combattant", "veteran"),
    ("travailleur étranger", "foreign worker"),
    ("navire de commerce", "merchant ship"),
    ("aéronef léger", "light aircraft"),
    ("jeu de hasard", "gambling"),
)
PLACES: tuple[tuple[str, str], ...] = (
    ("au niveau national", "at national level"),
    ("au niveau régional", "at regional level"),
    ("en zone rurale", "in rural areas"),
    ("pour un renouvellement", "for a renewal"),
    ("pour une première fois", "for the first time"),
)


def other_sheets(count: int, seed: int = 7) -> Iterator[Entry]:
    """Make so many sheets, always the same ones."""
    every = [(kind, thing, place) for kind in KINDS for thing in OBJECTS for place in PLACES]
    chosen = random.Random(seed).sample(every, count)
    for number, (kind, thing, place) in enumerate(chosen):
        yield _a_sheet(number, kind, thing, place)


def _a_sheet(
    number: int, kind: tuple[str, str], thing: tuple[str, str], place: tuple[str, str]
) -> Entry:
    title = Text({"fr": f"{kind[0]} – {thing[0]}", "en": f"{kind[1]} – {thing[1]}"})
    summary = Text(
        {
            "fr": f"{kind[0]} ({thing[0]}), {place[0]}. Le document est délivré après paiement.",
            "en": f"{kind[1]} ({thing[1]}), {place[1]}. The document is issued after payment.",
        }
    )
    papers = Text(
        {
            "fr": "Une demande, la carte d’identité, l’acte de naissance et un extrait de casier.",
            "en": "An application, the identity card, the birth certificate and a police record.",
        }
    )
    return Entry(
        kind=SheetKind.PROCEDURE,
        slug=f"other-{number}",
        digest=f"other-{number}",
        title=title,
        summary=summary,
        authority="others",
        category=None,
        life_events=(),
        audience=(),
        offices=(),
        checked_on=None,
        said=(
            (TITLE, title),
            (CALLED, Text({"fr": thing[0], "en": thing[1]})),
            (TOLD, summary),
            (MENTIONED, papers),
        ),
    )
