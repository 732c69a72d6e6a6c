"""The rules that a procedure must satisfy, whatever e-service it serves."""

from workflows.language.findings import Rule, Severity, mark

UNKNOWN_STATE = Rule(
    "P001",
    mark("There is no state “%(name)s”."),
    mark("Write a name that exists, or add the state under “states”."),
)
UNREACHABLE = Rule(
    "P002",
    mark("No path leads to the state “%(state)s”."),
    mark("Add a transition to it, or remove it."),
)
NO_END = Rule(
    "P003",
    mark("From the state “%(state)s” no end can be reached: cases would stay there for ever."),
    mark("Add a transition that leads to a final state."),
)
SYSTEM_LOOP = Rule(
    "P004",
    mark("The system alone can turn round for ever."),
    mark("Give one of these transitions to a person, or lead it elsewhere."),
)
FINAL_STAGE = Rule(
    "P005",
    mark("The state “%(state)s” must be final exactly when its stage ends the case."),
    mark("Write “final: true” for the stages delivered, refused and withdrawn, and only there."),
)
LEAVES_END = Rule(
    "P006",
    mark("The transition “%(fire)s” leaves the final state “%(state)s”."),
    mark("Remove it: a final state is not left."),
)
NO_QUEUE = Rule(
    "P007",
    mark("People act in the state “%(state)s” but no agent queue holds its cases."),
    mark("Add “queue:” with the name of the agent queue."),
)
NO_DEADLINE = Rule(
    "P008",
    mark("The state “%(state)s” gives its office no deadline."),
    mark("Add “deadline:”, such as “8 working-hours”."),
)
IDLE_QUEUE = Rule(
    "P009",
    mark("The state “%(state)s” has an agent queue but nobody can do anything there."),
    mark("Add a transition by an agent or a signatory, or remove the queue."),
)
NO_EXPIRY = Rule(
    "P010",
    mark("The state “%(state)s” waits without end."),
    mark("Add “expires: {after: 15 days, fire: …}” and a transition by the system."),
)
EXPIRY_FIRES_NOTHING = Rule(
    "P011",
    mark("When “%(state)s” expires, “%(fire)s” is to be fired, but no such transition leaves it."),
    mark("Add a transition “%(fire)s” from “%(state)s”, by the system."),
)
NO_ANSWER = Rule(
    "P012",
    mark("The applicant is awaited in “%(state)s” but cannot take the case further from there."),
    mark("Add a transition by the applicant from this state to one that is not an end."),
)
NOT_CLEARED = Rule(
    "P013",
    mark("The act can be issued although “%(item)s” is unpaid."),
    mark("Let every path pay: lead it through a state that collects “%(item)s”."),
)
COLLECTS_NOTHING = Rule(
    "P014",
    mark("The payment state “%(state)s” collects nothing."),
    mark("Add “collects:” with the items of the tariff that are due there."),
)
UNKNOWN_ITEM = Rule(
    "P015",
    mark("“%(item)s” is not an item of the tariff."),
    mark("Write a name that exists, or add it to the tariff."),
)
NO_CLEARING = Rule(
    "P016",
    mark("Nothing happens in “%(state)s” when the payment is received."),
    mark("Add a transition “payment_cleared” from this state, by the system."),
)
NOT_SIGNED = Rule(
    "P017",
    mark("The act can be issued without the signature of “%(queue)s”."),
    mark("Let every path pass through a transition by a signatory from that agent queue."),
)
EYES_MISSED = Rule(
    "P018",
    mark("“%(fire)s” can be reached without “%(other)s”, from which it must differ."),
    mark("Lead every path to it through “%(other)s”, or remove it from “distinct_from”."),
)
NO_REFUND_RULE = Rule(
    "P019",
    mark("“%(fire)s” ends a paid case without saying what happens to the money."),
    mark("Add “refunds: never” or “refunds: full”."),
)
PROMISE_TOO_SHORT = Rule(
    "P020",
    mark("The offices may take %(needed)s hours, but the promise leaves %(promised)s."),
    mark("Shorten the deadlines of the states on this path, or lengthen the promise."),
)
NEVER_FIRED = Rule(
    "P021",
    mark("Nothing ever fires “%(fire)s” from “%(state)s”."),
    mark(
        "The system fires payment_cleared from payment states, issued from issuance states, "
        "opinions_gathered from states that ask for opinions, and what a state's expiry names: use "
        "one of these, or give the transition to a person."
    ),
)
NOT_FOR_PEOPLE = Rule(
    "P022",
    mark("“%(fire)s” belongs to the system, not to %(role)s."),
    mark("Write “by: system”."),
)
AMBIGUOUS = Rule(
    "P023",
    mark("“%(fire)s” leaves “%(state)s” twice, and nothing says which one to take."),
    mark("Give each of them a condition (“when”) that excludes the other."),
)
UNKNOWN_REASON = Rule(
    "P024",
    mark("“%(reason)s” is not one of the reasons."),
    mark("Write a name that exists, or add it under “reasons”."),
)
NO_REASON = Rule(
    "P025",
    mark("“%(fire)s” refuses without asking for a reason."),
    mark("Add “asks: [reason]”."),
)
NO_REASONS = Rule(
    "P026",
    mark("“%(fire)s” asks for a reason, but the e-service has none."),
    mark("Add reasons with their texts under “reasons”."),
)
UNUSED_REASON = Rule(
    "P027",
    mark("No transition can give the reason “%(reason)s”."),
    mark("List it in the “reasons” of a transition, or remove it."),
    Severity.WARNING,
)
NOTHING_TO_CORRECT = Rule(
    "P028",
    mark("“%(fire)s” sends the case to the applicant without saying what to do."),
    mark("Add “asks: [fields_to_correct, reason, message]”, or some of them."),
)
UNKNOWN_TRIGGER = Rule(
    "P029",
    mark("There is no transition “%(name)s”, and no opinion of that name."),
    mark("Name the trigger of a transition, or an opinion that is asked for."),
)
NO_ISSUED = Rule(
    "P030",
    mark("Nothing leads out of “%(state)s” when the act is registered."),
    mark("Add a transition “issued” from this state to a delivered one, by the system."),
)
NO_DELIVERY = Rule(
    "P031",
    mark("No path leads to a delivered state."),
    mark("Add a final state of the stage “delivered” and a path to it."),
)
UNKNOWN_INITIAL = Rule(
    "P032",
    mark("The initial state “%(name)s” does not exist."),
    mark("Name one of the states."),
)
ONE_PAIR_OF_EYES = Rule(
    "P033",
    mark("“%(fire)s” signs the act, and nothing keeps who prepared it from signing it."),
    mark("Add “distinct_from: [%(before)s]”."),
)
NOBODYS_EYES = Rule(
    "P034",
    mark("“%(fire)s” must differ from “%(other)s”, which is not done by people of the offices."),
    mark("Give “%(other)s” to an agent or a signatory, or remove it from “distinct_from”."),
)
NEVER_ROUTED = Rule(
    "P035",
    mark("No case of “%(state)s” ever comes into an agent queue: its stage is %(stage)s."),
    mark("Remove the queue, or give the state the stage “submitted” or “review”."),
)
OPINIONS_ELSEWHERE = Rule(
    "P036",
    mark("“%(state)s” asks for opinions, but its stage is %(stage)s."),
    mark("Give it the stage “review”: opinions are asked for in an examination."),
)
OPINIONS_AND_QUEUE = Rule(
    "P037",
    mark("“%(state)s” asks for opinions and has an agent queue or a deadline of its own."),
    mark("Remove “queue” and “deadline” here; treat the case in another state, before or after."),
)
NOT_GATHERED = Rule(
    "P038",
    mark("Nothing happens in “%(state)s” when the opinions are there."),
    mark("Add a transition “opinions_gathered” from this state, by the system."),
)
OPINION_NAMED_TWICE = Rule(
    "P039",
    mark("“%(name)s” names an opinion and something else of the procedure."),
    mark("Give each opinion a name of its own, different from every trigger."),
)
OPINION_UNHEARD = Rule(
    "P040",
    mark("The condition reads the opinion “%(name)s”, which may not have been asked for."),
    mark("Lead every path to “%(state)s” through the state that asks for it."),
)
SILENCE_FIRES_NOTHING = Rule(
    "P041",
    mark("The legal delay may pass in “%(state)s”, which no transition “%(fire)s” leaves."),
    mark("Add a transition “%(fire)s” from it, by the system, or let the delay stand still there."),
)
SILENCE_UNSAID = Rule(
    "P042",
    mark("In “%(state)s” the passing of time refuses, and nothing says that silence means so."),
    mark("Add “decides: refuse” to “expires”, if the law says so; else lead it elsewhere."),
)
SILENCE_BELIED = Rule(
    "P043",
    mark("Silence is said to %(decides)s, but “%(fire)s” does not lead there."),
    mark("Lead “refuse” to a refused state, and “accept” where no refusal can follow any more."),
)
NOTHING_TO_REJECT = Rule(
    "P044",
    mark("“%(fire)s” rejects exemptions, and the tariff exempts nobody."),
    mark("Remove “rejects_exemptions”, or add “exemptions” to the tariff."),
)
REJECTED_UNSAID = Rule(
    "P045",
    mark("“%(fire)s” rejects exemptions without anybody of the offices saying why."),
    mark("Give it to an agent or a signatory, and add “asks: [reason]”."),
)
OVERFLOW_UNQUEUED = Rule(
    "P046",
    mark("The cases of “%(state)s” are to overflow, but they wait in no agent queue."),
    mark("Add “queue:”, or remove “overflow:”."),
)
OVERFLOW_NEVER = Rule(
    "P047",
    mark("Nothing says when the cases of “%(state)s” overflow."),
    mark("Add “after:” with a span, or “above:” with a number of cases, or both."),
)
OVERFLOW_TOO_LATE = Rule(
    "P048",
    mark(
        "A case that overflows in “%(state)s” may take the offices %(needed)s hours, but the "
        "promise leaves %(promised)s."
    ),
    mark("Let it overflow earlier, shorten the deadline of the state, or lengthen the promise."),
)
