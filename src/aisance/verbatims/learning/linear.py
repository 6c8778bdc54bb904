"""A linear model over hashed words, letters and sentence vectors. It keeps numbers only: no word can be read out of it.

Features: words and pairs of words (2^17 places), letters in 2 to 5 inside words (2^17), both weighed as BM25 does, and
the centred sentence vector times 1.5 where there is one. A text of more words has more to say, so that texts are not
brought to one length: the root mean square of those that taught is 1, and none is longer than 3. For a head that
departs from a judge each is 1 long: the shortest clause moves the judge as far as a page. Where one of two or three
classes is rarer than a tenth, it weighs by its whole rareness: the few who are displeased are whom this is for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any, Self

from aisance.core.later import Later
from aisance.verbatims.encoding.contracts import Rows
from aisance.verbatims.learning.fusing import POWER, fused
from aisance.verbatims.learning.leaning import leaning
from aisance.verbatims.learning.starting import corrections
from aisance.verbatims.reading.masking import folded

np: Any = Later("numpy")

WORDS = r"(?u)\b\w+\b|[!?:)(]+|[^\w\s]"
WORD_PLACES, LETTER_PLACES = 2**17, 2**17
FIRST = WORD_PLACES + LETTER_PLACES
VECTOR_WEIGHT = 1.5
STRENGTH, VECTORS_STRENGTH = 3.0, 1.3
PATTERN_WEIGHT = 2.0
SATURATION, LONGEST = 1.2, 3.0
JUDGED = 2
"""What a judge said has this many dimensions: a row a text, a column a class."""
RARE, FEW_CLASSES, FEWEST_CLASSES = 0.1, 3, 2

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
        """The features of texts: `rows` their centred vectors, `found` what was found before: numbers of each text."""
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
    """How often each text has each feature: a second time says less than the first, and all others little more."""
    from scipy.sparse import hstack

    counts = hstack([hasher.transform(texts) for hasher in _hashers()]).tocsr()
    counts.data = counts.data * (SATURATION + 1) / (counts.data + SATURATION)
    return counts


def _rarity(counts: Any) -> Any:
    """What each feature counts: more the rarer, and such that the texts are 1 long of each kind."""
    n, having = counts.shape[0], counts.getnnz(axis=0)
    rarity = np.log1p((n - having + 0.5) / (having + 0.5))
    squares = np.asarray(counts.power(2).sum(axis=0)).ravel() * rarity**2
    for kind in (slice(WORD_PLACES), slice(WORD_PLACES, None)):
        rarity[kind] /= np.sqrt(squares[kind].sum() / n) or 1.0
    return rarity


def _features(counts: Any, rarity: Any, rows: Rows, found: Any) -> Any:
    from scipy.sparse import csr_matrix, diags_array, hstack

    weighted = (counts @ diags_array(rarity)).tocsr()
    departs = np.ndim(found) == JUDGED
    blocks = [_sized(some, departs) for some in (weighted[:, :WORD_PLACES], weighted[:, WORD_PLACES:])]
    if rows is not None:
        blocks.append(csr_matrix(rows * VECTOR_WEIGHT))
    if found is not None:
        blocks.append(csr_matrix(np.asarray(found, dtype=np.float32).reshape(len(found), -1) * PATTERN_WEIGHT))
    return hstack(blocks).tocsr()


def _sized(weighted: Any, at_one: bool) -> Any:
    """The rows at length 1, or none of them longer than is sane: a page without an end is not surer of anything."""
    from scipy.sparse import csr_matrix, diags_array

    lengths = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    factors = 1 / np.where(lengths > 0, lengths, 1) if at_one else LONGEST / np.maximum(lengths, LONGEST)
    return csr_matrix(diags_array(factors) @ weighted)


@dataclass(frozen=True, slots=True)
class Task:
    """One head to learn: the texts it knows (by place), the class of each, how much each counts, and patterns.

    `before` are log-odds of a judge, a row a text and a column for each of `names`: the head then starts from them.
    `usual` are those of texts that nobody chose, which tell the shares of the classes; else those of `before`.
    """

    places: Sequence[int]
    classes: Sequence[str]
    weights: Sequence[float]
    found: Sequence[float] | None = None
    before: Any = None
    names: Sequence[str] = ()
    usual: Any = None


def learn(texts: Sequence[str], rows: Rows, tasks: Mapping[str, Task]) -> LinearModel:
    """Teach a head for each task; `rows` are the centred vectors of the texts, null for the fast stage."""
    counts = _counts(texts)
    rarity = _rarity(counts)
    heads = {}
    for name, task in tasks.items():
        places = np.array(task.places)
        found = task.found if task.before is None else task.before
        features = _features(counts[places], rarity, None if rows is None else rows[places], found)
        heads[name] = _departing(features, task) if task.before is not None else _head(features, task)
    return LinearModel(rarity, heads)


def _head(features: Any, task: Task) -> Head:
    """Every expert sees what was found before."""
    names = sorted(set(task.classes))
    places = np.array([names.index(one) for one in task.classes])
    size, beside = features.shape[1], int(task.found is not None)
    pattern = np.arange(size - beside, size)
    used = np.union1d(np.flatnonzero(features[:, :FIRST].getnnz(axis=0)), pattern)
    vectors = features[:, FIRST:].toarray() if size > FIRST + beside else None
    power = 1.0 if _has_rare(places) else POWER
    found, constants = fused(features[:, used], vectors, places, np.array(task.weights), power)
    rows = np.zeros((len(names), size), dtype=np.float32)
    for columns, some in zip((used, np.arange(FIRST, size)), found, strict=False):
        rows[:, columns] += some
    if len(names) == FEWEST_CLASSES:
        return Head(names, rows[1:] - rows[:1], constants[1:] - constants[:1])
    return Head(names, rows, constants)


def _has_rare(places: Any) -> bool:
    counted = np.bincount(places)
    return bool(len(counted) <= FEW_CLASSES and counted.min() < RARE * len(places))


def _departing(features: Any, task: Task) -> Head:
    """A head that says what the judge before it says, and what labels add to that: constants first, then weights."""
    names, before = list(task.names), np.asarray(task.before, dtype=float)
    places = np.array([names.index(one) for one in task.classes])
    leans, weights = leaning(places, before, before if task.usual is None else task.usual)
    judged = features.shape[1] - len(names)
    used = np.flatnonzero(features.getnnz(axis=0))
    parts = [(range(FIRST), STRENGTH), (range(FIRST, judged), VECTORS_STRENGTH)]
    kept = [(np.intersect1d(used, columns), strength) for columns, strength in parts if columns]
    blocks = [(features[:, columns], strength) for columns, strength in kept]
    found, constants = corrections(blocks, places, weights * np.array(task.weights), before + leans)
    rows = np.zeros((len(names), features.shape[1]), dtype=np.float32)
    for (columns, _strength), some in zip(kept, found, strict=True):
        rows[:, columns] = some
    rows[:, judged:] = np.eye(len(names)) / PATTERN_WEIGHT
    return Head(names, rows, constants + leans)
