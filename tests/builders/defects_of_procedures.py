"""One defect at least for each rule of procedures."""

from tests.builders.defects import Defect, section

CLEARED = "    - {fire: payment_cleared, from: awaiting_payment, to: verification, by: system}\n"
ISSUED = "    - {fire: issued, from: issuing, to: delivered, by: system}\n"
APPROVED = "      to: signature\n      by: agent\n"
LAPSES = "      expires: {after: 15 days, fire: lapse}\n"
ORPHAN = """    orphan:
      stage: review
      label: {fr: Isolé, en: Alone}
      explanation: {fr: Isolé., en: Alone.}
      queue: records
      deadline: 1 working-hour
"""
TRAP = """    trap:
      stage: issuance
      label: {fr: Piège, en: Trap}
      explanation: {fr: Piège., en: Trap.}
"""
REASONS_GIVEN = "      reasons: [unreadable, incomplete, identity_mismatch]\n"
REFUSALS = "      reasons: [identity_mismatch, false_document, not_covered, entries_on_record]\n"


def by_applicant(target: str) -> tuple[str, str]:
    """Take from the applicant a way out of the wait for them."""
    line = f"      from: awaiting_applicant\n      to: {target}\n      by: "
    return f"{line}applicant", f"{line}supervisor"


MOVEMENT = (
    Defect("P001", (("to: verification, by: system", "to: verificaton, by: system"),)),
    Defect("P002", (("    verification:\n", ORPHAN + "    verification:\n"),)),
    Defect(
        "P003",
        (
            ("    verification:\n", TRAP + "    verification:\n"),
            ("to: delivered, by", "to: trap, by"),
        ),
        path=("lodged", "[issued] trap"),
    ),
    Defect(
        "P004",
        (("from: awaiting_payment, to: unpaid", "from: awaiting_payment, to: awaiting_payment"),),
        path=("[expire] awaiting_payment",),
    ),
    Defect("P005", (("      queue: records\n", "      queue: records\n      final: true\n"),)),
    Defect("P006", ((ISSUED, ISSUED + ISSUED.replace("from: issuing", "from: refused")),)),
    Defect("P007", (("      queue: records\n", ""),)),
    Defect("P008", (("      deadline: 6 working-hours\n", ""),)),
    Defect("P009", ((LAPSES, LAPSES + "      queue: records\n"),)),
    Defect("P010", ((LAPSES, ""),), path=("[ask_applicant] awaiting_applicant",)),
    Defect("P011", ((LAPSES, LAPSES.replace("lapse", "lapses")),)),
    Defect(
        "P012",
        (by_applicant("verification"), by_applicant("withdrawn")),
        path=("[ask_applicant] awaiting_applicant",),
    ),
    Defect("P021", ((APPROVED, APPROVED.replace("agent", "system")),)),
    Defect("P022", (("to: delivered, by: system", "to: delivered, by: agent"),)),
    Defect("P023", ((CLEARED, CLEARED + CLEARED),)),
    Defect("P029", (("distinct_from: [approve]", "distinct_from: [aprove]"),)),
    Defect("P031", ((ISSUED, ISSUED.replace("to: delivered", "to: unpaid")),)),
    Defect("P032", (("  initial: awaiting_payment", "  initial: awaiting_paiement"),)),
)

SAFETY = (
    Defect(
        "P013",
        (("  initial: awaiting_payment", "  initial: verification"),),
        path=("lodged", "verification", "[sign] issuing"),
    ),
    Defect(
        "P013",
        (("      to: awaiting_permit_fee\n", "      to: issuing\n"),),
        file="building-permit",
        path=("lodged", "[sign] issuing"),
    ),
    Defect("P014", (("      collects: [issue]\n", ""),)),
    Defect("P015", (("collects: [issue]", "collects: [isue]"),)),
    Defect("P016", ((CLEARED, ""),)),
    Defect(
        "P017",
        ((APPROVED, APPROVED.replace("signature", "issuing")),),
        path=("lodged", "[approve] issuing"),
    ),
    Defect(
        "P018",
        (("distinct_from: [approve]", "distinct_from: [approve, consult_court]"),),
        path=("[approve] signature", "[sign] issuing"),
    ),
    Defect(
        "P019",
        ((REFUSALS + "      refunds: never\n", REFUSALS),),
        path=("[payment_cleared] verification", "[refuse] refused"),
    ),
    Defect("P020", (("within: 72 hours", "within: 48 hours"),), path=("signature (17 h)",)),
    Defect(
        "P020",
        (("within: 14 days", "within: 7 days"),),
        file="building-permit",
        path=("opinions (168 h)",),
    ),
    Defect("P024", (("reasons: [unreadable, incomplete", "reasons: [unreadabel, incomplete"),)),
    Defect("P025", (("asks: [reason, message]\n", "asks: [message]\n"),)),
    Defect(
        "P026",
        (
            (REASONS_GIVEN, ""),
            (REFUSALS, ""),
            (section("criminal-record", "reasons"), ""),
            (section("criminal-record", "demo"), ""),
        ),
    ),
    Defect("P027", (("not_covered, entries_on_record]", "not_covered]"),)),
    Defect("P028", (("      asks: [fields_to_correct, reason, message]\n", ""),)),
    Defect("P030", ((ISSUED, ""),)),
    Defect("P033", (("      distinct_from: [approve]\n", ""),)),
    Defect("P034", ((APPROVED, APPROVED.replace("agent", "applicant")),)),
)

PROCEDURE_DEFECTS = (*MOVEMENT, *SAFETY)
