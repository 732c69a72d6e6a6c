"""The administrator's page of accounts."""

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
