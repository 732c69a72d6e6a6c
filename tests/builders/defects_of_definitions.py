"""One defect at least for each rule of expressions and definitions."""

from tests.builders.defects import Defect, Edit, section

NPI = '          when: answers.status == "citizen"\n'
ISSUE = section("criminal-record", "tariff")
ACT = section("criminal-record", "act")
NATIONALITY = "nationality-certificate"
PERMIT = "building-permit"
STUDIES = 'answers.use == "public" || answers.levels > 2 || answers.wide_spans == true'
BIRTH_COURT = 'answers.birth_court == "elsewhere" ? "tpi-cotonou" : answers.birth_court'
A_PHONE = """          help:
            fr: Sans adresse électronique, nous vous écrivons par SMS.
            en: Without an email address, we write to you by SMS.
          required: false
"""
SENT_BACK = "      by: signatory\n      label: {fr: Renvoyer"
EXPLANATION = """      explanation:
        fr: Le Centre vérifie votre identité et consulte le casier judiciaire.
        en: The Centre checks your identity and searches the criminal records.
"""


def a_notice(name: str, body: str) -> tuple[str, str]:
    """Give the e-service a notice of its own."""
    notice = (
        f'notices:\n  {name}:\n    subject: {{fr: A, en: A}}\n    body: {{fr: "{body}", en: B}}'
    )
    return "retention:", f"{notice}\nretention:"


def a_short_message(text: str) -> tuple[str, str]:
    """Give the e-service a notice of its own with a short message."""
    words = f'{{fr: "{text}", en: B}}'
    mail = "subject: {fr: A, en: A}, body: {fr: B, en: B}"
    notice = f"notices:\n  verification: {{{mail}, sms: {words}}}"
    return "retention:", f"{notice}\nretention:"


def condition(written: str, code: str) -> Defect:
    """Write another condition for the question of the NPI."""
    return Defect(code, ((NPI, f"          when: {written}\n"),))


EXPRESSIONS = (
    condition("answers.status == && true", "E002"),
    condition("today.getFullYear() > 2020", "E003"),
    condition("answers == null", "E004"),
    condition('answers.statut == "citizen"', "E005"),
    condition("answers.status > 3", "E006"),
    condition("1 + 1", "E007"),
    Defect("E008", ((STUDIES, "answers.wide_spans"),), file=PERMIT),
    condition('answers.status == "citizan"', "E009"),
    Defect("E010", (("per: answers.floor_area", "per: 100 / answers.floor_area"),), file=PERMIT),
    condition('today > date("2026-02-30")', "E011"),
    condition("answers.needed_by == null", "D001"),
)

FORM = (
    Defect("D002", (("- id: given_names", "- id: surname"),)),
    Defect("D002", (("- page: birth\n", "- page: identity\n"),)),
    Defect("D002", (("{value: M, label", "{value: F, label"),)),
    Defect("D003", (("            - {value: M, label: {fr: Masculin, en: Male}}\n", ""),)),
    Defect("D064", ((", phone: phone, one_is_enough", ", one_is_enough"),)),
    Defect("D064", ((A_PHONE, A_PHONE.replace("required: false", "required: true")),)),
    Defect("D004", (("          accept: [pdf, jpeg, png]\n", ""),)),
    Defect(
        "D005", (("          max: today\n", "          max: today\n          max_length: 10\n"),)
    ),
    Defect("D006", (("          max: today\n", "          max: 100\n"),)),
    Defect(
        "D007",
        (("          min: 1\n          max: 100\n", "          min: 200\n          max: 100\n"),),
        file=PERMIT,
    ),
    Defect(
        "D008",
        (("          max_length: 80\n", '          max_length: 80\n          pattern: "(["\n'),),
        file=PERMIT,
    ),
    Defect(
        "D028",
        (
            (
                "          max_length: 80\n",
                '          max_length: 80\n          pattern: "([0-9]+)+"\n',
            ),
        ),
        file=PERMIT,
    ),
    Defect("D009", (("mail: mail, phone", "mail: mel, phone"),)),
    Defect("D010", (("mail: mail, phone", "mail: surname, phone"),)),
    Defect("D011", (("mail: mail, phone: phone, one_is_enough: true", "phone: phone"),)),
    Defect("D012", (("name: [surname, given_names]", "name: [father_name]"),)),
)

