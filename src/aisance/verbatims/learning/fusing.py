"""A head of three experts: two ridge regressions on words and letters, a logistic one on sentence vectors.

They learn apart, because in one the many words drown the vectors. One ridge takes words as they are; for the other
those that tell a class from the others weigh more (S. Wang, C. Manning, ACL 2012). The logistic one sees beside the
vectors what words usually occur together (S. Deerwester et al., 1990). What each expert says of each class
counts as labels bear out that were not taught: in thirds, each read by experts that the other two taught. Everything is
linear, so that one row of weights a class and its constant hold the result.
"""

from collections.abc import Sequence
from typing import Any

from aisance.core.later import Later
from aisance.verbatims.learning.starting import FOLDS, departure, rareness, thirds

np: Any = Later("numpy")

RIDGE, VECTORS_STRENGTH = 4.0, 0.7
POWER = 0.5
"""A class weighs by its rareness to this power, between plain (which forgets small classes) and balanced."""
MIXED = 0.3
"""Of that power, so much where experts are mixed: most texts are to be right, and experts thought of small classes."""
SHARES = (2.0, 2.0, 1.0)
"""What each expert usually counts: the two on words, and vectors."""
STRENGTH = 8.0
"""How far labels may take the mix from the usual one: all its weights share this, so that each of many may less."""
TELLING = 0.75
"""The part of a word's weight that is by how well it tells a class; the rest is the same for all words."""
SMOOTHING = 1.0
LABELS_AN_AXIS, MOST_AXES = 30, 200
"""Words that occur together are one axis: one for so many labels, and so many at most."""
FEWEST = 9
"""With fewer labels of a class the mix is the usual one: three of a third say nothing of it."""


type Block = Any
"""Features of the labels: of one kind, sparse or not."""
type Linear = tuple[Any, Any]
"""A row of weights a class, and a constant a class."""


def fused(
    words: Block, vectors: Block | None, places: Any, weights: Any, power: float = POWER
) -> tuple[list[Any], Any]:
    """The weights on words and (where there are any) on vectors, a row a class, and the constants of the classes.

    `words` are sparse. `places` says of each label its class, from 0; each class has one at least. `weights` say what
    each counts.
    """
    axes = _axes(words, vectors)
    blocks = [words, words] if vectors is None else [words, words, np.hstack([vectors, words @ axes])]
    even = weights * rareness(places, power)
    mixes, constants = _mixed(blocks, places, even, weights * rareness(places, MIXED * power))
    experts = _experts(blocks, places, even)
    rows = [mix @ one for mix, (one, _own) in zip(mixes, experts, strict=True)]
    constants = constants + sum(mix @ own for mix, (_one, own) in zip(mixes, experts, strict=True))
    if vectors is None:
        return [rows[0] + rows[1]], constants
    on_vectors, on_axes = np.split(rows[2], [vectors.shape[1]], axis=1)
    return [rows[0] + rows[1] + on_axes @ axes.T, on_vectors], constants


def _axes(words: Block, vectors: Block | None) -> Any:
    """What each word counts on each axis of words that occur together, as large as the vectors; a column an axis.

    None where there are no vectors: words alone are read better as they are.
    """
    from sklearn.utils.extmath import randomized_svd

    count = min(words.shape[0] // LABELS_AN_AXIS, MOST_AXES, words.shape[1])
    if vectors is None or not count:
        return np.zeros((words.shape[1], 0))
    _left, _sizes, axes = randomized_svd(words, count, n_iter=3, random_state=0)
    size = np.std(words @ axes.T)
    return axes.T * (vectors.std() / size if size else 0.0)


def _experts(blocks: Sequence[Block], places: Any, weights: Any) -> list[Linear]:
    kinds = (_ridge, _telling, _logistic)
    return [teach(block, places, weights) for teach, block in zip(kinds, blocks, strict=False)]


def _ridge(block: Block, places: Any, weights: Any) -> Linear:
    """One against the rest by squared loss, which labels that are wrong pull less far than a logarithm's."""
    from sklearn.linear_model import Ridge

    told = 2.0 * np.eye(places.max() + 1)[places] - 1
    found = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-3, max_iter=300).fit(block, told, sample_weight=weights)
    return found.coef_, found.intercept_


def _telling(block: Block, places: Any, weights: Any) -> Linear:
    """The same, where for each class the words that tell it from the others weigh more."""
    from scipy.sparse import diags_array
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=RIDGE, solver="sparse_cg", tol=1e-3, max_iter=300)
    rows, constants = [], []
    for place, worth in enumerate(_worths(block, places, weights)):
        found = model.fit(block @ diags_array(worth), 2.0 * (places == place) - 1, sample_weight=weights)
        rows.append(found.coef_ * worth)
        constants.append(found.intercept_)
    return np.array(rows), np.array(constants)


def _worths(block: Block, places: Any, weights: Any) -> Any:
    """What each word counts for each class: by how far its share in the class is from its share in the others.

    The logarithm of the ratio, without its sign, is divided by the root mean square of all words; a row a class.
    """
    has = (block > 0).astype(float)
    inside = np.asarray(has.T @ (weights[:, None] * np.eye(places.max() + 1)[places])).T
    outside = inside.sum(axis=0) - inside + SMOOTHING
    inside = inside + SMOOTHING
    odds = np.log(inside / inside.sum(axis=1, keepdims=True)) - np.log(outside / outside.sum(axis=1, keepdims=True))
    sizes = np.sqrt(np.mean(odds**2, axis=1, keepdims=True))
    return 1 - TELLING + TELLING * np.abs(odds) / np.where(sizes > 0, sizes, 1)


def _logistic(block: Block, places: Any, weights: Any) -> Linear:
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=VECTORS_STRENGTH, max_iter=400).fit(block, places, sample_weight=weights)
    if len(found.coef_) > 1:
        return found.coef_, found.intercept_
    return np.vstack([-found.coef_, found.coef_]) / 2, np.array([-found.intercept_[0], found.intercept_[0]]) / 2


def _mixed(blocks: Sequence[Block], places: Any, even: Any, weights: Any) -> tuple[list[Any], Any]:
    """What each expert's scores count for the score of each class, a matrix an expert, and constants of the classes.

    The usual shares, scaled to be logarithms of chances, and what labels that were not taught add to them. `even` is
    what each label weighs for an expert, `weights` what it weighs in the mix.
    """
    classes = np.eye(places.max() + 1)
    if np.bincount(places).min() < FEWEST:
        return [share * classes for share in SHARES[: len(blocks)]], np.zeros(len(classes))
    scores = _unseen(blocks, places, even)
    usual = sum(share * some for share, some in zip(SHARES, scores, strict=False))
    scale, sizes = _scale(usual, places), [some.std() or 1.0 for some in scores]
    features = np.hstack([some / size for some, size in zip(scores, sizes, strict=True)])
    strength = STRENGTH / features.shape[1] / len(classes)
    added, constants = departure(features, places, weights, scale * usual, strength)
    parts = np.split(added, len(scores), axis=1)
    kept = zip(SHARES, parts, sizes, strict=False)
    return [scale * share * classes + part / size for share, part, size in kept], constants


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


def _scale(scores: Any, places: Any) -> float:
    """What the scores are multiplied by so that they are logarithms of chances: where the log-loss is least."""
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    def loss(power: float) -> float:
        return -float(log_softmax(scores * np.exp(power), axis=1)[np.arange(len(places)), places].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))
