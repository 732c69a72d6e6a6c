"""A hundred ways in which citizens of three countries ask, with the sheet that they look for.

Written as people type them: misspelt, without accents, in everyday words, some in English. None
was copied into the everyday words of a sheet. The odd ones were looked at while the search was
made; the even ones were held out, and only their figure was read.
"""

from typing import NamedTuple


class Phrasing(NamedTuple):
    """What somebody types, where, and the sheets that are right."""

    pack: str
    typed: str
    right: tuple[str, ...]


CR, NC, BP = "criminal-record", "nationality-certificate", "building-permit"
CO, AC, AG = "complaint", "act-correction", "document-again"
CC, WO, EC = "conformity-certificate", "works-opening", "employment-certificate"
LP, CG, PA = "laissez-passer", "cepgl-card", "passport"
DL, RN = "driving-licence", "renunciation-of-nationality"


def asked(pack: str, *rows: tuple[str, str]) -> tuple[Phrasing, ...]:
    """Write what is typed in a country, each with the names of the right sheets."""
    return tuple(Phrasing(pack, typed, tuple(right.split())) for typed, right in rows)


BENIN = asked(
    "benin",
    ("casier", CR),
    ("kazier judisière", CR),
    ("papier de nationalité", NC),
    ("sertificat de nationalite", NC),
    ("permis pour construire ma maison", BP),
    ("permi de construir", BP),
    ("perdu mon acte", AG),
    ("j'ai égaré mon document", AG),
    ("bulletin n3", CR),
    ("je veux mon B3 pour un concours", CR),
    ("extrait du casier judiciere en ligne", CR),
    ("comment avoir un casié vierge", CR),
    ("police record for a job abroad", CR),
    ("criminal recrod", CR),
    ("nasionalité béninoise", NC),
    ("prouver que je suis beninois", NC),
    ("how to prove my nationality", NC),
    ("beninese citizenship paper", NC),
    ("autorisation de batir un etage", BP),
    ("construire une cloture sur ma parcelle", BP),
    ("building a house in cotonou", BP),
    ("ma maison est finie controle mairie", CC),
    ("certificat d'habitabilité", CC),
    ("attestation fin de chantier", CC),
    ("ouverture chantier", WO),
    ("déclarer le debut des travaux", WO),
    ("mon nom est mal ecrit sur le certificat", AC),
    ("fote sur mon casier", f"{AC} {CR}"),
    ("wrong date of birth on my document", AC),
    ("corriger une erreure", AC),
    ("je veux me plaindre d'un agent", CO),
    ("on m'a demandé de l'argent pot de vin", CO),
    ("agent corrompu que faire", CO),
    ("report a bribe", CO),
    ("reclamation contre la mairie", CO),
    ("lost my certificate", AG),
    ("telecharger encore mon papier", AG),
)
BURKINA_FASO = asked(
    "burkina-faso",
    ("casier judiciare", CR),
    ("kasier judiciaire ouaga", CR),
    ("extrait casier", CR),
    ("papier pour prouver que jai jamais ete condamné", CR),
    ("casier pour concours fonction publique", CR),
    ("police clearance burkina", CR),
    ("background check certificate", CR),
    ("certificat de nationalité burkinabé", NC),
    ("sertifica nationalite", NC),
    ("nationaliter par mariage", NC),
    ("je suis né a l'etranger je veux ma nationalité", NC),
    ("nationality paper for spouse", NC),
    ("certficat de nationalité enfant", NC),
    ("citoyenneté burkinabe", NC),
    ("attestation de travaille", EC),
    ("atestation de travail fonctionaire", EC),
    ("preuve que je travaille pour l'etat", EC),
    ("papier pour la banque pour un pret agent public", EC),
    ("employment letter civil servant", EC),
    ("proof of work for a bank loan", EC),
    ("plainte contre un fonctionnaire", CO),
    ("plinte mauvais service", CO),
    ("me plaindre du retard de mon dossier", CO),
    ("denoncer la coruption", CO),
    ("suggestion pour améliorer un service", CO),
    ("complain about a public office", CO),
    ("erreur sur mon certificat", AC),
    ("rectifier mon nom", AC),
    ("faute d'ortographe sur mon document", AC),
    ("correct my name", AC),
    ("jai perdu mon certificat", AG),
    ("avoir un duplicata de mon papier", AG),
    ("retrouver mon document", AG),
)
BURUNDI = asked(
    "burundi",
    ("laisser passer", LP),
    ("lessé passé tanzanie", LP),
    ("laissez passé pour l'uganda", LP),
    ("document pour aller en tanzanie", LP),
    ("la carte cepgl", CG),
    ("carte sepgl", CG),
    ("carte pour traverser a goma", CG),
    ("aller au congo bukavu frontiere", CG),
    ("great lakes card", CG),
    ("passport", PA),
    ("passeporre", PA),
    ("pasport burundais", PA),
    ("voyager en avion", PA),
    ("permis de conduir", DL),
    ("permi voiture", DL),
    ("driving license", DL),
    ("passer le permis moto", DL),
    ("casier judiciaire ngozi", CR),
    ("extret du casier", CR),
    ("renoncer a la nationalité", RN),
    ("abandoner ma nationalite burundaise", RN),
    ("give up nationality", RN),
    ("construire a bujumbura", BP),
    ("permis de batir", BP),
    ("planning permission house", BP),
    ("se plaindre guichet", CO),
    ("mauvais acceuil au guichet", CO),
    ("nom mal ecrit sur la carte", AC),
    ("jai plus le lien de mon dossier", AG),
    ("stolen document", AG),
)
PHRASINGS = (*BENIN, *BURKINA_FASO, *BURUNDI)
#: Looked at while the search was made, and held out.
SEEN, HELD_OUT = PHRASINGS[::2], PHRASINGS[1::2]
