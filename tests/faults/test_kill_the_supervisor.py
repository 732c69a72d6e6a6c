"""The whole installation is killed outright while a case is under way, and started again."""

import os
import signal
from urllib.parse import urlsplit

import psutil
import pytest

from config.demo.citizen import Case
from tests.bench.installation import folder_for_data
from tests.faults.invariants import findings
from tests.faults.live import Live, living, settled
from tests.faults.public import Applicant, public
from tests.processes import left_after

pytestmark = [pytest.mark.timeout(1800), pytest.mark.slow]


def killed_outright(live: Live) -> list[int]:
    """Kill the supervisor alone, and name the processes that outlive it for long."""
    supervisor = live.installation.pid
    children = psutil.Process(supervisor).children(recursive=True)
    os.kill(supervisor, signal.SIGKILL)
    return left_after([child.pid for child in children], seconds=30)


def moved(case: Case, live: Live) -> Case:
    """Follow a case to the port at which the installation listens now."""
    return Case(case.reference, live.portal + urlsplit(case.link).path)


def test_a_case_under_way_ends_well_after_everything_was_killed() -> None:
    with folder_for_data() as folder:
        with living(folder) as first:
            one = Applicant(first, 1)
            with one.browser:
                one.apply()
                one.pay()
            first.engine.dispose()
            assert killed_outright(first) == []
        with living(folder, first.accepted) as second:
            with public(second) as everybody:
                other = everybody.applicant()
                other.case = moved(one.case, second)
                served = other.fetch()
            wrong = settled(second, findings)

    assert (served.verified, served.receipts) == (True, 1)
    assert wrong == {}
