"""Each job queue has the one process that drains it, and no process waits at an empty one."""

from config.procfile import project_procfile, read_procfile
from config.reactions import QUEUES, Job, JobQueue

#: The queue of the sealer has no worker of its own: the sealer's process drains it.
SEALER = ("eservices", "sealer")


def test_the_procfile_drains_exactly_the_job_queues_there_are() -> None:
    commands = [entry.command for entry in read_procfile(project_procfile().read_text("utf-8"))]

    drained = [command[2] for command in commands if command[1] == "worker"]
    drained += [JobQueue.SEAL] * commands.count(SEALER)

    assert sorted(drained) == sorted(JobQueue)


def test_every_job_has_its_queue_and_every_queue_a_job() -> None:
    assert set(QUEUES) == set(Job)
    assert set(QUEUES.values()) == set(JobQueue)
