"""One defect at least for each rule of overflows, in the criminal record that overflows."""

from tests.builders.defects import Defect, Edit

BACKLOG = """        - {office: '"renfort-national"', above: 250}\n"""
WAITED = """        - {office: '"renfort-national"', after: 2 working-hours}\n"""
OVERFLOW = "      overflow:\n" + BACKLOG + WAITED
WAITS = "      expires: {after: 15 days, fire: lapse}\n"
COURT = (
    """      office: 'answers.birth_court == "elsewhere" ? "tpi-cotonou" : answers.birth_court'\n"""
)


def waited(line: str) -> Edit:
    """Write the overflow after two hours otherwise."""
    return WAITED, f"        - {{{line}}}\n"


OVERFLOW_DEFECTS = (
    Defect("P046", ((OVERFLOW, ""), (WAITS, WAITS + OVERFLOW))),
    Defect("P047", (waited("office: '\"renfort-national\"'"),)),
    Defect(
        "P048",
        (waited("office: '\"renfort-national\"', after: 3 working-hours"),),
        path=("verification (34 h)",),
    ),
    Defect(
        "P048",
        (
            waited("office: '\"renfort-national\"', from: cncj, after: 2 working-hours"),
            (
                OVERFLOW.splitlines(keepends=True)[1],
                "        - {office: '\"tpi-parakou\"', from: renfort-national, after: 1 day}\n",
            ),
        ),
        path=("verification (53 h)",),
    ),
    Defect("D070", (waited("office: '\"renfort\"', after: 2 working-hours"),)),
    Defect("D071", (waited("office: '\"tpi-parakou\"', after: 2 working-hours"),)),
    Defect(
        "D072",
        (("      to: refused\n      by: agent\n", "      to: refused\n      by: signatory\n"),),
    ),
    Defect(
        "D073",
        (
            (BACKLOG, "        - {office: '\"cncj\"', from: renfort-national, above: 9}\n"),
            waited("office: '\"renfort-national\"', from: cncj, after: 2 working-hours"),
        ),
        path=("cncj", "[overflow] renfort-national"),
    ),
    Defect("D074", ((BACKLOG, ""), waited("office: '\"cncj\"', after: 2 working-hours"))),
    Defect("D074", (waited("office: '\"renfort-national\"', from: tpi-parakou, above: 9"),)),
    Defect(
        "D074",
        (waited("office: '\"renfort-national\"', above: 9, when: answers.sex != answers.sex"),),
    ),
    Defect("D075", ((COURT, COURT.replace('"tpi-cotonou"', "answers.father_name")),)),
)
