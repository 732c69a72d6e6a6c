"""One defect at least for each rule of opinions and branches, in the permit that asks for them."""

from tests.builders.defects import Defect, Edit

PERMIT = "building-permit"
FIRE = "        fire_safety:\n"
GATHERED = "    - fire: opinions_gathered\n      from: opinions\n"
CALM = 'opinions.environment != "unfavourable"'
ALARM = 'opinions.environment == "unfavourable"'


def in_opinions(line: str) -> Edit:
    """Give the state that asks for opinions another key."""
    return "      consults:\n", f"      {line}\n      consults:\n"


def permit(code: str, *edits: Edit, path: tuple[str, ...] = ()) -> Defect:
    """Break the building permit."""
    return Defect(code, edits, file=PERMIT, path=path)


def nationality(code: str, *edits: Edit, path: tuple[str, ...] = ()) -> Defect:
    """Break the nationality certificate, from whose price some are exempt."""
    return Defect(code, edits, file="nationality-certificate", path=path)


REJECTED_UNPAID = "      from: registry_check\n      to: examination\n"
ATTESTED = (
    "      label: {fr: Attester le permis accordé par silence, "
    "en: Certify the permit granted by silence}\n"
)
PROPOSED = """      to: signature
      by: agent
      label: {fr: Proposer à la décision, en: Submit for decision}
"""


LAPSES = "    - {fire: lapse, from: awaiting_applicant, to: abandoned"
EXPIRES = "      deadline: 2 working-days\n"
TACIT = "    - {fire: tacit, from: signature, to: refused, by: system, refunds: never}\n"

BRANCH_DEFECTS = (
    permit(
        "P041",
        (
            "[completeness, opinions, contested, drafting, signature]\n      to: deemed",
            "[completeness, contested]\n      to: deemed",
        ),
        path=("opinions",),
    ),
    permit(
        "P042",
        (EXPIRES, EXPIRES + "      expires: {after: 9 days, fire: tacit}\n"),
        (LAPSES, TACIT + LAPSES),
    ),
    permit("P043", ("fire: lapse}", "fire: lapse, decides: refuse}")),
    permit(
        "D059",
        (EXPIRES, EXPIRES + "      expires: {after: 9 days, fire: tacit, decides: refuse}\n"),
        (LAPSES, TACIT + LAPSES),
    ),
    permit(
        "P035", ("      stage: issuance\n", "      stage: issuance\n      queue: permit_desk\n")
    ),
    permit(
        "P036", ("    opinions:\n      stage: review\n", "    opinions:\n      stage: submitted\n")
    ),
    permit("P037", in_opinions("queue: planning_commission")),
    permit("P037", in_opinions("deadline: 5 working-days")),
    permit(
        "P038",
        (GATHERED, GATHERED.replace("_gathered", "_there")),
        (GATHERED, GATHERED.replace("_gathered", "_there")),
    ),
    permit("P039", (FIRE, "        propose:\n")),
    permit(
        "P040",
        ("      to: opinions\n", "      to: drafting\n"),
        (PROPOSED, PROPOSED + "      when: opinions.planning != null\n"),
        path=("[declare_complete] drafting",),
    ),
    permit("P018", ("      to: opinions\n", "      to: drafting\n"), path=("[propose] signature",)),
    permit(
        "P022",
        (
            GATHERED + "      to: drafting\n      by: system",
            GATHERED + "      to: drafting\n      by: agent",
        ),
    ),
    permit(
        "P020",
        ("          deadline: 5 working-days", "          deadline: 8 working-days"),
        path=("commune = mairie-cotonou", "opinions (269 h)"),
    ),
    permit("E009", (CALM, 'opinions.environment != "unfavorable"')),
    permit("E012", (CALM, 'opinions.environement != "unfavourable"')),
    permit("E012", ("answers.levels > 2 ||", 'opinions.planning == "favourable" ||')),
    permit("D052", ("'\"sapeurs-pompiers\"'", "'\"pompiers\"'")),
    permit("D053", ("queue: fire_safety", "queue: fire")),
    permit("D056", (CALM, f"{CALM} && answers.levels < 9")),
    permit("D057", (ALARM, f"{ALARM} || answers.levels > 9")),
    permit(
        "D058", (ATTESTED, ATTESTED + "      when: answers.levels < 90\n"), path=("deemed_granted",)
    ),
    permit(
        "D084",
        ("      collects: [permit, study]\n", "      collects: [permit]\n"),
        path=("awaiting_applicant", "[answer] completeness", "issuing"),
    ),
    permit(
        "P044", ("      asks: [note]\n", "      asks: [note]\n      rejects_exemptions: true\n")
    ),
    nationality(
        "P045", ("      asks: [reason, message]\n      reasons: [exemption_not_proved]\n", "")
    ),
    nationality("D038", ("      rejects_exemptions: true\n", "")),
    nationality(
        "P013",
        ("      from: registry_check\n      to: awaiting_full_fee\n", REJECTED_UNPAID),
        path=("[payment_cleared] registry_check", "[reject_exemption] examination", "issuing"),
    ),
)
