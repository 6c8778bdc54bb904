"""Customer effort in the three wordings that are in use, each read in three ways: nine indicators, none comparable.

The scale 1 to 7 asks how far customers agree that it was easy, so high is good; the scales 1 to 5 and 1 to 10 ask how
much effort it took, so low is good.
"""

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition, Part
from aisance.indicators.registry.worth import ANSWERED, SERVICE, mean, net, top

AGREEMENT = _("The company made it easy for me to handle my issue.")
EFFORT = _("How much effort did you personally have to put forth to handle your request?")
TWO_THOUSAND_TEN = _("M. Dixon, K. Freeman and N. Toman, 2010, Harvard Business Review")
URL = "https://hbr.org/2010/07/stop-trying-to-delight-your-customers"
CES_2 = _("M. Dixon, N. Toman and R. DeLisi, 2013, The Effortless Experience")
CES_2_URL = "https://www.penguinrandomhouse.com/books/314376/the-effortless-experience-by-matthew-dixon/"

TOP_STRENGTH = _("A share that everybody reads at once: how many found it easy.")
TOP_WEAKNESS = _("Cannot tell a hard contact from one that was just not easy.")
NET_STRENGTH = _("Sets those who struggled against those who did not.")
NET_WEAKNESS = _("The same net score can hide few extremes or many; look at the distribution.")
MEAN_STRENGTH = _("Uses every degree of the scale, so that small changes show with fewer answers.")
MEAN_WEAKNESS = _("Treats the steps of the scale as equal distances, and a mean hides those who struggled most.")


def _top(part: Part, title: object, formula: object, question: object, source: tuple[object, str]) -> Definition:
    return Definition(
        name=f"{part.scale}_top",
        version=1,
        title=title,
        question=question,
        description=_("The share of customers for whom it was easy."),
        measure="share",
        unit="%",
        fact="answers",
        formula=formula,
        eligibility=ANSWERED,
        strength=TOP_STRENGTH,
        weakness=TOP_WEAKNESS,
        source=source[0],
        source_url=source[1],
        page="share",
        parts=(part,),
        owner=SERVICE,
    )


def _net(part: Part, title: object, formula: object, question: object, source: tuple[object, str]) -> Definition:
    return Definition(
        name=f"{part.scale}_net",
        version=1,
        title=title,
        question=question,
        description=_("The share of customers for whom it was easy less the share for whom it was hard."),
        measure="score",
        unit="points",
        fact="answers",
        formula=formula,
        eligibility=ANSWERED,
        strength=NET_STRENGTH,
        weakness=NET_WEAKNESS,
        source=source[0],
        source_url=source[1],
        page="net-score",
        parts=(part,),
        owner=SERVICE,
    )


def _mean(part: Part, title: object, question: object, source: tuple[object, str], *, high_is_good: bool) -> Definition:
    return Definition(
        name=f"{part.scale}_mean",
        version=1,
        title=title,
        question=question,
        description=_("The mean score on the scale.") if high_is_good else _("The mean effort on the scale."),
        measure="mean",
        unit="on the scale",
        fact="answers",
        formula=_("sum of scores ÷ number of answers"),
        eligibility=ANSWERED,
        strength=MEAN_STRENGTH,
        weakness=MEAN_WEAKNESS,
        source=source[0],
        source_url=source[1],
        page="mean-score",
        higher_is_better=high_is_good,
        parts=(part,),
        owner=SERVICE,
        low=float(min(part.values)),
        high=float(max(part.values)),
    )


EFFORT_INDICATORS = (
    _top(
        top("ces", "ces_7", good=range(5, 8)),
        _("Effort 1–7, top box"),
        _("% of scores 5 to 7 on the scale 1 to 7 of agreement"),
        AGREEMENT,
        (CES_2, CES_2_URL),
    ),
    _net(
        net("ces", "ces_7", good=range(5, 8), bad=range(1, 4)),
        _("Effort 1–7, net"),
        _("% of scores 5 to 7 − % of scores 1 to 3, on the scale 1 to 7 of agreement"),
        AGREEMENT,
        (CES_2, CES_2_URL),
    ),
    _mean(mean("ces", "ces_7"), _("Effort 1–7, mean"), AGREEMENT, (CES_2, CES_2_URL), high_is_good=True),
    _top(
        top("ces", "ces_5", good=range(1, 3)),
        _("Effort 1–5, top box"),
        _("% of scores 1 to 2 on the scale 1 to 5 of effort"),
        EFFORT,
        (TWO_THOUSAND_TEN, URL),
    ),
    _net(
        net("ces", "ces_5", good=range(1, 3), bad=range(4, 6)),
        _("Effort 1–5, net"),
        _("% of scores 1 to 2 − % of scores 4 to 5, on the scale 1 to 5 of effort"),
        EFFORT,
        (TWO_THOUSAND_TEN, URL),
    ),
    _mean(mean("ces", "ces_5"), _("Effort 1–5, mean"), EFFORT, (TWO_THOUSAND_TEN, URL), high_is_good=False),
    _top(
        top("ces", "ces_10", good=range(1, 4)),
        _("Effort 1–10, top box"),
        _("% of scores 1 to 3 on the scale 1 to 10 of effort"),
        EFFORT,
        (TWO_THOUSAND_TEN, URL),
    ),
    _net(
        net("ces", "ces_10", good=range(1, 4), bad=range(7, 11)),
        _("Effort 1–10, net"),
        _("% of scores 1 to 3 − % of scores 7 to 10, on the scale 1 to 10 of effort"),
        EFFORT,
        (TWO_THOUSAND_TEN, URL),
    ),
    _mean(mean("ces", "ces_10"), _("Effort 1–10, mean"), EFFORT, (TWO_THOUSAND_TEN, URL), high_is_good=False),
)
