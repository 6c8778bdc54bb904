"""A linear model over hashed words, letters and sentence vectors. It keeps numbers only: no word can be read out of it.

Features: words and pairs of words (2^15 places), letters in 2 to 5 inside words (2^16), both as TF-IDF of length 1, and
the centred sentence vector times 1.5 where there is one. A head is a logistic regression on words and letters and
another on vectors, taught apart, because in one the many words drown the vectors; the mean of their log-odds is linear
too and is kept as one. A class weighs by a power of its rareness, between plain (which forgets small classes) and
balanced (which invents them); where one of two or three classes is rarer than a tenth, by its whole rareness: the few
who are displeased are whom this is for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Self

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.reading.masking import folded

np: Any = Later("numpy")

WORDS = r"(?u)\b\w+\b|[!?:)(]+|[^\w\s]"
WORD_PLACES, LETTER_PLACES = 2**15, 2**16
VECTOR_WEIGHT = 1.5
STRENGTH, VECTORS_STRENGTH = 3.0, 1.3
PATTERN_WEIGHT = 2.0
RARE, FEW_CLASSES = 0.1, 3
WORDS_POWER, VECTORS_POWER = 0.5, 1.0
"""How far a class weighs by its rareness; chosen with five splits of the nine reasons in view."""

type Classes = list[str]


@dataclass(frozen=True, slots=True)
class Head:
    """One logistic regression: a row of weights a class (one row where there are two), and its constants."""

    classes: Classes
    weights: Any
    constants: Any

    def chances(self, features: Any) -> Any:
        """The probability of each class, a row a text."""
        scores = np.asarray(features @ self.weights.T) + self.constants
        if scores.shape[1] == 1:
            one = 1 / (1 + np.exp(-scores[:, 0]))
            return np.column_stack([1 - one, one])
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A head by name: `feeling` with classes -1, 0 and 1, and `theme.<code>` with no and yes."""

    rarity: Any
    heads: Mapping[str, Head]

    def features(self, texts: Sequence[str], rows: Rows = None, found: Any = None) -> Any:
        """The features of texts: `rows` their centred vectors, `found` one number a text for a pattern that finds."""
        return _features(_counts(texts), self.rarity, rows, found)

    def to_bytes(self) -> bytes:
        """The model as arrays, without anything that could run."""
        arrays: dict[str, Any] = {"rarity": self.rarity.astype(np.float16)}
        for name, head in self.heads.items():
            sparse = _as_sparse(head.weights)
            arrays |= {f"{name}|{part}": getattr(sparse, part) for part in ("data", "indices", "indptr")}
            arrays[f"{name}|shape"] = np.array(sparse.shape)
            arrays[f"{name}|constants"] = head.constants
            arrays[f"{name}|classes"] = np.array(head.classes)
        file = BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """What `to_bytes` gave."""
        from scipy.sparse import csr_array

        with np.load(BytesIO(data), allow_pickle=False) as kept:
            heads = {}
            for name in {key.partition("|")[0] for key in kept.files} - {"rarity"}:
                parts = [kept[f"{name}|{part}"] for part in ("data", "indices", "indptr")]
                weights = csr_array((parts[0].astype(np.float32), *parts[1:]), shape=tuple(kept[f"{name}|shape"]))
                classes = [str(one) for one in kept[f"{name}|classes"]]
                heads[name] = Head(classes, weights.toarray(), kept[f"{name}|constants"])
            return cls(kept["rarity"].astype(np.float32), heads)


def _as_sparse(weights: Any) -> Any:
    """The weights that matter; the others, a thousandth of the greatest, are left out."""
    from scipy.sparse import csr_array

    kept = np.where(np.abs(weights) > 1e-3 * np.abs(weights).max(initial=0), weights, 0)
    sparse = csr_array(kept.astype(np.float32))
    sparse.data = sparse.data.astype(np.float16)
    return sparse


