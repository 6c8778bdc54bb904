"""Learns the weights with Splink, where `aisance[identity]` is installed: another teacher of the same theory.

Splink works in batches on an engine of its own and knows no households; our own teacher needs nothing. The comparisons
are those of `comparing` said in SQL, so that what is learned means the same in a file of weights.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from importlib.util import find_spec
from typing import Any

from aisance.core.later import Later
from aisance.customers.identity.comparing import LEVELS, LIKE, NEAR, SHORTEST_BOX, Frame, Ints
from aisance.customers.identity.learning import Lesson, frequencies, frequency_of_people, version_of_today
from aisance.customers.identity.weights import ADJUSTED, Weights
from aisance.customers.identity.words import COMPARED, Portrait, sound

splink: Any = Later("splink")
comparison_library: Any = Later("splink.comparison_library")
level_library: Any = Later("splink.comparison_level_library")
duckdb_backend: Any = Later("splink.backends.duckdb")
pyarrow: Any = Later("pyarrow")
np: Any = Later("numpy")
log = logging.getLogger(__name__)

DRAWN = 1e6
SEED = 20261122
LESSONS = (("family", "birth"), ("given", "postcode"), ("street", "house"), ("phone",), ("email",), ("given", "birth"))
"""In each, pairs alike in these words teach how alike one person's are in the others."""
LEAST_PAIRS = 200
"""With fewer, a lesson is left out."""

type Column = dict[str, str]


def is_installed() -> bool:
    """Whether Splink can be asked."""
    return find_spec("splink") is not None


def learn_with_splink(frame: Frame, left: Ints, right: Ints, *, start: Weights) -> Lesson:
    """Weights learned from a frame by Splink; comparisons of which too few pairs speak keep those of `start`.

    Splink draws its own pairs. How frequent one person's records are, and one household's, follows from the candidates
    `left` and `right` under what it learned: its own way needs rules that are sure and a guess of what they miss.
    """
    linker = _linker(frame.portraits)
    linker.training.estimate_u_using_random_sampling(max_pairs=DRAWN, seed=SEED, num_chunks=1)
    for lesson in LESSONS:
        if _pairs_alike(frame.portraits, lesson) >= LEAST_PAIRS:
            _take(linker, lesson)
    comparisons = linker.misc.save_model_to_json()["comparisons"]
    learned = {one["output_column_name"]: one["comparison_levels"] for one in comparisons}
    m = {name: _shares(learned.get(name, ()), "m_probability", start.m[name]) for name in LEVELS}
    u = {name: _shares(learned.get(name, ()), "u_probability", start.u[name]) for name in LEVELS}
    prior, household, expected = frequency_of_people(frame, left, right, _arrays(m), _arrays(u))
    weights = replace(
        start,
        version=version_of_today(),
        learned_from=f"{len(frame.portraits)} records, by Splink {splink.__version__}",
        prior=prior,
        household=household,
        m=m,
        u=u,
        frequent={name: frequencies(frame, name) for name in ADJUSTED},
    )
    return Lesson(weights, len(frame.portraits), len(left), expected)


def _arrays(shares: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    return {name: np.array(found) for name, found in shares.items()}


def _linker(portraits: Sequence[Portrait]) -> Any:
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(name) for name in LEVELS],
        blocking_rules_to_generate_predictions=[_blocked(one) for one in LESSONS],
        retain_matching_columns=False,
    )
    return splink.Linker(duckdb_backend.DuckDBAPI().register(_table(portraits)), settings, log_level=logging.ERROR)


def _table(portraits: Sequence[Portrait]) -> Any:
    """The words of records in columns, null where silent, and how names sound."""
    rows = [astuple(portrait) for portrait in portraits]
    columns = {name: [row[place] or None for row in rows] for place, name in enumerate(COMPARED)}
    heard = {f"{name}_sound": [sound(word) if word else None for word in columns[name]] for name in ("given", "family")}
    return pyarrow.table({"unique_id": list(range(len(rows))), **columns, **heard})


def _blocked(words: Sequence[str]) -> Any:
    return splink.block_on(*words)


def _take(linker: Any, lesson: Sequence[str]) -> None:
    """One lesson. Where a level never comes among its pairs Splink gives up, and the other lessons teach."""
    try:
        linker.training.estimate_parameters_using_expectation_maximisation(_blocked(lesson))
    except ValueError:
        log.info("Splink learned nothing from pairs alike in %s", " and ".join(lesson))


