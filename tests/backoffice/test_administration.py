"""The administrator's first pages: accounts and live e-services."""

from tests.builders.backoffice import Backoffice
from workflows.actors import Role


def test_the_accounts_stand_with_their_roles_office_and_pools(office: Backoffice) -> None:
    agent, administrator = office.hire(Role.AGENT), office.hire(Role.ADMINISTRATOR)

    page = office.browser(administrator).read("/accounts")

    cells = page.texts("tbody tr th, tbody tr td")
    rows = {cells[at]: cells[at + 1 : at + 5] for at in range(0, len(cells), 5)}
    assert rows[agent.login] == [agent.name, "Agent", "CNCJ, Cotonou", "records"]
    assert rows[administrator.login] == [administrator.name, "Administrator", "CNCJ, Cotonou", "–"]
    assert "argon2" not in page.html


def test_the_live_e_services_stand_with_version_and_checksum(office: Backoffice) -> None:
    page = office.browser(office.hire(Role.ADMINISTRATOR)).read("/e-services")

    assert page.text("tbody th") == "Criminal record criminal-record"
    assert page.text("tbody .n") == "1"
    assert page.text("tbody .sum") == office.definition
