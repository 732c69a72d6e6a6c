"""Benin's mutants that live, by e-service: each is a sound e-service, and `why` says how."""

from collections.abc import Mapping

STAYS = "another way stays"
EYES = "other eyes stay"

#: Names of mutants, and the words under which `mutants.EQUIVALENT` explains them.
LIVING: Mapping[str, Mapping[str, str]] = {
    "building-permit": {
        "drop withdraw from awaiting_study_fee": STAYS,
        "drop ask_applicant out of completeness": STAYS,
        "drop ask_applicant out of contested": STAYS,
        "drop ask_applicant out of drafting": STAYS,
        "drop withdraw from awaiting_applicant, awaiting_permit_fee": STAYS,
        "drop withdraw out of awaiting_applicant": STAYS,
        "drop withdraw out of awaiting_permit_fee": STAYS,
        "drop settle from contested": STAYS,
        "drop send_back from signature": STAYS,
        "lead withdraw from awaiting_study_fee to awaiting_study_fee": STAYS,
        "lead settle from contested to contested": STAYS,
        "lead send_back from signature to signature": STAYS,
        "sign from signature by who did propose": EYES,
        "sign from signature by who did planning": EYES,
        "take a year in deemed_granted": "no longer than promised",
    },
    "criminal-record": {
        "drop withdraw from awaiting_payment": STAYS,
        "drop withdraw from awaiting_applicant": STAYS,
        "drop send_back from signature": STAYS,
        "lead withdraw from awaiting_payment to awaiting_payment": STAYS,
        "lead withdraw from awaiting_applicant to awaiting_applicant": STAYS,
        "lead send_back from signature to signature": STAYS,
    },
    "nationality-certificate": {
        "drop withdraw from awaiting_payment": STAYS,
        "drop ask_applicant out of registry_check": STAYS,
        "drop ask_applicant out of examination": STAYS,
        "drop withdraw from awaiting_applicant, awaiting_full_fee": STAYS,
        "drop withdraw out of awaiting_applicant": STAYS,
        "drop withdraw out of awaiting_full_fee": STAYS,
        "drop send_back from signature": STAYS,
        "lead withdraw from awaiting_payment to awaiting_payment": STAYS,
        "lead send_back from signature to signature": STAYS,
    },
    "act-correction": {
        "drop withdraw out of comparison": STAYS,
        "drop withdraw out of awaiting_applicant": STAYS,
        "drop send_back from signature": STAYS,
        "lead send_back from signature to signature": STAYS,
    },
    "complaint": {
        "drop send_back from answering": STAYS,
        "drop withdraw out of registration": STAYS,
        "drop withdraw out of answering": STAYS,
        "lead send_back from answering to answering": STAYS,
        "lead send_back from answering to answered": STAYS,
        "drop the reason elsewhere": "never listed",
        "drop the reason already_treated": "never listed",
        "drop the reason unclear": "never listed",
    },
    "conformity-certificate": {
        "drop send_back from signature": STAYS,
        "drop withdraw out of inspection": STAYS,
        "drop withdraw out of awaiting_applicant": STAYS,
        "lead send_back from signature to signature": STAYS,
    },
    "works-opening": {
        "drop ask_applicant out of registration": STAYS,
        "drop ask_applicant out of display_inspection": STAYS,
        "drop withdraw out of registration": STAYS,
        "drop withdraw out of awaiting_applicant": STAYS,
    },
}
