"""What citizens answer, page by page, under the labels that the forms show them."""

from collections.abc import Sequence
from datetime import date

from tests.journeys.navigator import Answers
from tests.journeys.papers import a_photograph, a_scan

CRIMINAL_RECORD = "Casier judiciaire (bulletin n° 3)"
NATIONALITY = "Certificat de nationalité"
PERMIT = "Permis de construire"

MAIL = "afi.dossou@example.org"
ARCHITECT_MAIL = "lea.zinsou@example.org"

IDENTITY: Answers = {
    "Vous êtes": "un étranger qui vit au Bénin",
    "Nom": "Dossou",
    "Prénoms": "Afi Sènan",
    "Sexe": "Féminin",
    "Date de naissance": date(1990, 3, 27),
}
BIRTH: Answers = {
    "Lieu de naissance": "Lomé, Togo",
    "Tribunal de votre lieu de naissance": "Né à l’étranger ou ailleurs",
}
PURPOSE: Answers = {"Le bulletin servira à": "un emploi"}
CONTACT: Answers = {"Adresse électronique": MAIL, "Téléphone": "+229 01 97 00 00 00"}
DOCUMENTS: Answers = {
    "Pièce d’identité": a_photograph("passeport.jpg"),
    "Preuve de résidence au Bénin": a_scan("quittance.pdf"),
}
#: A foreigner who lives in Benin asks for a criminal record.
FOR_A_RECORD: Sequence[Answers] = (IDENTITY, BIRTH, PURPOSE, CONTACT, DOCUMENTS)

#: Somebody married to a citizen asks for a nationality certificate.
FOR_A_CERTIFICATE: Sequence[Answers] = (
    {"Comment avez-vous acquis la nationalité béninoise ?": "Par le mariage"},
    {
        "Nom": "Kérékou-Ahossi",
        "Prénoms": "Rose",
        "Sexe": "Féminin",
        "Date de naissance": date(1988, 12, 1),
        "Lieu de naissance": "Abidjan, Côte d’Ivoire",
    },
    {"Nom et prénoms du conjoint": "Ahossi Koffi", "Date du mariage": date(2015, 8, 14)},
    {
        "Votre acte de naissance": a_scan("naissance.pdf"),
        "Acte de mariage": a_photograph("mariage.jpg"),
        "Certificat de nationalité du conjoint": a_scan("conjoint.pdf"),
    },
    {"Le prix, pour vous": "Je paie le prix entier"},
    {
        "Tribunal de dépôt": "Parakou",
        "Tribunal de retrait": "Cotonou",
        "Adresse électronique": MAIL,
    },
)

#: An architect asks, for the owner, for a permit to build a shop of three storeys.
FOR_A_PERMIT: Sequence[Answers] = (
    {
        "Commune du terrain": "Porto-Novo",
        "Catégorie de la construction": "B – risque moyen",
        "Usage du bâtiment": "Commerce ou bureaux",
        "Nombre de niveaux, rez-de-chaussée compris": "3",
        "Y a-t-il des portées de plus de 10 m ?": "Non",
        "Surface de plancher totale (m²)": "240,5",
    },
    {
        "Situation : arrondissement, quartier, lot": "1er arrondissement, Attakè, lot 12",
        "Superficie du terrain (m²)": "500",
        "Référence du titre de propriété": "TF 1234 Porto-Novo",
        "Le terrain appartient-il à plusieurs propriétaires ?": "Non",
    },
    {
        "Vous êtes": "l’architecte du propriétaire",
        "Nom et prénoms, ou raison sociale, du propriétaire ou bénéficiaire": (
            "Société Ahossi & Fils"
        ),
        "Son adresse électronique": MAIL,
        "Son téléphone": "01 97 00 00 00",
    },
    {"Votre adresse électronique": ARCHITECT_MAIL},
    {
        "Nom et prénoms de l’architecte": "Zinsou Léa",
        "Numéro d’inscription à l’ordre": "ONAUB-077",
        "Attestation de l’ordre des architectes": a_scan("ordre.pdf"),
    },
    {
        "Titre de propriété": a_photograph("titre.jpg"),
        "Plan de situation (1/2000 à 1/10000)": a_scan("situation.pdf"),
        "Plan de masse (1/200 ou 1/500)": a_scan("masse.pdf"),
        "Plans du projet (1/100 ou 1/50)": a_scan("plans.pdf"),
        "Devis descriptif et estimatif": a_scan("devis.pdf"),
        "Étude de sol, calculs de structure et étude de sécurité incendie": a_scan("etudes.pdf"),
    },
)

#: The same application for a criminal record, as an English reader is asked for it.
IN_ENGLISH: Sequence[Answers] = (
    {
        "You are": "a foreigner living in Benin",
        "Surname": "Mensah",
        "Given names": "Grace",
        "Sex": "Female",
        "Date of birth": date(1990, 3, 27),
    },
    {"Place of birth": "Accra, Ghana", "Court of your place of birth": "Born abroad or elsewhere"},
    {"The bulletin is for": "a job"},
    {"Email address": MAIL},
    {
        "Identity document": a_photograph("passport.jpg"),
        "Proof of residence in Benin": a_scan("proof.pdf"),
    },
)
