"""The indicators that the telephone tells: calls offered, answered, abandoned, answered in time, waiting, handling.

All look at the same calls: inbound, on the phone, and over. A contact that ended in the voice menu was never
offered to anybody and is not among them.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry.worth import OPERATIONS

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
    owner=OPERATIONS,
    minimum_n=1,
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
    owner=OPERATIONS,
    minimum_n=1,
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
    owner=OPERATIONS,
    minimum_n=1,
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
    owner=OPERATIONS,
    minimum_n=1,
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
    owner=OPERATIONS,
    minimum_n=1,
    page="mean-time",
    higher_is_better=False,
)

ANSWERED = replace(
    ABANDONED,
    name="answered",
    title=_("Calls answered"),
    question=_("How many of those who called were answered?"),
    description=_("The share of offered calls that somebody answered."),
    formula=_("calls answered ÷ calls offered"),
    eligibility=_("Calls offered: inbound, on the phone, over. Outcomes “answered”, “resolved”, “transferred” count."),
    strength=_("The plainest promise of a telephone number: that somebody answers."),
    weakness=_("An answer after ten minutes counts like one after ten seconds: read it with the waiting time."),
    higher_is_better=True,
)

WAITING_MEDIAN = replace(
    WAITING_TIME,
    name="waiting_median",
    title=_("Waiting time, median"),
    question=_("How long did half of the callers wait at most?"),
    description=_("The wait that half of the offered calls did not exceed."),
    measure="quantile",
    formula=_("median of waits, from an additive histogram: exact to the second up to two minutes, to 2 % above"),
    strength=_("Not moved by a few calls that waited very long."),
    weakness=_("Says nothing of the half that waited longer: read the 90th percentile beside it."),
    page="quantile",
)

WAITING_P90 = replace(
    WAITING_MEDIAN,
    name="waiting_p90",
    title=_("Waiting time, nine callers in ten"),
    question=_("How long did nine callers in ten wait at most?"),
    description=_("The wait that 90 % of the offered calls did not exceed."),
    formula=_("90th percentile of waits, from an additive histogram: exact to the second up to two minutes"),
    strength=_("Shows the long waits that a mean or a median hides."),
    weakness=_("Needs many calls: the tail of a small sample is mostly chance."),
    quantile=0.9,
)

HANDLING_MEDIAN = replace(
    HANDLING_TIME,
    name="handling_median",
    title=_("Handling time, median"),
    question=_("How long did it take to serve a usual caller?"),
    description=_("The time that half of the served calls did not exceed."),
    measure="quantile",
    formula=_("median of handling times, from an additive histogram: exact to the second up to two minutes"),
    strength=_("Not moved by a few very long calls, so closer to an ordinary day than the mean."),
    page="quantile",
)

CALL_INDICATORS = (
    OFFERED,
    ANSWERED,
    ABANDONED,
    ANSWERED_WITHIN,
    WAITING_TIME,
    WAITING_MEDIAN,
    WAITING_P90,
    HANDLING_TIME,
    HANDLING_MEDIAN,
)