def _pairs_alike(portraits: Sequence[Portrait], words: Sequence[str]) -> int:
    """How many pairs of records share all these words, none of them silent."""
    shared = Counter(tuple(getattr(portrait, word) for word in words) for portrait in portraits)
    return sum(count * (count - 1) // 2 for key, count in shared.items() if all(key))


def _comparison(name: str) -> Any:
    conditions = _CONDITIONS[name]
    levels = [
        level_library.CustomLevel(f"{name}_l IS NULL OR {name}_r IS NULL", "silent").configure(is_null_level=True)
    ]
    levels += [level_library.CustomLevel(conditions[word], word) for word in LEVELS[name][:-1]]
    levels.append(level_library.ElseLevel().configure(label_for_charts=LEVELS[name][-1]))
    return comparison_library.CustomComparison(levels, output_column_name=name)


def _same(name: str) -> str:
    return f"{name}_l = {name}_r"


def _like(one: str, other: str, least: float) -> str:
    return f"jaro_winkler_similarity({one}, {other}) >= {least}"


def _slip(one: str, other: str) -> str:
    return f"damerau_levenshtein({one}, {other}) <= 1"


def _near(name: str) -> str:
    return f"{_like(f'{name}_l', f'{name}_r', NEAR)} OR {_slip(f'{name}_l', f'{name}_r')}"


def _crossed() -> str:
    """Given and family name the other way round."""
    pairs = (("given_l", "family_r"), ("family_l", "given_r"))
    return " AND ".join(f"({_like(one, other, LIKE)} OR {_slip(one, other)})" for one, other in pairs)


def _name(name: str) -> Column:
    return {
        "exact": _same(name),
        "near": _near(name),
        "like": _like(f"{name}_l", f"{name}_r", LIKE),
        "sounds": f"{_same(f'{name}_sound')} AND NOT ({_crossed()})",
        "swapped": _crossed(),
    }


def _text(name: str) -> Column:
    return {"exact": _same(name), "near": _near(name), "like": _like(f"{name}_l", f"{name}_r", LIKE)}


def _code(name: str) -> Column:
    return {"exact": _same(name), "slip": _slip(f"{name}_l", f"{name}_r")}


def _part(first: int, length: int) -> str:
    return f"substr(birth_l, {first}, {length}) = substr(birth_r, {first}, {length})"


_WHOLE_DAYS = "length(birth_l) = 8 AND length(birth_r) = 8"
_BIRTH = {
    "exact": _same("birth"),
    "slip": _slip("birth_l", "birth_r"),
    "swapped": f"{_WHOLE_DAYS} AND {_part(1, 4)} AND substr(birth_l, 5, 2) = substr(birth_r, 7, 2)"
    " AND substr(birth_l, 7, 2) = substr(birth_r, 5, 2)",
    "two_parts": f"{_WHOLE_DAYS} AND "
    + " + ".join(f"({_part(first, length)})::int" for first, length in ((1, 4), (5, 2), (7, 2)))
    + " = 2",
}
_BOXES = [f"split_part(email_{side}, '@', 1)" for side in "lr"]
_EMAIL = {
    "exact": _same("email"),
    "near": f"least(length({_BOXES[0]}), length({_BOXES[1]})) >= {SHORTEST_BOX} AND {_slip(*_BOXES)}",
}
_CONDITIONS: Mapping[str, Column] = {
    **{name: _name(name) for name in ("given", "family")},
    **{name: _text(name) for name in ("street", "city")},
    **{name: _code(name) for name in ("house", "postcode", "phone", "number")},
    "birth": _BIRTH,
    "email": _EMAIL,
}


def _shares(levels: Sequence[Mapping[str, Any]], kind: str, before: Sequence[float]) -> list[float]:
    """How often each level comes, in the order of `LEVELS`; as before where Splink learned nothing of one of them."""
    found = list(_learned(levels, kind))
    if len(found) != len(before) or not all(found):
        return list(before)
    whole = sum(found)
    return [float(f"{share / whole:.4g}") for share in found]


def _learned(levels: Sequence[Mapping[str, Any]], kind: str) -> Iterator[float]:
    for level in levels:
        if not level.get("is_null_level"):
            yield max(float(level.get(kind) or 0.0), 0.0)
