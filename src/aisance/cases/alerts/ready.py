"""The alert rules that the product brings: switched off until somebody tried them and says yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aisance.surveys.contracts import QuestionKind


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """A rule as delivered, with its words by language."""

    code: str
    name: Mapping[str, str]
    conditions: Mapping[str, Any]
    deadline_hours: float
    stake: float


def _score(question: QuestionKind, scale: str, bound: int) -> dict[str, Any]:
    return {"question": question.value, "scale": scale, "bound": bound}


READY = (
    ReadyRule(
        "threat-to-leave",
        {"en": "Says they will leave", "fr": "Dit vouloir partir"},
        {"flags": ["threat_to_leave", "leave"]},
        4,
        50,
    ),
    ReadyRule(
        "asks-call-back",
        {"en": "Asks to be called back", "fr": "Demande à être rappelé"},
        {"flags": ["call_back"]},
        4,
        30,
    ),
    ReadyRule(
        "nps-0-3",
        {"en": "Would recommend us from 0 to 3", "fr": "Nous recommanderait de 0 à 3"},
        {"score": _score(QuestionKind.NPS, "nps_11", 3)},
        8,
        40,
    ),
    ReadyRule(
        "nps-0-6-bad-words",
        {"en": "Detractor, with displeased words", "fr": "Détracteur, et mécontent dans ses mots"},
        {"score": _score(QuestionKind.NPS, "nps_11", 6), "feeling": "bad"},
        16,
        25,
    ),
    ReadyRule(
        "very-difficult",
        {"en": "Very or extremely difficult", "fr": "Très ou extrêmement difficile"},
        {"score": _score(QuestionKind.NET_EASY, "net_easy_7", 6)},
        8,
        35,
    ),
    ReadyRule(
        "not-resolved",
        {"en": "Says it is not resolved", "fr": "Dit que ce n’est pas résolu"},
        {"score": _score(QuestionKind.RESOLVED, "resolved_2", 0)},
        8,
        30,
    ),
    ReadyRule(
        "broken-promise",
        {"en": "Unhappy after a promise that was not kept", "fr": "Mécontent après une promesse non tenue"},
        {"broken_promise": True, "feeling": "bad"},
        4,
        45,
    ),
    ReadyRule(
        "contradiction",
        {"en": "A good score with angry words", "fr": "Une bonne note, des mots de colère"},
        {"flags": ["contradiction"], "feeling": "bad"},
        16,
        15,
    ),
)
