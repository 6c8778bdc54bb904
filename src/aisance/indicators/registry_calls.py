"""The indicators that the telephone tells: calls offered, abandoned, answered in time, waiting and handling time.

All five look at the same calls: inbound, on the phone, and over. A contact that ended in the voice menu was never
offered to anybody and is not among them.
"""

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition

COPC = _("Usual telephony measures, as in ISO 18295-1:2017")
COPC_URL = "https://www.iso.org/standard/64739.html"

OFFERED = Definition(
    name="offered",
    version=1,
    title=_("Calls offered"),
    question=_("How many calls came in for somebody to answer?"),
    description=_("The number of calls that asked for an advisor, answered or not."),
    measure="count",
    unit="calls",
    fact="interactions",
    formula=_("number of calls offered"),
    eligibility=_("Inbound calls on the phone that are over. A contact that ended in the voice menu was not offered."),
    strength=_("Counts everybody who called, and is what all other telephone figures are a share of."),
    weakness=_("Calls come in bunches: the interval, made for independent arrivals, is narrower than real life."),
    source=COPC,
    source_url=COPC_URL,
    page="count",
    higher_is_better=False,
)

ABANDONED = Definition(
    name="abandoned",
    version=1,
    title=_("Calls abandoned"),
    question=_("How many of those who called hung up before anybody answered?"),
    description=_("The share of offered calls that ended before they were answered."),
    measure="share",
    unit="%",
    fact="interactions",
    formula=_("calls abandoned ÷ calls offered"),
    eligibility=_("Calls offered: inbound, on the phone, over. Outcomes “abandoned” and “left” count as abandoned."),
    strength=_("Shows customers whom no survey hears."),
    weakness=_("Somebody who hangs up after two seconds may have dialled a wrong number; none is left out here."),
    source=COPC,
    source_url=COPC_URL,
    page="share",
    higher_is_better=False,
)

ANSWERED_WITHIN = Definition(
    name="answered_within",
    version=1,
    title=_("Answered in time"),
    question=_("How many of those who called were answered within the time promised?"),
    description=_(
        "The share of offered calls that were answered within a number of seconds, 20 unless told otherwise."
    ),
    measure="share",
    unit="%",
    fact="interactions",
    formula=_("calls answered after a wait of at most the threshold ÷ calls offered"),
    eligibility=_(
        "Calls offered: inbound, on the phone, over. The threshold itself is in time. "
        "An abandoned call was not answered in time; a call answered after an unknown wait is left out."
    ),
    strength=_("One promise, kept or not, that customers would recognise."),
    weakness=_("Says nothing of those who wait beyond the threshold: read it with the waiting time."),
    source=COPC,
    source_url=COPC_URL,
    page="share",
)

WAITING_TIME = Definition(
    name="waiting_time",
    version=1,
    title=_("Waiting time"),
    question=_("How long did callers wait?"),
    description=_("The mean wait of offered calls, answered or abandoned."),
    measure="seconds",
    unit="seconds",
    fact="interactions",
    formula=_("sum of waits ÷ number of calls"),
    eligibility=_("Calls offered: inbound, on the phone, over, with a known wait; a wait of 0 seconds is a wait."),
    strength=_("In seconds, as customers live it."),
    weakness=_("A mean hides the few who wait very long, and those who hang up cut their own wait short."),
    source=COPC,
    source_url=COPC_URL,
    page="mean-time",
    higher_is_better=False,
)

HANDLING_TIME = Definition(
    name="handling_time",
    version=1,
    title=_("Handling time"),
    question=_("How long did it take to serve a caller?"),
    description=_("The mean time that advisors spent on a call they answered."),
    measure="seconds",
    unit="seconds",
    fact="interactions",
    formula=_("sum of handling times ÷ number of calls"),
    eligibility=_(
        "Calls that were served (answered, resolved or transferred): inbound, on the phone, with a known handling time."
    ),
    strength=_("Tells what a call costs and how many advisors are needed."),
    weakness=_("Shorter is not better for a customer whose request stays open: read it with “resolved”."),
    source=COPC,
    source_url=COPC_URL,
    page="mean-time",
    higher_is_better=False,
)

CALL_INDICATORS = (OFFERED, ABANDONED, ANSWERED_WITHIN, WAITING_TIME, HANDLING_TIME)
