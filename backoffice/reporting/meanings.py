"""What each figure of a report means: the glossary that stands on every page and in every file."""

from collections.abc import Mapping, Sequence

#: By language: what it is called, and what it counts.
MEANINGS: Mapping[str, Sequence[tuple[str, str]]] = {
    "fr": (
        (
            "Reçues",
            (
                "Demandes déposées dans la période, chacune comptée le jour de son dépôt dans "
                "le fuseau du bureau. Un dossier appartient au bureau dont la file le tient, "
                "sinon au dernier qui l’a tenu, sinon à celui de son téléservice."
            ),
        ),
        (
            "Délivrés, refusés, retirés",
            (
                "Dossiers terminés ainsi dans la période, comptés le jour de leur fin, quel que"
                " soit le jour de leur dépôt."
            ),
        ),
        (
            "En cours à la fin",
            "Dossiers déposés et non terminés à la fin du dernier jour compté.",
        ),
        (
            "Dans le délai, hors délai",
            (
                "Dossiers terminés dans la période dont le délai promis à l’usager a été tenu, "
                "ou non. Le délai court selon le calendrier du bureau et s’arrête quand "
                "l’usager doit répondre ou payer."
            ),
        ),
        (
            "Part dans le délai",
            (
                "Dans le délai, divisé par dans le délai et hors délai ; arrondie vers le bas, "
                "pour que 100 % veuille dire que rien n’était en retard."
            ),
        ),
        (
            "Délai médian, 9 sur 10",
            (
                "Jours calendaires du dépôt à la délivrance ou au refus, attente de l’usager "
                "comprise : la moitié, ou neuf dixièmes, des dossiers décidés l’ont été en ce "
                "nombre de jours ou moins. Les retraits ne comptent pas."
            ),
        ),
        (
            "Encaissé",
            (
                "Argent confirmé par le prestataire pour ce qui était dû, le jour de la "
                "confirmation. Les montants ne sont pas diminués des remboursements."
            ),
        ),
        (
            "Remboursé, rendu",
            (
                "Remboursements exécutés dans la période. « Rendu » : argent arrivé sans être "
                "dû, qui n’a jamais compté comme recette."
            ),
        ),
        (
            "Représentant",
            (
                "Demandes déposées par quelqu’un qui agit pour l’usager, là où le téléservice "
                "le permet."
            ),
        ),
        (
            "Réclamations",
            (
                "Réclamations déposées dans la période à propos d’un dossier, comptées chez le "
                "téléservice de ce dossier."
            ),
        ),
        (
            "Hors tour",
            (
                "Dossiers passés devant d’autres dans la période, sur motif codé, justificatif "
                "et décision de deux personnes."
            ),
        ),
        (
            "Évolution",
            (
                "Différence avec la période précédente, en pour cent de celle-ci. Une période "
                "en cours est comparée sur autant de jours."
            ),
        ),
        (
            "Empreinte",
            (
                "SHA-256 des chiffres de la période : les mêmes chiffres donnent la même "
                "empreinte. Chaque jour est arrêté dix minutes après sa fin."
            ),
        ),
    ),
    "en": (
        (
            "Received",
            (
                "Applications lodged in the period, each on the day of its lodging in the "
                "office’s time zone. A case belongs to the office whose queue holds it, else to"
                " the last one that held it, else to its e-service’s own."
            ),
        ),
        (
            "Delivered, refused, withdrawn",
            (
                "Cases that ended so in the period, on the day of their end, whenever they were"
                " lodged."
            ),
        ),
        (
            "Open at the end",
            "Cases lodged and not ended when the last day counted was over.",
        ),
        (
            "In time, late",
            (
                "Cases ended in the period whose promise to the applicant was kept, or broken. "
                "The promise runs by the office’s calendar and stands still while the applicant"
                " has to answer or to pay."
            ),
        ),
        (
            "Share in time",
            (
                "In time, divided by in time and late; rounded down, so that 100 % means that "
                "nothing was late."
            ),
        ),
        (
            "Median delay, 9 in 10",
            (
                "Calendar days from lodging to delivery or refusal, waiting for the applicant "
                "included: half, or nine tenths, of the cases decided took so many days or "
                "fewer. Withdrawals do not count."
            ),
        ),
        (
            "Received (money)",
            (
                "Money that the provider confirmed for what was due, on the day it did. Refunds"
                " are not taken off."
            ),
        ),
        (
            "Refunded, given back",
            (
                "Refunds carried out in the period. “Given back”: money that came without being"
                " due and never counted as revenue."
            ),
        ),
        (
            "Representative",
            (
                "Applications lodged by somebody who acts for the applicant, where the "
                "e-service lets them."
            ),
        ),
        (
            "Complaints",
            (
                "Complaints lodged in the period about a case, counted with the e-service of "
                "that case."
            ),
        ),
        (
            "Out of turn",
            (
                "Cases let go before others in the period, for a coded and proven reason and by"
                " two people’s decision."
            ),
        ),
        (
            "Change",
            (
                "Difference from the former period, in per cent of it. A period under way is "
                "compared over as many days."
            ),
        ),
        (
            "Digest",
            (
                "SHA-256 of the figures of the period: the same figures give the same digest. "
                "Each day is closed ten minutes after its end."
            ),
        ),
    ),
}
