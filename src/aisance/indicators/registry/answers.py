"""The indicators that customers answer in one question: ease, recommendation, satisfaction, resolution."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry.worth import ANSWERED, DIRECTION, SERVICE, net, top

NET_EASY = Definition(
    name="net_easy",
    version=1,
    title=_("Net Easy"),
    question=_("How easy was it to get the help you wanted from us today?"),
    description=_("The share of customers who found it easy less the share who found it difficult."),
    measure="score",
    unit="points",
    fact="answers",
    formula=_("% of scores 1 to 2 − % of scores 5 to 7"),
    eligibility=ANSWERED,
    strength=_("Tells which contacts to simplify, in words that everybody in the company understands."),
    weakness=_("Only those who answer are heard, and a very easy contact is soon forgotten: compare like with like."),
    source=_("BT, Net Easy score"),
    source_url="https://www.adrianswinscoe.com/should-net-easy-be-your-new-customer-service-metric-interview-with-nicola-millard-of-bt/",
    page="net-score",
    parts=(net("net_easy", "net_easy_7", good=range(1, 3), bad=range(5, 8)),),
    owner=SERVICE,
)

NPS = Definition(
    name="nps",
    version=1,
    title=_("Net Promoter Score"),
    question=_("How likely are you to recommend us to a friend or colleague?"),
    description=_("The share of promoters less the share of detractors."),
    measure="score",
    unit="points",
    fact="answers",
    formula=_("% of scores 9 to 10 − % of scores 0 to 6"),
    eligibility=ANSWERED,
    strength=_("Known everywhere, so that it can be compared and explained."),
    weakness=_(
        "Says little about why, and moves with the culture and the mix of customers as much as with the service."
    ),
    source=_("F. Reichheld, 2003, Harvard Business Review"),
    source_url="https://hbr.org/2003/12/the-one-number-you-need-to-grow",
    page="net-score",
    parts=(net("nps", "nps_11", good=range(9, 11), bad=range(7)),),
    owner=DIRECTION,
)

CSAT = Definition(
    name="csat",
    version=1,
    title=_("Satisfaction"),
    question=_("How satisfied are you with this contact?"),
    description=_("The share of customers who are satisfied."),
    measure="share",
    unit="%",
    fact="answers",
    formula=_("% of scores 4 to 5 on the scale 1 to 5"),
    eligibility=ANSWERED,
    strength=_("Simple to ask and to say, close to the contact."),
    weakness=_("Most customers say they are satisfied, so that it moves little and hides effort."),
    source=_("ISO 10004:2018, Customer satisfaction"),
    source_url="https://www.iso.org/standard/71582.html",
    page="share",
    parts=(top("csat", "csat_5", good=range(4, 6)),),
    owner=SERVICE,
)

RESOLVED = Definition(
    name="resolved",
    version=1,
    title=_("Resolved at first contact, said"),
    question=_("Is your request resolved?"),
    description=_("The share of customers who say that their request is resolved."),
    measure="share",
    unit="%",
    fact="answers",
    formula=_("% of answers that say yes"),
    eligibility=ANSWERED,
    strength=_("The customer is the only one who knows."),
    weakness=_("Asked soon after the contact, it cannot know what comes undone later."),
    source=_("The answer itself"),
    source_url="",
    page="share",
    parts=(top("resolved", "resolved_2", good=range(1, 2)),),
    owner=SERVICE,
)

NET_EASY_5 = replace(
    NET_EASY,
    name="net_easy_5",
    title=_("Net Easy, 5 points"),
    formula=_("% of scores 1 to 2 − % of scores 4 to 5"),
    strength=_("Fits on one line of a phone or of an SMS."),
    weakness=_("Fewer degrees than the scale of 7 points, and not comparable with it."),
    parts=(net("net_easy", "net_easy_5", good=range(1, 3), bad=range(4, 6)),),
)

CSAT_10 = replace(
    CSAT,
    name="csat_10",
    title=_("Satisfaction, 10 points"),
    formula=_("% of scores 8 to 10 on the scale 1 to 10"),
    strength=_("Finer than 5 points where most customers are satisfied."),
    weakness=_("People of different countries use the ends of a long scale differently; the cut at 8 is a convention."),
    parts=(top("csat", "csat_10", good=range(8, 11)),),
)

ANSWER_INDICATORS = (NET_EASY, NET_EASY_5, NPS, CSAT, CSAT_10, RESOLVED)
