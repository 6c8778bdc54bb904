"""The indicators that customers answer: ease, recommendation, satisfaction, effort, resolution."""

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition, Reading


def _shares(scale: str, minimum: int, maximum: int, good: range) -> Reading:
    """A share: the scores of `good` are worth 1, the others 0."""
    return Reading(scale, {score: float(score in good) for score in range(minimum, maximum + 1)})


ANSWERED = _(
    "Answers to this question, asked right after a contact, given on this scale. A skipped question is no answer."
)

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
    readings=(Reading("net_easy_7", {1: 1.0, 2: 1.0, 3: 0.0, 4: 0.0, 5: -1.0, 6: -1.0, 7: -1.0}),),
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
    readings=(Reading("nps_11", {score: (score > 8) - float(score < 7) for score in range(11)}),),
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
    formula=_("% of scores 4 to 5 on the scale 1 to 5; % of scores 8 to 10 on the scale 1 to 10"),
    eligibility=ANSWERED,
    strength=_("Simple to ask and to say, close to the contact."),
    weakness=_("Most customers say they are satisfied, so that it moves little and hides effort."),
    source=_("ISO 10004:2018, Customer satisfaction"),
    source_url="https://www.iso.org/standard/71582.html",
    page="share",
    readings=(_shares("csat_5", 1, 5, range(4, 6)), _shares("csat_10", 1, 10, range(8, 11))),
)

CES = Definition(
    name="ces",
    version=1,
    title=_("Customer effort score"),
    question=_("The company made it easy for me to handle my issue."),
    description=_("The share of customers who agree that it was easy."),
    measure="share",
    unit="%",
    fact="answers",
    formula=_(
        "% of scores 5 to 7 on the scale 1 to 7 of agreement; "
        "% of scores 1 to 2 of 5, or 1 to 3 of 10, on the older scales of effort"
    ),
    eligibility=ANSWERED,
    strength=_("Effort is what customers remember and what a company can take away."),
    weakness=_("Three wordings are in use and do not compare with each other; each scale is read by itself."),
    source=_("M. Dixon, K. Freeman and N. Toman, 2010, Harvard Business Review"),
    source_url="https://hbr.org/2010/07/stop-trying-to-delight-your-customers",
    page="share",
    readings=(
        _shares("ces_7", 1, 7, range(5, 8)),
        _shares("ces_5", 1, 5, range(1, 3)),
        _shares("ces_10", 1, 10, range(1, 4)),
    ),
)

RESOLVED = Definition(
    name="resolved",
    version=1,
    title=_("Resolved according to customers"),
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
    readings=(_shares("resolved_2", 0, 1, range(1, 2)),),
)

ANSWER_INDICATORS = (NET_EASY, NPS, CSAT, CES, RESOLVED)
