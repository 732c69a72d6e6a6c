"""Forty more ways of asking, typed on a phone in a hurry; written after the search, and held out.

Nothing in the search or in the words of a sheet was made for them.
"""

from tests.eservices.catalogue.phrasings import (
    AC,
    AG,
    BP,
    CC,
    CG,
    CO,
    CR,
    DL,
    EC,
    LP,
    NC,
    PA,
    asked,
)

RC = "corruption-report"

FRESH = (
    *asked(
        "benin",
        ("casié judisyer", CR),
        ("bultin 3 pr embauche", CR),
        ("dmande casier urgent svp", CR),
        ("jai besoin dun papier qui di que jai rien fait", CR),
        ("certifica nasyonalite benin", NC),
        ("nationalité pr mon bébé", NC),
        ("je ve batir sur ma parcel", BP),
        ("permi construir prix", BP),
        ("autorisation mairie pr maison a etage", BP),
        ("on ma demandé 5000 en plus au guichet", f"{RC} {CO}"),
        ("l agent bloc mon dossié expré", f"{RC} {CO}"),
        ("ya une faute ds mon prenom", AC),
        ("jé perdu le pdf de mon casier", f"{AG} {CR}"),
        ("certificat conformiter batiment", CC),
        ("proof of no conviction", CR),
        ("I was asked for money", f"{RC} {CO}"),
        ("they wrote my name wrong", AC),
    ),
    *asked(
        "burkina-faso",
        ("casier judiciere bobo", CR),
        ("b3 burkina concours direct", CR),
        ("nationaliter burkinabe pr passeport", NC),
        ("atestation travay", EC),
        ("papié pour montré que je sui fonctionaire", EC),
        ("je veu porté plainte contre l hopital", CO),
        ("suggession pour lecole", CO),
        ("coruption a la douane", f"{RC} {CO}"),
        ("menace par un chef de service", f"{RC} {CO}"),
        ("jai perdu mon atestation", f"{AG} {EC}"),
        ("nationality certificate for my wife", NC),
        ("rude staff at the ministry", CO),
        ("anonymous tip", RC),
    ),
    *asked(
        "burundi",
        ("lessépassé pour la tanzani", LP),
        ("aler a goma avec mes enfan", CG),
        ("carte cpgl", CG),
        ("paspor pr voyagé", PA),
        ("permi de conduir camion", DL),
        ("perdu mon permi", f"{DL} {AG}"),
        ("voyage rwanda sans paspor", f"{CG} {LP}"),
        ("cross the border to uganda", LP),
        ("lost travel document", f"{AG} {LP}"),
        ("complaint long queue", CO),
    ),
)
