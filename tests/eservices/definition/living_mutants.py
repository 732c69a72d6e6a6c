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
        "lead send_back from answering to answered_again": STAYS,
        "lead send_back from answering to answering": STAYS,
        "lead send_back from answering to settled": STAYS,
        "lead accept_answer from answered to answered_again": STAYS,
        "lead accept_answer from answered to answered": STAYS,
        "lead settle from answered to answered_again": STAYS,
        "drop the reason elsewhere": "never listed",
        "drop the reason already_treated": "never listed",
        "drop the reason unclear": "never listed",
    },
    "corruption-report": {
        "drop set_aside out of reception": STAYS,
        "drop set_aside out of inquiry": STAYS,
        "lead go_on from awaiting_author to concluded": STAYS,
        "drop the reason not_ours": "never listed",
        "drop the reason unverifiable": "never listed",
        "drop the reason unfounded": "never listed",
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
