"""The administrator's page of accounts."""

from tests.builders.backoffice import Backoffice
from workflows.actors import Role


def test_the_accounts_stand_with_their_roles_office_and_pools(office: Backoffice) -> None:
    agent, administrator = office.hire(Role.AGENT), office.hire(Role.ADMINISTRATOR)

    page = office.browser(administrator).read("/accounts")

    cells = page.texts("tbody tr th, tbody tr td")
    rows = {cells[at]: cells[at + 1 : at + 6] for at in range(0, len(cells), 6)}
    assert rows[agent.login] == [agent.name, "Agent", "CNCJ, Cotonou", "records", "none"]
    own = [administrator.name, "Administrator", "CNCJ, Cotonou", "–", "none"]
    assert rows[administrator.login] == own


def test_who_must_have_a_factor_and_has_none_is_seen(office: Backoffice) -> None:
    strict = office.which_wants_factors_of(Role.SIGNATORY)
    signatory = strict.hire(Role.SIGNATORY)

    page = strict.browser(strict.hire(Role.ADMINISTRATOR)).read("/accounts")

    assert page.text("a.late") == "missing"
    assert page.attribute("a.late", "href") == f"/accounts/{signatory.login}/factors"


def test_no_hash_stands_on_the_page(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.ADMINISTRATOR)).read("/accounts")

    assert "argon2" not in page.html
