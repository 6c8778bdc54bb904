"""What the editor knows of each kind of item: its name, what belongs to it, how it is worded until somebody does."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.surveys.catalogue import SCREENS_OFFERED
from aisance.surveys.contracts import COMPONENTS_SCREEN, CXI_QUESTIONS, QuestionKind
from aisance.surveys.questionnaires.contracts import ItemKind

ITEM_NAMES: dict[str, Any] = {
    ItemKind.SINGLE: _("One choice"),
    ItemKind.MULTIPLE: _("Several choices"),
    ItemKind.RANKING: pgettext_lazy("question", "Ranking"),
    ItemKind.MATRIX: _("A few rows on one scale"),
    ItemKind.NUMBER: pgettext_lazy("question", "Number"),
    ItemKind.DATE: pgettext_lazy("question", "Date"),
    ItemKind.TEXT: _("Free text"),
    ItemKind.IDEA: pgettext_lazy("question", "Idea"),
    ItemKind.CONSENT: pgettext_lazy("question", "Consent"),
    ItemKind.CONTACT_ME: _("Wish to be called back"),
}

WITH_OPTIONS = frozenset({ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.RANKING, ItemKind.MATRIX})
IN_WORDS = frozenset({ItemKind.TEXT, ItemKind.IDEA, QuestionKind.WHY})
"""The kinds that are answered in free words."""

YES_OR_NO = frozenset({ItemKind.CONSENT, ItemKind.CONTACT_ME})
OF_THE_TRADE = tuple(code for code in SCREENS_OFFERED if code not in {QuestionKind.WHY, COMPONENTS_SCREEN})

CXI_SET = "set:cxi"
STEPS_SET = "set:steps"
SETS: dict[str, Any] = {
    CXI_SET: _("The three questions of the customer experience index"),
    STEPS_SET: _("Effort at each step of a journey"),
}
CXI_CODES = tuple(kind.value for kind in CXI_QUESTIONS)

MATRIX_ROWS = 6
"""More rows than these are a page of paper, not a screen of a phone."""

KNOWN_PLACES: dict[str, Any] = {
    "customer:language": _("the customer’s language"),
    "interaction:channel": _("the channel of the contact"),
    "interaction:step": _("the step of the journey"),
    "interaction:reason": _("the reason of the contact"),
    "interaction:outcome": _("the outcome of the contact"),
    "interaction:unit": _("the unit that answered"),
}
"""What a condition may look at beside earlier answers."""

PIPED_PLACES: dict[str, Any] = {
    "interaction:channel": _("the channel of the contact"),
    "interaction:date": _("the day of the contact"),
    "interaction:step": _("the step of the journey"),
    "interaction:reason": _("the reason of the contact"),
    "interaction:unit": _("the unit that answered"),
    "company": _("the company’s name"),
}
"""What may be piped into words beside earlier answers; never who the customer is: a link may be in anybody’s hands."""

USUAL_WORDS: Mapping[str, Mapping[str, str]] = {
    ItemKind.TEXT: {"fr": "Que souhaitez-vous ajouter ?", "en": "What would you like to add?"},
    ItemKind.IDEA: {
        "fr": "Quelle idée avez-vous pour nous améliorer ?",
        "en": "What idea do you have that would make us better?",
    },
    ItemKind.CONSENT: {
        "fr": "Acceptez-vous que nous citions vos mots, sans votre nom ?",
        "en": "May we quote your words, without your name?",
    },
    ItemKind.CONTACT_ME: {
        "fr": "Souhaitez-vous que nous vous rappelions à ce sujet ?",
        "en": "Would you like us to call you back about this?",
    },
}

STEPS_WORDS: Mapping[str, str] = {
    "fr": "Combien d’efforts chaque étape vous a-t-elle demandés ?",
    "en": "How much effort did each step take you?",
}
