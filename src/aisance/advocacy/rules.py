"""Decisions of advocacy: pure functions, without database or clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from aisance.advocacy.contracts import Naming, TestimonialState

YEAR = timedelta(days=365)
PLEASED_TIMES = 2
"""A promoter with kind words once may be lucky; twice is a habit."""
ENOUGH_IN_AN_ARM = 30
"""Fewer customers than this in an arm say nothing about returning, whatever came of them."""

LIVE = frozenset({TestimonialState.GIVEN, TestimonialState.EDITED, TestimonialState.APPROVED})
"""States in which there are words of the customer's that they may withdraw."""


def may_ask_again(last_asked: datetime | None, now: datetime) -> bool:
    """Whether a year has passed since somebody was asked; true of whoever never was.

    >>> from datetime import UTC
    >>> may_ask_again(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC))
    False
    """
    return last_asked is None or now - last_asked >= YEAR


def named_as(naming: str, name: str) -> str:
    """The name that stands beside a testimonial, from the name that its author typed.

    >>> named_as("full", " Hélène  Garnier "), named_as("first", "Hélène Garnier"), named_as("none", "Hélène Garnier")
    ('Hélène Garnier', 'Hélène', '')
    """
    words = name.split()
    return {Naming.FULL: " ".join(words), Naming.FIRST: words[0] if words else ""}.get(Naming(naming), "")


def digest_of(text: str) -> str:
    """What the ledger keeps of a text, so that the words agreed to can be recognised and not read."""
    return sha256(text.encode()).hexdigest()


def draw_control(customer_ids: Sequence[int], percent: int, seed: int) -> set[int]:
    """Those drawn to be left alone: the nearest whole number to so many per cent, at least one of two or more.

    The same seed and customers give the same draw, in whatever order they come.

    >>> len(draw_control(range(40), 20, 1)), draw_control([5], 50, 1)
    (8, set())
    """
    if len(customer_ids) < 2:
        return set()
    size = max(1, round(len(customer_ids) * percent / 100))
    return set(Random(seed).sample(sorted(customer_ids), size))


@dataclass(frozen=True, slots=True)
class ArmCount:
    """Of one arm: those whose days have passed, and those of them who came back."""

    n: int
    returned: int

    @property
    def share(self) -> float | None:
        """The share that came back; null of nobody."""
        return self.returned / self.n if self.n else None


def is_too_early(treated: ArmCount, control: ArmCount) -> bool:
    """Whether the two arms are too small to be compared.

    >>> is_too_early(ArmCount(100, 20), ArmCount(29, 3)), is_too_early(ArmCount(30, 5), ArmCount(30, 5))
    (True, False)
    """
    return min(treated.n, control.n) < ENOUGH_IN_AN_ARM


NEAR = 0.3
"""How alike two ideas are, from 0 to 1, before somebody is asked whether they are one."""


def nearest(words: str, others: Mapping[int, str], *, most: int = 3) -> list[int]:
    """The ids of the texts most like these words, the likest first; none where no text is near.

    Cosine of TF-IDF over pieces of three to five letters within words, so that endings and small slips do not matter.
    One text alone has no weights to compare by and is compared all the same.

    >>> nearest("Une application pour suivre ma panne", {1: "Suivre une panne dans l'application", 2: "Des fleurs"})
    [1]
    """
    if not others or not words.strip():
        return []
    from sklearn.feature_extraction.text import TfidfVectorizer

    ids = list(others)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, strip_accents="unicode")
    matrix = vectorizer.fit_transform([words, *(others[pk] for pk in ids)])
    likeness = (matrix[1:] @ matrix[0].T).toarray().ravel()
    ranked = sorted(zip(likeness, ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [pk for value, pk in ranked[:most] if value >= NEAR]
