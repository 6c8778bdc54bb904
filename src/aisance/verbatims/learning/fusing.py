"""A head of two experts: a ridge regression on words and letters, a logistic one on sentence vectors.

They learn apart, because in one the many words drown the vectors. What the words count beside the vectors, how far rare
classes are lifted and how sure the whole may be is chosen inside the labels: in thirds, each read by experts that the
other two taught. Everything is linear, so that one row of weights a class and its constant hold the result.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from aisance.core.later import Later
from aisance.verbatims.learning.starting import FOLDS, rareness, thirds

np: Any = Later("numpy")

RIDGE, VECTORS_STRENGTH = 2.0, 1.3
POWER = 0.5
"""A class weighs by its rareness to this power, between plain (which forgets small classes) and balanced."""
MIXES = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
LIFTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
FEWEST = 9
"""With fewer labels of a class, settings are the usual ones: three of a third say nothing of it."""


class Setting(NamedTuple):
    """What words count beside vectors; how far a class is lifted by the log of its rareness; how sure the whole is."""

    mix: float = 3.0
    lift: float = 0.0
    scale: float = 1.0


type Block = Any
"""Features of the labels: of one kind, sparse or not."""
type Linear = tuple[Any, Any]
"""A row of weights a class, and a constant a class."""


def fused(
    words: Block, vectors: Block | None, places: Any, weights: Any, power: float = POWER
) -> tuple[list[Any], Any]:
    """The weights on words and (where there are any) on vectors, a row a class, and the constants of the classes.

    `places` says of each label its class, from 0; each class has one at least. `weights` say what each counts.
    """
    blocks = [words] if vectors is None else [words, vectors]
    weights = weights * rareness(places, power)
    setting, rarity = _chosen(blocks, places, weights), -np.log(np.bincount(places) / len(places))
    experts = _experts(blocks, places, weights)
    rows = [setting.scale * share * one for share, (one, _own) in zip((setting.mix, 1.0), experts, strict=False)]
    own = sum(share * constants for share, (_one, constants) in zip((setting.mix, 1.0), experts, strict=False))
    return rows, setting.scale * (own + setting.lift * rarity)


def _experts(blocks: Sequence[Block], places: Any, weights: Any) -> list[Linear]:
    return [teach(block, places, weights) for teach, block in zip((_ridge, _logistic), blocks, strict=False)]


def _ridge(block: Block, places: Any, weights: Any) -> Linear:
    """One against the rest by squared loss, which labels that are wrong pull less far than a logarithm's."""
    from sklearn.linear_model import Ridge

    told = 2.0 * np.eye(places.max() + 1)[places] - 1
    found = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-3, max_iter=300).fit(block, told, sample_weight=weights)
    return found.coef_, found.intercept_


def _logistic(block: Block, places: Any, weights: Any) -> Linear:
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=VECTORS_STRENGTH, max_iter=400).fit(block, places, sample_weight=weights)
    if len(found.coef_) > 1:
        return found.coef_, found.intercept_
    return np.vstack([-found.coef_, found.coef_]) / 2, np.array([-found.intercept_[0], found.intercept_[0]]) / 2


def _chosen(blocks: Sequence[Block], places: Any, weights: Any) -> Setting:
    """The mean of the settings that are as good as the best on labels that were not taught.

    As good is within one standard error of the share that is right. Of the many that are, the best is so by chance, and
    lies at an edge as often as not; their middle reads what comes better.
    """
    if np.bincount(places).min() < FEWEST:
        return Setting()
    scores, rarity = _unseen(blocks, places, weights), -np.log(np.bincount(places) / len(places))

    def found(mix: float, lift: float) -> Any:
        return mix * scores[0] + sum(scores[1:]) + lift * rarity

    tried = [(mix, lift) for mix in (MIXES if len(blocks) > 1 else (Setting().mix,)) for lift in LIFTS]
    right = [_rightness(found(*one).argmax(axis=1), places) for one in tried]
    share = np.mean(found(*tried[int(np.argmax(right))]).argmax(axis=1) == places)
    near = np.array(right) >= max(right) - np.sqrt(share * (1 - share) / len(places))
    mix, lift = (float(one) for one in np.array(tried)[near].mean(axis=0))
    return Setting(mix, lift, _scale(found(mix, lift), places))


def _unseen(blocks: Sequence[Block], places: Any, weights: Any) -> list[Any]:
    """The scores of each expert for each label, by experts that were not taught it."""
    folds = thirds(places)
    scores = [np.zeros((len(places), places.max() + 1)) for _block in blocks]
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        experts = _experts([block[seen] for block in blocks], places[seen], weights[seen])
        for own, block, (rows, constants) in zip(scores, blocks, experts, strict=True):
            own[unseen] = np.asarray(block[unseen] @ rows.T) + constants
    return scores


def _rightness(found: Any, places: Any) -> float:
    """Two parts accuracy and one macro-F1: the latter hangs on small classes, of which few labels tell little."""
    right = np.bincount(places[found == places], minlength=places.max() + 1)
    either = np.bincount(places) + np.bincount(found, minlength=len(right))
    return float(2 * right.sum() / len(places) + np.mean(2 * right / either)) / 3


def _scale(scores: Any, places: Any) -> float:
    """What the scores are multiplied by so that they are logarithms of chances: where the log-loss is least."""
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    def loss(power: float) -> float:
        return -float(log_softmax(scores * np.exp(power), axis=1)[np.arange(len(places)), places].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))