SHARE = "            - id: share\n"
SHARES = "sum(answers.co_owners.map(item, item.share)) < 100"
GROUP = "          type: group\n"
NAMED_BY = "          named_by: [name]\n"
FITS = "answers.floor_area <= answers.plot_area * answers.levels"

GROUPS = (
    Defect("E013", ((SHARES, "sum(answers.co_owners) < 100"),), file=PERMIT),
    Defect("E013", ((SHARES, "answers.co_owners == null"),), file=PERMIT),
    Defect(
        "E014",
        ((SHARES, "answers.co_owners.all(item, count(answers.co_owners) < 5)"),),
        file=PERMIT,
    ),
    Defect("E005", ((SHARES, SHARES.replace("share)", "part)")),), file=PERMIT),
    Defect("E006", ((SHARES, SHARES.replace("100", '"100"')),), file=PERMIT),
    Defect(
        "D001",
        (("when: answers.co_owned == true", "when: count(answers.co_owners) > 1"),),
        file=PERMIT,
    ),
    Defect("D002", ((SHARE, "            - id: name\n"),), file=PERMIT),
    Defect("D005", ((GROUP, "          type: text\n"),), file=PERMIT),
    Defect("D013", (("          item: {fr: Copropriétaire, en: Co-owner}\n", ""),), file=PERMIT),
    Defect("D014", (("          max: 10\n" + NAMED_BY, NAMED_BY),), file=PERMIT),
    Defect(
        "D014", (("          max: 10\n" + NAMED_BY, "          max: 21\n" + NAMED_BY),), file=PERMIT
    ),
    Defect(
        "D015",
        ((SHARE + "              type: decimal\n", SHARE + "              type: group\n"),),
        file=PERMIT,
    ),
    Defect("D016", ((NAMED_BY, "          named_by: [nam]\n"),), file=PERMIT),
    Defect(
        "D017",
        (("          fields: [co_owners]\n", "          fields: [floor_area]\n"),),
        file=PERMIT,
    ),
    Defect(
        "D017", (("fields: [floor_area, plot_area, levels]", "fields: [floor_areas]"),), file=PERMIT
    ),
    Defect("D018", ((FITS, "count(answers.co_owners) < answers.levels"),), file=PERMIT),
    Defect("D019", ((SHARES, SHARES.replace("< 100", "< 0")),), file=PERMIT),
)

AGENT_MAIL = (
    "      mail: agent_mail\n      phone: agent_phone\n      proof: architect_attestation\n"
)

REPRESENTATIVES = (
    Defect("D009", ((AGENT_MAIL, AGENT_MAIL.replace("agent_mail", "agent_mel")),), file=PERMIT),
    Defect(
        "D010",
        ((AGENT_MAIL, AGENT_MAIL.replace("mail: agent_mail", "mail: agent_phone")),),
        file=PERMIT,
    ),
    Defect(
        "D010",
        ((AGENT_MAIL, AGENT_MAIL.replace("architect_attestation", "architect_name")),),
        file=PERMIT,
    ),
    Defect("D061", ((AGENT_MAIL, AGENT_MAIL.replace("agent_mail", "mail")),), file=PERMIT),
    Defect(
        "D062", ((AGENT_MAIL, AGENT_MAIL.replace("      mail: agent_mail\n", "")),), file=PERMIT
    ),
    Defect(
        "D062", (("      proof: mandate\n", "      proof: architect_attestation\n"),), file=PERMIT
    ),
    Defect(
        "D063",
        (
            (
                '      when: answers.quality == "mandated"\n      name: [agent',
                '      when: answers.quality != "owner"\n      name: [agent',
            ),
        ),
        file=PERMIT,
    ),
)

WORDS = (
    Defect(
        "D020", (("title: {fr: Votre identité, en: Your identity}", "title: {fr: Votre identité}"),)
    ),
    Defect("D021", (("title: {fr: Votre identité,", "title: {yo: Idanimo, fr: Votre identité,"),)),
    Defect("D022", (("      label: {fr: Signer le bulletin, en: Sign the bulletin}\n", ""),)),
    Defect("D023", ((EXPLANATION, ""),)),
    Defect("D025", (a_notice("verificaton", "B"),)),
    Defect("D026", (a_notice("verification", "{case.secret}"),)),
    Defect("D026", (a_notice("verification", "a { alone"),)),
    Defect("D026", (a_short_message("{case.title}"),)),
    Defect("D065", (a_short_message("a" * 161),)),
    Defect("D065", (a_short_message("a" * 101 + "{case.link}"),)),
    Defect("D066", (a_short_message("Votre document est prêt"),)),
    Defect("D027", (("  promise:\n", "  promise.delay:\n"),)),
)

