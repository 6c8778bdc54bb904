"""Reading what a customer answers to a question by text message."""

import re
from dataclasses import dataclass

from aisance.surveys.contracts import Scale

# "9", "9/10", "9 - very good", "Note : 9", "I give 9". A number that counts something else is no score.
_SCORE = re.compile(
    r"^\W*(?:(?:note|score|réponse|reponse|answer|je mets|je donne|i give|i say)\b[\s:=]*)?"
    r"(?P<score>\d{1,3})(?![\d.,]\d|\d)(?:\s*(?:/|sur|out of)\s*(?P<top>\d{1,3})(?!\d))?(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = re.compile(
    r"^\s*(?:%|€|\$|£|°|h\b|heures?\b|hours?\b|min\b|minutes?\b|mn\b|s\b|sec\w*|jours?\b|days?\b|semaines?\b|weeks?\b|mois\b"
    r"|months?\b|ans?\b|years?\b|fois\b|times?\b|euros?\b|people\b|personnes?\b|appels?\b|calls?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A score, or null where there is none on the scale, and the words beside it."""

    score: int | None
    words: str


def read_answer(text: str, scale: Scale) -> Said:
    """The score that a text gives on a scale, and what else it says. Only a score at its beginning counts.

    >>> read_answer("9/10, très aimable", Scale("nps_11", 0, 10))
    Said(score=9, words='très aimable')
    >>> read_answer("10 minutes d'attente !", Scale("nps_11", 0, 10))
    Said(score=None, words="10 minutes d'attente !")
    >>> read_answer("11", Scale("nps_11", 0, 10)).score, read_answer("Merci", Scale("nps_11", 0, 10)).score
    (None, None)
    """
    plain = " ".join(text.split())
    found = _SCORE.match(plain)
    if found is None or _COUNTED.match(found["rest"]):
        return Said(None, plain)
    score, top = int(found["score"]), found["top"]
    if not scale.holds(score) or (top is not None and int(top) != scale.maximum):
        return Said(None, plain)
    return Said(score, found["rest"].lstrip(" .,;:!-–—/").strip())