@cache
def _hashers() -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import HashingVectorizer

    usual = {"alternate_sign": False, "norm": None, "preprocessor": folded}
    return (
        HashingVectorizer(n_features=WORD_PLACES, ngram_range=(1, 2), token_pattern=WORDS, **usual),
        HashingVectorizer(n_features=LETTER_PLACES, ngram_range=(2, 5), analyzer="char_wb", **usual),
    )


def _counts(texts: Sequence[str]) -> Any:
    from scipy.sparse import hstack

    counts = hstack([hasher.transform(texts) for hasher in _hashers()]).tocsr()
    counts.data = 1 + np.log(counts.data)
    return counts


def _rarity(counts: Any) -> Any:
    n = counts.shape[0]
    return np.log((1 + n) / (1 + counts.getnnz(axis=0))) + 1


def _features(counts: Any, rarity: Any, rows: Rows, found: Any) -> Any:
    from scipy.sparse import csr_matrix, diags_array, hstack
    from sklearn.preprocessing import normalize

    weighted = (counts @ diags_array(rarity)).tocsr()
    blocks = [normalize(weighted[:, :WORD_PLACES]), normalize(weighted[:, WORD_PLACES:])]
    if rows is not None:
        blocks.append(csr_matrix(rows * VECTOR_WEIGHT))
    if found is not None:
        blocks.append(csr_matrix(np.asarray(found, dtype=np.float32).reshape(-1, 1) * PATTERN_WEIGHT))
    return hstack(blocks).tocsr()


@dataclass(frozen=True, slots=True)
class Task:
    """One head to learn: the texts it knows (by place), the class of each, how much each counts, and patterns."""

    places: Sequence[int]
    classes: Sequence[str]
    weights: Sequence[float]
    found: Sequence[float] | None = None


def learn(texts: Sequence[str], rows: Rows, tasks: Mapping[str, Task]) -> LinearModel:
    """Teach a head for each task; `rows` are the centred vectors of the texts, null for the fast stage."""
    counts = _counts(texts)
    rarity = _rarity(counts)
    heads = {}
    for name, task in tasks.items():
        places = np.array(task.places)
        features = _features(counts[places], rarity, None if rows is None else rows[places], task.found)
        heads[name] = _head(features, list(task.classes), np.array(task.weights), has_pattern=task.found is not None)
    return LinearModel(rarity, heads)


def _head(features: Any, classes: Classes, weights: Any, *, has_pattern: bool) -> Head:
    """The mean of a head on words and letters, and of one on vectors where there are vectors; both see a pattern."""
    names = sorted(set(classes))
    places = np.array([names.index(one) for one in classes])
    first, size = WORD_PLACES + LETTER_PLACES, features.shape[1]
    pattern = range(size - has_pattern, size)
    words = _expert(features, [*range(first), *pattern], places, weights, (STRENGTH, WORDS_POWER))
    if size == first + has_pattern:
        return Head(names, *words)
    vectors = _expert(features, [*range(first, size)], places, weights, (VECTORS_STRENGTH, VECTORS_POWER))
    return Head(names, *((one + other) / 2 for one, other in zip(words, vectors, strict=True)))


def _expert(features: Any, columns: list[int], places: Any, weights: Any, how: tuple[float, float]) -> tuple[Any, Any]:
    """The weights, among those of all columns, and the constants of a regression that sees some columns."""
    from sklearn.linear_model import LogisticRegression

    strength, power = how
    counted = Counter(places.tolist())
    is_rare = len(counted) <= FEW_CLASSES and min(counted.values()) < RARE * len(places)
    rare = {place: (len(places) / n / len(counted)) ** (1.0 if is_rare else power) for place, n in counted.items()}
    model = LogisticRegression(C=strength, class_weight=rare, max_iter=400)
    model.fit(features[:, columns], places, sample_weight=weights)
    spread = np.zeros((len(model.coef_), features.shape[1]), dtype=np.float32)
    spread[:, columns] = model.coef_
    return spread, model.intercept_
