"""The table of who may do what, read as a table."""

import pytest

from backoffice.actions import Action
from backoffice.policy import OF_ONESELF, POLICY, PUBLIC, Reach, allows, reach
from backoffice.routes import ROUTES
from workflows.actors import Role

OVERSEE = (Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR)
FOR_AN_OPINION = (
    Action.READ_CASE_FOR_OPINION,
    Action.GIVE_OPINION_ON_CASE,
    Action.RELEASE_OPINION_ON_CASE,
)
#: Sums of months and years, which who steers and who administers both read.
REPORTS = {Action.SEE_REPORTS, Action.MAKE_REPORT}
#: What administrators did, inspectors read.
MESSAGES = frozenset({Action.SEE_MESSAGES, Action.SEND_MESSAGE_AGAIN})
SHARED = REPORTS | MESSAGES | {Action.SEE_ADMINISTRATION}
OF_A_CASE = (
    Action.READ_CASE,
    Action.READ_ATTACHMENT,
    Action.DECIDE_CASE,
    Action.RELEASE_CASE,
    Action.REPORT_PROBLEM_WITH_CASE,
)


@pytest.mark.parametrize("action", Action)
def test_nobody_may_do_anything_without_a_role(action: Action) -> None:
    assert reach((), action) is None


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.SYSTEM])
@pytest.mark.parametrize("action", Action)
def test_roles_without_accounts_here_may_do_nothing(role: Role, action: Action) -> None:
    assert not allows((role,), action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", OF_A_CASE)
def test_no_role_touches_a_case_that_it_does_not_hold(role: Role, action: Action) -> None:
    assert reach((role,), action) in {None, Reach.HELD, Reach.IN_HAND}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", FOR_AN_OPINION)
def test_who_gives_an_opinion_touches_only_the_case_on_which_they_do(
    role: Role, action: Action
) -> None:
    assert reach((role,), action) == (Reach.ASKED if role is Role.AGENT else None)


@pytest.mark.parametrize("role", OVERSEE)
def test_who_oversees_sees_no_file_and_shares_reports_and_deeds_alone(role: Role) -> None:
    others = {action for other in OVERSEE if other is not role for action in POLICY[other]}

    own = set(POLICY[role]) - OF_ONESELF - SHARED
    assert own
    assert not own & others
    # What an inspector may hold is a confidential report: tests/workflows/test_complaints.py.
    assert role is Role.INSPECTOR or not own & set(OF_A_CASE)


def test_two_roles_reach_as_far_as_the_wider_of_them() -> None:
    both = (Role.AGENT, Role.CASHIER)

    assert reach(both, Action.READ_CASE) is Reach.HELD
    assert reach(both, Action.USE_OWN_SESSION) is Reach.ANY


def test_every_action_has_a_route_and_somebody_who_may_take_it() -> None:
    routed = {route.action for routes in ROUTES.values() for route in routes}
    granted = {action for actions in POLICY.values() for action in actions}

    assert routed == set(Action)
    assert granted == set(Action) - PUBLIC