MONEY = (
    Defect("D030", (("1900 XOF", "1900 BIF"),)),
    Defect(
        "D031",
        ((ISSUE, ISSUE + ISSUE.removeprefix("tariff:\n").replace("2020-07-29", "2024-01-01")),),
    ),
    Defect(
        "D031", (('when: answers.category == "B"', 'when: answers.category != "C"'),), file=PERMIT
    ),
    Defect(
        "D032",
        (
            (
                "          help: {fr: Tous niveaux réunis., en: All storeys together.}\n",
                "          required: false\n",
            ),
        ),
        file=PERMIT,
    ),
    Defect("D033", (("per: answers.floor_area", "per: answers.floor_area - 500"),), file=PERMIT),
    Defect(
        "D034",
        (
            (
                ISSUE,
                ISSUE.replace(
                    "    from: 2020-07-29\n", "    from: 2020-07-29\n    to: 2024-12-31\n"
                )
                + ISSUE.removeprefix("tariff:\n").replace("2020-07-29", "2025-02-01"),
            ),
        ),
    ),
)

THIRD_PRICE = '    when: answers.category == "C"\n    from: 2023-12-06\n'


def exempted(name: str, condition: str, proof: str) -> Edit:
    """Exempt some of those who pay the third price of the study."""
    exemption = (
        f"    exemptions:\n      - exemption: {name}\n        reason: {{fr: A, en: B}}\n"
        f"        when: {condition}\n        proof: {proof}\n"
    )
    return THIRD_PRICE, THIRD_PRICE + exemption


EXEMPTIONS = (
    Defect(
        "D035",
        (
            (
                '    when: answers.category == "C"\n',
                '    when: answers.category == "C" && answers.levels > 3\n',
            ),
        ),
        file=PERMIT,
    ),
    Defect("D036", (exempted("public", 'answers.use == "public"', "title_number"),), file=PERMIT),
    Defect("D036", (exempted("public", 'answers.use == "public"', "attestation"),), file=PERMIT),
    Defect(
        "D037",
        (exempted("dwelling", 'answers.use == "dwelling"', "technical_studies"),),
        file=PERMIT,
    ),
)

ACTS = (
    Defect("D040", ((ACT, ""), (section("criminal-record", "demo"), ""))),
    Defect("D041", (("      stage: issuance\n", "      stage: submitted\n"),)),
    Defect("D042", (("identity: [surname,", "identity: [surnam,"),)),
    Defect("D043", (("identity: [surname,", "identity: [surname, npi,"),)),
    Defect("D043", (("identity: [surname,", "identity: [surname, father_name,"),)),
    Defect("D044", (("identity: [surname,", "identity: [surname, identity_document,"),)),
    Defect("D045", (("  signed_by: signatories", "  signed_by: signatory"),)),
    Defect("D046", (("  valid_for: 3 months\n", ""),)),
    Defect("D047", (("attachments: 90 days, act: 10 years}", "attachments: 90 days}"),)),
    Defect(
        "D048", (("attachments: 90 days, act: 10 years}", "attachments: 90 days, act: 30 days}"),)
    ),
)

PEOPLE = (
    Defect("D050", (("authority: cncj", "authority: cncg"),)),
    Defect("D051", (("office: cncj", "office: cncg"),)),
    Defect("D052", ((BIRTH_COURT, "answers.birth_court"),)),
    Defect("D053", (("queue: records", "queue: archives"),)),
    Defect(
        "D053", (("office: answers.court\n      deadline: 1", "deadline: 1"),), file=NATIONALITY
    ),
    Defect("D055", ((SENT_BACK, SENT_BACK.replace("signatory", "agent")),)),
)

DEFINITION_DEFECTS = (
    *EXPRESSIONS,
    *FORM,
    *GROUPS,
    *REPRESENTATIVES,
    *WORDS,
    *MONEY,
    *EXEMPTIONS,
    *ACTS,
    *PEOPLE,
)
