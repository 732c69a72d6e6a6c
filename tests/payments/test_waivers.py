"""Exemptions: frozen with their reason, and owed in full once they are rejected."""

from payments.charges import charges_of, freeze, is_cleared
from payments.money import Money
from payments.tariff import AssessedLine
from payments.waivers import Waiver, reject_waivers, waivers_of
from tests.builders.payments import FEE, Till, a_payable_case
from workflows.language.values import Text

REASON = Text({"fr": "Bâtiment public", "en": "Public building"})


def test_an_exemption_is_frozen_with_its_reason_and_owes_nothing(till: Till) -> None:
    reason = Text({"fr": "Bâtiment public", "en": "Public building"})
    free = AssessedLine("study", reason, Money.zero("XOF"), Money.of("5000 XOF"), reason)
    half = AssessedLine("issue", reason, Money.of("950 XOF"), FEE, reason)
    case = a_payable_case(till, lines=[free, half])

    with till.engine.begin() as connection:
        (charge,) = charges_of(connection, case.id)
        waivers = waivers_of(connection, case.id)
        freeze(connection, case_id=case.id, lines=[free])
        assert waivers_of(connection, case.id) == waivers
        assert is_cleared(connection, case.id, ["study"])
    assert (charge.item, charge.money) == ("issue", Money.of("950 XOF"))
    assert waivers == (
        Waiver("study", reason, reason, Money.of("5000 XOF"), Money.zero("XOF")),
        Waiver("issue", reason, reason, FEE, Money.of("950 XOF")),
    )


def test_a_case_that_nobody_exempted_has_no_waiver(till: Till) -> None:
    case = a_payable_case(till)

    with till.engine.begin() as connection:
        assert waivers_of(connection, case.id) == ()
        assert waivers_of(connection, case.id + 1) == ()


def test_a_rejected_exemption_owes_what_it_had_spared_once(till: Till) -> None:
    free = AssessedLine("study", REASON, Money.zero("XOF"), Money.of("5000 XOF"), REASON)
    half = AssessedLine("issue", REASON, Money.of("950 XOF"), FEE, REASON)
    case = a_payable_case(till, lines=[free, half])
    with till.engine.begin() as connection:
        (paid,) = charges_of(connection, case.id)

    with till.engine.begin() as connection:
        fallen = reject_waivers(connection, case.id)
        again = reject_waivers(connection, case.id)

        owed = [(one.item, one.money) for one in charges_of(connection, case.id)]
        assert waivers_of(connection, case.id) == ()
        assert not is_cleared(connection, case.id, ["study"])
    assert [one.item for one in fallen] == ["study", "issue"]
    assert again == ()
    rest = Money(FEE.minor - 950, "XOF")
    assert owed == [("issue", paid.money), ("study", Money.of("5000 XOF")), ("issue", rest)]
