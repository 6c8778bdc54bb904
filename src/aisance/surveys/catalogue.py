"""The names of the product's own questions and of the points of their scales, as staff and customers read them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.surveys.contracts import COMPONENTS_SCREEN, QuestionKind

QUESTION_NAMES: dict[str, Any] = {
    QuestionKind.NET_EASY: _("Ease"),
    QuestionKind.NPS: _("Recommendation"),
    QuestionKind.CSAT: _("Satisfaction"),
    QuestionKind.CES: _("Effort"),
    QuestionKind.EFFORT: _("Level of effort"),
    QuestionKind.EFFORT_WAITING: _("Effort of waiting"),
    QuestionKind.EFFORT_MONEY: _("Effort in money"),
    QuestionKind.EFFORT_PHYSICAL: _("Physical effort"),
    QuestionKind.EFFORT_COGNITIVE: _("Effort of understanding"),
    QuestionKind.EFFORT_PROCESS: _("Effort of formalities"),
    QuestionKind.EFFORT_RELATIONAL: _("Relational effort"),
    QuestionKind.CXI_NEEDS: _("Needs met"),
    QuestionKind.CXI_EASY: _("Easy to deal with"),
    QuestionKind.CXI_ENJOYABLE: _("Pleasant to deal with"),
    QuestionKind.STAY: _("Wish to stay"),
    QuestionKind.RESOLVED: pgettext_lazy("question", "Resolved"),
    QuestionKind.CUSTOMER_ORIENTATION: _("Customer orientation"),
    QuestionKind.PUBLIC_RATING: _("Public rating"),
    QuestionKind.WHY: pgettext_lazy("question", "Why"),
}

COMPONENTS_NAME = _("What took effort")

# What a programme may ask, in the order offered; of employees nothing is asked here, their answers are imported.
SCREENS_OFFERED: tuple[str, ...] = (
    QuestionKind.NET_EASY,
    QuestionKind.NPS,
    QuestionKind.CSAT,
    QuestionKind.CES,
    QuestionKind.RESOLVED,
    QuestionKind.WHY,
    QuestionKind.EFFORT,
    COMPONENTS_SCREEN,
    QuestionKind.CXI_NEEDS,
    QuestionKind.CXI_EASY,
    QuestionKind.CXI_ENJOYABLE,
    QuestionKind.STAY,
)

# The words that a customer ticks.
COMPONENT_LABELS: dict[str, Any] = {
    QuestionKind.EFFORT_WAITING: _("Waiting: on hold, in a queue, for an answer"),
    QuestionKind.EFFORT_MONEY: _("Paying: a call, a journey, a fee"),
    QuestionKind.EFFORT_PHYSICAL: _("Going somewhere, carrying, standing"),
    QuestionKind.EFFORT_COGNITIVE: _("Understanding: words, prices, papers"),
    QuestionKind.EFFORT_PROCESS: _("Formalities: too many, or to do again"),
    QuestionKind.EFFORT_RELATIONAL: _("People: repeating myself, not being heard"),
}

# Every point is worded, so that nobody has to guess which end is the good one.
POINT_NAMES: dict[str, dict[int, Any]] = {
    "net_easy_7": {
        1: _("Extremely easy"),
        2: _("Very easy"),
        3: _("Fairly easy"),
        4: _("Neither easy nor difficult"),
        5: _("Fairly difficult"),
        6: _("Very difficult"),
        7: _("Extremely difficult"),
    },
    "net_easy_5": {
        1: _("Very easy"),
        2: _("Fairly easy"),
        3: _("Neither easy nor difficult"),
        4: _("Fairly difficult"),
        5: _("Very difficult"),
    },
    "nps_11": {0: _("Not at all likely"), 10: _("Extremely likely")},
    "csat_5": {
        1: _("Very dissatisfied"),
        2: _("Dissatisfied"),
        3: _("Neither satisfied nor dissatisfied"),
        4: _("Satisfied"),
        5: _("Very satisfied"),
    },
    "ces_7": {
        1: _("Strongly disagree"),
        2: _("Disagree"),
        3: _("Somewhat disagree"),
        4: _("Neither agree nor disagree"),
        5: _("Somewhat agree"),
        6: _("Agree"),
        7: _("Strongly agree"),
    },
    "effort_4": {
        0: pgettext_lazy("effort", "None at all"),
        1: pgettext_lazy("effort", "A little"),
        2: pgettext_lazy("effort", "It made me sweat"),
        3: pgettext_lazy("effort", "It gave me a headache"),
    },
    "component_2": {0: pgettext_lazy("answer", "No"), 1: pgettext_lazy("answer", "Yes")},
    "cxi_5": {
        1: pgettext_lazy("extent", "Not at all"),
        2: pgettext_lazy("extent", "A little"),
        3: pgettext_lazy("extent", "In part"),
        4: pgettext_lazy("extent", "For the most part"),
        5: pgettext_lazy("extent", "Completely"),
    },
    "stay_11": {0: _("Not at all likely"), 10: _("Extremely likely")},
    "resolved_2": {1: pgettext_lazy("answer", "Yes"), 0: pgettext_lazy("answer", "No")},
    "orientation_10": {1: pgettext_lazy("extent", "Not at all"), 10: pgettext_lazy("extent", "Completely")},
    "public_rating_2": {0: _("Does not recommend"), 1: _("Recommends")},
}

IN_WORDS_ONLY = frozenset({"effort_4", "component_2", "resolved_2", "public_rating_2"})
"""The scales whose points are words: their numbers are ours and mean nothing to whoever reads them."""
