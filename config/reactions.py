"""What follows what: one table from events to jobs, one from jobs to job queues."""

from collections.abc import Mapping
from enum import StrEnum


class Job(StrEnum):
    """The jobs: each drains the due outbox rows of its kind."""

    ROUTE = "route"
    CHARGE = "charge"
    CLEAR = "clear"
    REFUND = "refund"
    RECEIPT = "receipt"
    ISSUE = "issue"
    FINISH = "finish"
    NOTIFY = "notify"


class JobQueue(StrEnum):
    """The job queues: one worker process listens to one of them."""

    ROUTING = "routing"
    PAYMENTS = "payments"
    DOCUMENTS = "documents"
    NOTICES = "notices"
    SEAL = "seal"


#: Only the sealer listens to `seal`: no other process can reach the signing key.
QUEUES: Mapping[Job, JobQueue] = {
    Job.ROUTE: JobQueue.ROUTING,
    Job.CHARGE: JobQueue.PAYMENTS,
    Job.CLEAR: JobQueue.PAYMENTS,
    Job.REFUND: JobQueue.PAYMENTS,
    Job.RECEIPT: JobQueue.DOCUMENTS,
    Job.FINISH: JobQueue.DOCUMENTS,
    Job.NOTIFY: JobQueue.NOTICES,
    Job.ISSUE: JobQueue.SEAL,
}
