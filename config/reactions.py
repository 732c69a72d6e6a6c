"""What follows what: one table from events to jobs, one from jobs to job queues."""

from collections.abc import Mapping
from enum import StrEnum

from backoffice.demand.asking import FORECAST_WANTED
from backoffice.reporting.asking import REPORT_WANTED
from backoffice.staffing.asking import WHAT_IF_ASKED
from delivery.issuing import REGISTERED
from delivery.reports import NOTICE_AGAIN, NOTICE_FAILED
from delivery.revocations import CONFIRMED, TAKEN_BACK
from eservices.lost_links import LINK_ASKED
from eservices.one_time_codes import CODE_ASKED
from payments.settlement import REFUND_DUE, SETTLED
from workflows.changed_calendars import CALENDAR_CHANGED
from workflows.engine import PASSED_ON, entered
from workflows.happenings import happened
from workflows.journal import Happening
from workflows.language.procedure import Stage
from workflows.signing.deciding import CONFIRMED as SIGNING_CONFIRMED


class Job(StrEnum):
    """The jobs: each drains the due outbox rows of its kind."""

    ROUTE = "route"
    CLEAR = "clear"
    END_PAGES = "end-pages"
    REFUND_UNSERVED = "refund-unserved"
    REFUND = "refund"
    RECEIPT = "receipt"
    ISSUE = "issue"
    FINISH = "finish"
    NOTIFY = "notify"
    SEND_CODE = "send-code"
    REVOKE = "revoke"
    TELL_REVOKED = "tell-revoked"
    FORECAST = "forecast"
    SIMULATE = "simulate"
    SIGN = "sign"
    MOVE_CLOCKS = "move-clocks"
    REPORT = "report"


class JobQueue(StrEnum):
    """The job queues: one worker process listens to one of them."""

    ROUTING = "routing"
    PAYMENTS = "payments"
    DOCUMENTS = "documents"
    NOTICES = "notices"
    SEAL = "seal"
    FIGURES = "figures"


#: Only the sealer listens to `seal`: no other process can reach the signing key.
QUEUES: Mapping[Job, JobQueue] = {
    Job.ROUTE: JobQueue.ROUTING,
    Job.CLEAR: JobQueue.ROUTING,
    Job.FINISH: JobQueue.ROUTING,
    Job.END_PAGES: JobQueue.PAYMENTS,
    Job.REFUND_UNSERVED: JobQueue.PAYMENTS,
    Job.REFUND: JobQueue.PAYMENTS,
    Job.RECEIPT: JobQueue.DOCUMENTS,
    Job.NOTIFY: JobQueue.NOTICES,
    Job.SEND_CODE: JobQueue.NOTICES,
    Job.ISSUE: JobQueue.SEAL,
    Job.REVOKE: JobQueue.SEAL,
    Job.TELL_REVOKED: JobQueue.ROUTING,
    Job.SIGN: JobQueue.ROUTING,
    Job.MOVE_CLOCKS: JobQueue.ROUTING,
    Job.FORECAST: JobQueue.FIGURES,
    Job.SIMULATE: JobQueue.FIGURES,
    Job.REPORT: JobQueue.FIGURES,
}

ENDED_UNSERVED = (Job.REFUND_UNSERVED, Job.END_PAGES, Job.NOTIFY)

#: An event without a line leaves nothing to do.
REACTIONS: Mapping[str, tuple[Job, ...]] = {
    # A payment state in which nothing is due is left at once: hence `clear` on entering it.
    entered(Stage.PAYMENT): (Job.CLEAR, Job.NOTIFY),
    # Submitted: at a desk that does not examine yet, such as one that forwards files by the week.
    entered(Stage.SUBMITTED): (Job.ROUTE, Job.NOTIFY),
    entered(Stage.REVIEW): (Job.ROUTE, Job.NOTIFY),
    PASSED_ON: (Job.ROUTE,),
    entered(Stage.APPLICANT): (Job.NOTIFY,),
    entered(Stage.ISSUANCE): (Job.ISSUE,),
    entered(Stage.DELIVERED): (Job.NOTIFY,),
    entered(Stage.REFUSED): ENDED_UNSERVED,
    entered(Stage.WITHDRAWN): ENDED_UNSERVED,
    SETTLED: (Job.CLEAR, Job.RECEIPT, Job.END_PAGES),
    REFUND_DUE: (Job.REFUND,),
    REGISTERED: (Job.FINISH,),
    CONFIRMED: (Job.REVOKE,),
    TAKEN_BACK: (Job.TELL_REVOKED,),
    happened(Happening.ACT_REVOKED): (Job.NOTIFY,),
    happened(Happening.TRANSFERRED): (Job.NOTIFY,),
    happened(Happening.QUESTION_ANSWERED): (Job.NOTIFY,),
    happened(Happening.HANDED_OVER): (Job.NOTIFY,),
    LINK_ASKED: (Job.NOTIFY,),
    CODE_ASKED: (Job.SEND_CODE,),
    NOTICE_FAILED: (Job.NOTIFY,),
    NOTICE_AGAIN: (Job.NOTIFY,),
    FORECAST_WANTED: (Job.FORECAST,),
    WHAT_IF_ASKED: (Job.SIMULATE,),
    SIGNING_CONFIRMED: (Job.SIGN,),
    CALENDAR_CHANGED: (Job.MOVE_CLOCKS,),
    REPORT_WANTED: (Job.REPORT,),
}
