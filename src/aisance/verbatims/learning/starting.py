"""Regressions that start from what the present judge says, and depart from it as far as labels bear out.

The log-odds of the judge, with the constants of `leaning`, are an offset: with no label the head says what the judge
says. How strong its corrections may be is chosen inside the labels, in thirds; none at all is one of the choices, so
that labels of which nothing carries over change nothing.
"""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later

np: Any = Later("numpy")

FOLDS = 3
SHARES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""Of the strength that a regression without a judge before it has, so much is tried."""
ROUNDS = 100
FEWEST = 5
"""A class with fewer labels moves nothing: one in fifty says neither how rare it is nor what it is like."""


def corrections(blocks: Sequence[tuple[Any, float]], places: Any, weights: Any, before: Any) -> tuple[list[Any], Any]:
    """What the labels add to the judge's log-odds: weights a class for each block of features, and constants.

    `blocks` are features with the strength of a regression on them; each learns apart, and the mean of both counts.
    `places` says of each label its class, `before` the log-odds of the judge, a row a label and a column a class.
    """
    usual, share = [strength for _features, strength in blocks], _share(blocks, places, weights, before)
    found = [
        departure(features, places, weights, before, strength * share)
        for (features, _strength), strength in zip(blocks, usual, strict=True)
    ]
    return [one / len(found) for one, _constants in found], sum(constants for _one, constants in found) / len(found)


def _share(blocks: Sequence[tuple[Any, float]], places: Any, weights: Any, before: Any) -> float:
    """The least share of the usual strengths that is as good as the best on labels that were not taught; 0 is one.

    As good is within one standard error of the difference (Breiman et al. 1984): a judge is left for what is borne out.
    A share that has less right than the judge is none of them. Nor is there one unless two classes have labels enough.
    """
    if len(enough(places)) < 2:
        return 0.0
    scores = {0.0: before} | {share: _unseen(blocks, places, weights, before, share) for share in SHARES}
    right = {share: float(weights @ (some.argmax(axis=1) == places)) for share, some in scores.items()}
    losses = {share: _losses(scores[share], places, weights) for share in scores if right[share] >= right[0.0]}
    best = min(losses.values(), key=np.sum)
    return next(share for share, one in losses.items() if _is_as_good(one - best))


def _is_as_good(worse: Any) -> bool:
    return bool(worse.sum() <= worse.std() * np.sqrt(len(worse)))


def _unseen(blocks: Sequence[tuple[Any, float]], places: Any, weights: Any, before: Any, share: float) -> Any:
    """The scores of each label by regressions that were not taught it."""
    folds, scores = thirds(places), before.copy()
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        for features, strength in blocks:
            taught = (features[seen], places[seen], weights[seen], before[seen], strength * share)
            rows, constants = departure(*taught)
            scores[unseen] += (np.asarray(features[unseen] @ rows.T) + constants) / len(blocks)
    return scores


def thirds(places: Any) -> Any:
    """The fold of each label: of each class, the first goes to the first fold, the second to the second, and so on.

    >>> import numpy
    >>> thirds(numpy.array([0, 0, 1, 0, 1, 0])).tolist()
    [0, 1, 0, 2, 1, 0]
    """
    folds = np.zeros(len(places), dtype=int)
    for place in np.unique(places):
        own = np.flatnonzero(places == place)
        folds[own] = np.arange(len(own)) % FOLDS
    return folds


def rareness(places: Any, power: float) -> Any:
    """What each label weighs by the rareness of its class, to a power; at 1 every class weighs the same.

    >>> import numpy
    >>> rareness(numpy.array([0, 0, 0, 1]), 1.0).round(3).tolist()
    [0.667, 0.667, 0.667, 2.0]
    """
    names, own, n = np.unique(places, return_inverse=True, return_counts=True)
    return ((len(places) / n / len(names)) ** power)[own]


def enough(places: Any) -> Any:
    """The classes with labels enough."""
    return np.flatnonzero(np.bincount(places) >= FEWEST)


def _losses(scores: Any, places: Any, weights: Any) -> Any:
    from scipy.special import log_softmax

    return -weights * log_softmax(scores, axis=1)[np.arange(len(places)), places]


def departure(features: Any, places: Any, weights: Any, before: Any, strength: float) -> tuple[Any, Any]:
    """The weights and constants that, added to the scores before, make the labels likeliest, less their squares.

    Multinomial logistic regression with an offset: the sum of weighted log-losses and |weights|² / (2 · strength), by
    L-BFGS. Constants are held back too, as one more feature that is always 1: that one class has more labels than
    another is no reason to shift them far. None at all where the strength is 0.
    """
    from scipy.optimize import minimize
    from scipy.special import softmax

    classes, size = before.shape[1], features.shape[1]
    told = np.eye(classes)[places]
    if not strength:
        return np.zeros((classes, size), dtype=np.float32), np.zeros(classes)

    def cost(flat: Any) -> tuple[float, Any]:
        rows = flat.reshape(classes, size + 1)
        scores = np.asarray(features @ rows[:, :-1].T) + rows[:, -1] + before
        off = weights[:, None] * (softmax(scores, axis=1) - told)
        down = np.column_stack([np.asarray(features.T @ off).T, off.sum(axis=0)]) + rows / strength
        return float(_losses(scores, places, weights).sum()) + float(flat @ flat) / (2 * strength), down.ravel()

    found = minimize(
        cost, np.zeros(classes * (size + 1)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "ftol": 1e-7}
    )
    rows = found.x.reshape(classes, size + 1)
    return rows[:, :-1].astype(np.float32), rows[:, -1]
