"""One defect at least for each rule of checklists, in the criminal record that has one."""

from tests.builders.defects import Defect

WAITS = "      expires: {after: 15 days, fire: lapse}\n"
LIST = "      checklist:\n        - {id: alone, label: {fr: Vu, en: Seen}}\n"
NAMED = "        - id: identity\n"
SETTLED = """    - fire: settle
      from: contested
      to: drafting
      by: agent
      label: {fr: Donner l’avis de la commission, en: Give the commission’s opinion}
      asks: [opinion]
"""
HEARD = "    contested:\n      stage: review\n"
CITIZENS = '          when: answers.status == "citizen"\n        - id: residence\n'

CHECKLIST_DEFECTS = (
    Defect("D086", ((WAITS, WAITS + LIST),)),
    Defect("D087", ((NAMED, NAMED.replace("identity", "identity_document")),)),
    Defect("D088", ((NAMED, NAMED + "          needed_for: [sign]\n"),)),
    Defect("D088", ((NAMED, NAMED + "          needed_for: [approve, withdraw]\n"),)),
    Defect("D089", ((SETTLED, ""), (HEARD, HEARD + LIST)), file="building-permit"),
    Defect(
        "D090",
        ((CITIZENS, CITIZENS.replace('"\n', '" && answers.status == "resident"\n')),),
    ),
    Defect("E005", ((CITIZENS, CITIZENS.replace("status", "state")),)),
)
