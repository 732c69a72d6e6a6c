"""Bells: jobs on RQ that carry a name and nothing else, and the workers that answer them.

A bell says "there may be work of this kind"; the work itself is in the outbox. So a bell may be
lost, doubled or late without harm, and Redis may be emptied at any moment.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job as RungJob
from rq.serializers import JSONSerializer

from config.reactions import QUEUES, Job, JobQueue

#: The one function name a bell may carry; it is looked up in a table, never imported.
DRAIN = "drain"
#: A drain gives way well before this; only a hung one is cut off.
LONGEST_DRAIN = 600
#: A worker leaves after so many bells, and its supervisor starts a fresh one: no slow leak lasts.
BELLS_PER_WORKER = 5000


class UnknownFunction(Exception):
    """A job names a function that is not a bell: somebody else wrote into Redis."""


class Bell(RungJob):
    """A job that can only be a bell.

    RQ imports whatever function a job names, so that anybody who can write to Redis could run any
    code. Here the name is looked up in a table that the worker was given.
    """

    answers: ClassVar[Mapping[str, Callable[..., Any]]] = {}

    @property
    def func(self) -> Callable[..., Any]:
        """Look the function up; raises UnknownFunction."""
        name = self.func_name
        if name is None or name not in self.answers:
            raise UnknownFunction(name)
        return self.answers[name]


class Bellboy:
    """Rings: puts a bell for a job into its job queue unless one is waiting there already."""

    def __init__(self, redis: Redis) -> None:
        self._queues = {
            queue: Queue(queue, connection=redis, serializer=JSONSerializer) for queue in JobQueue
        }

    def ring(self, job: Job) -> bool:
        """Ring for a job; tells whether a bell had to be added.

        A bell that still waits will be answered after this call, so it will see the row that was
        committed before it: one is enough. One being answered now may have looked already.
        """
        queue = self._queues[QUEUES[job]]
        if any(waiting.rpartition("-")[0] == job for waiting in queue.get_job_ids()):
            return False
        queue.enqueue_call(
            DRAIN,
            args=(str(job),),
            job_id=f"{job}-{queue.connection.incr('bells')}",
            timeout=LONGEST_DRAIN,
            result_ttl=0,
            failure_ttl=3600,
        )
        return True


def answer_bells(
    redis: Redis, queue: JobQueue, drain: Callable[[str], None], *, burst: bool = False
) -> None:
    """Work on one job queue until stopped.

    One queue only: a worker on several loses a job for ever when it is killed between taking it
    and registering it. No fork: a fork costs more than the work, and would share connections.
    """
    bell = type("AnsweredBell", (Bell,), {"answers": {DRAIN: drain}})
    worker = SimpleWorker(
        [Queue(queue, connection=redis, serializer=JSONSerializer, job_class=bell)],
        connection=redis,
        job_class=bell,
        serializer=JSONSerializer,
        maintenance_interval=60,
        worker_ttl=75,
        log_job_description=False,
    )
    worker.work(burst=burst, max_jobs=BELLS_PER_WORKER, logging_level="WARNING")
