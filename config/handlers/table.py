"""The table of handlers: which module does the jobs of which job queue.

A worker loads what its own job queue needs and nothing else: the routing of cases must not wait
until the fonts of receipts are there.
"""

from collections.abc import Mapping
from importlib import import_module

from config.composition import Installation
from config.drain import Handler
from config.reactions import Job, JobQueue

#: Each module has a function `handlers` that gives what the jobs of the queue do.
HOMES: Mapping[JobQueue, str] = {
    JobQueue.ROUTING: "config.handlers.cases",
    JobQueue.PAYMENTS: "config.handlers.money",
    JobQueue.DOCUMENTS: "config.handlers.receipts",
    JobQueue.NOTICES: "config.handlers.notices",
    JobQueue.FIGURES: "config.handlers.figures",
}


def handlers_for(installation: Installation, queue: JobQueue) -> Mapping[Job, Handler]:
    """Give the handlers of one job queue's jobs."""
    handlers: Mapping[Job, Handler] = import_module(HOMES[queue]).handlers(installation)
    return handlers


def handlers_of(installation: Installation) -> Mapping[Job, Handler]:
    """Give the handlers of every job but the sealer's."""
    return {
        job: handler
        for queue in HOMES
        for job, handler in handlers_for(installation, queue).items()
    }
