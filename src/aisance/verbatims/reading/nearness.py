"""What sentences feel by those that lie near them among known ones: a logistic regression in the space of nearness.

A flat boundary through all sentences knows "slow" and "kind", and nothing of what is so in one corner only: that half
an hour is long to wait and short to repair. Each known sentence has a say here, the greater the nearer it lies.
"""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.reading.feeling import in_order

np: Any = Later("numpy")

SHARPNESS = 3.0
"""A sentence at a right angle has a say of e to the minus this. From 2 to 4 was measured and is as good; 8 is not."""
STRENGTH = 3.0
"""The inverse of the ridge penalty; 2 to 5 was measured and is as good."""
LEAST = 1e-6


class NearHead:
    """Kernel logistic regression (Zhu and Hastie, 2005, JCGS 14) on unit vectors; every feeling weighs the same.

    It learns from a thousand sentences in half a second, and keeps them; a new one costs a product with each.
    """

    def __init__(self, rows: Rows, feelings: Sequence[int]) -> None:
        from sklearn.linear_model import LogisticRegression

        self._known = np.asarray(rows, dtype=float)
        near = nearness(self._known, self._known)
        sizes, axes = np.linalg.eigh(near)
        kept = sizes > LEAST
        places = axes[:, kept] / np.sqrt(sizes[kept])
        head = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=2000)
        head.fit(near @ places, list(feelings))
        self._head: Any = head
        self._places = places

    def chances(self, rows: Rows) -> Any:
        """How likely each row is displeased, neither and pleased."""
        near = nearness(np.asarray(rows, dtype=float), self._known)
        return in_order(self._head.predict_proba(near @ self._places), self._head.classes_)


def nearness(rows: Rows, others: Rows) -> Any:
    """How near unit rows are, from 1 for the same down to e to the minus twice the sharpness for the opposite.

    >>> import numpy
    >>> nearness(numpy.array([[1.0, 0.0]]), numpy.array([[1.0, 0.0], [0.0, 1.0]])).round(3).tolist()
    [[1.0, 0.05]]
    """
    return np.exp(SHARPNESS * (rows @ others.T - 1))
