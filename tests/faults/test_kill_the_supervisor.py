"""The whole installation is killed outright while a case is under way, and started again."""

import os
import signal
from urllib.parse import urlsplit

import psutil
import pytest

from config.demo.citizen import Case
from tests.bench.installation import Installation, folder_for_data, running
from tests.faults.invariants import findings
from tests.faults.live import Live, settled
from tests.faults.public import Applicant, public
from tests.processes import left_after

pytestmark = [pytest.mark.timeout(600), pytest.mark.slow]


def killed_outright(installation: Installation) -> list[int]:
    """Kill the supervisor alone, and name the processes that outlive it for long."""
    children = psutil.Process(installation.pid).children(recursive=True)
    os.kill(installation.pid, signal.SIGKILL)
    return left_after([child.pid for child in children], seconds=30)


def moved(case: Case, live: Live) -> Case:
    """Follow a case to the port at which the installation listens now."""
    return Case(case.reference, live.portal + urlsplit(case.link).path)


def test_a_case_under_way_ends_well_after_everything_was_killed() -> None:
    with folder_for_data() as folder:
        with running(folder) as first:
            live = Live(folder, first, first.engine())
            one = Applicant(live, 1)
            with one.browser:
                one.apply()
                one.pay()
            live.engine.dispose()
            assert killed_outright(first) == []
        with running(folder) as second:
            again = Live(folder, second, second.engine(), live.accepted)
            with public(again) as everybody:
                other = everybody.applicant()
                other.case = moved(one.case, again)
                served = other.fetch()
            wrong = settled(again, findings)
            again.engine.dispose()

    assert (served.verified, served.receipts) == (True, 1)
    assert wrong == {}
