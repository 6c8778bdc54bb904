"""What may be an own indicator: a code, texts in every language, a mapping that stays on its scale and covers it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from aisance.indicators.contracts import Part
from aisance.indicators.own.contracts import Reading, Wanted
from aisance.intake.contracts import Problem
from aisance.surveys.contracts import Scale

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
TEXT_LIMITS = {"title": 80, "description": 300, "strength": 300, "weakness": 300}
LEAST_N = {"employee": 5}
"""The smallest group whose answers may be shown, by kind; 1 for the other kinds."""

MOST_PARTS = 6
WORTHS: dict[Reading, frozenset[float]] = {"share": frozenset((0.0, 1.0)), "net": frozenset((-1.0, 0.0, 1.0))}


def share_of(scale: Scale, good: Collection[int]) -> dict[int, float]:
    """The scores of `good` are worth 1, the others 0.

    >>> share_of(Scale("s", 1, 3), [3])
    {1: 0.0, 2: 0.0, 3: 1.0}
    """
    return {score: float(score in good) for score in _scores(scale)}


def net_of(scale: Scale, good: Collection[int], bad: Collection[int]) -> dict[int, float]:
    """+1 for the scores of `good`, -1 for those of `bad`, 0 between them.

    >>> net_of(Scale("s", 1, 3), [3], [1])
    {1: -1.0, 2: 0.0, 3: 1.0}
    """
    return {score: float(score in good) - float(score in bad) for score in _scores(scale)}


def mean_of(scale: Scale) -> dict[int, float]:
    """The score itself."""
    return {score: float(score) for score in _scores(scale)}


def fraction_of(scale: Scale) -> dict[int, float]:
    """Where a score stands between the worst (0) and the best (1) of its scale, whichever end is the good one.

    >>> fraction_of(Scale("s", 1, 3, low_is_good=True))
    {1: 1.0, 2: 0.5, 3: 0.0}
    """
    width = scale.maximum - scale.minimum
    worth = {score: (score - scale.minimum) / width for score in _scores(scale)}
    return {score: 1.0 - value if scale.low_is_good else value for score, value in worth.items()}


def _scores(scale: Scale) -> range:
    return range(scale.minimum, scale.maximum + 1)


def problems_of(wanted: Wanted, scales: Mapping[str, Scale], languages: Sequence[str]) -> list[Problem]:
    """Everything that keeps an indicator from being defined so; empty where it may be. `scales` are those known."""
    return [
        *_code_problems(wanted.code),
        *_text_problems(wanted, languages),
        *_group_problems(wanted),
        *_part_problems(wanted, scales),
    ]


def _code_problems(code: str) -> Iterator[Problem]:
    if not CODE.fullmatch(code):
        expected = _("2 to 40 small letters, digits and underscores, beginning with a letter")
        yield Problem("code", code[:60], expected)


def _text_problems(wanted: Wanted, languages: Sequence[str]) -> Iterator[Problem]:
    for field, most in TEXT_LIMITS.items():
        for language in languages:
            words = getattr(wanted, field).get(language, "").strip()
            if not words or len(words) > most or not words.isprintable():
                expected = _("a text of at most %(most)d characters, in every language") % {"most": most}
                yield Problem(f"{field}_{language}", words[:60], expected)
    if len(wanted.owner) > 100 or not wanted.owner.isprintable():
        yield Problem("owner", wanted.owner[:60], _("a name of at most 100 characters"))


def _group_problems(wanted: Wanted) -> Iterator[Problem]:
    if wanted.kind not in ("hot", "cold", "employee"):
        yield Problem("kind", wanted.kind, _("one of: hot, cold, employee"))
    least = LEAST_N.get(wanted.kind, 1)
    if not least <= wanted.minimum_n <= 10_000:
        expected = _("a whole number from %(least)d to 10,000") % {"least": least}
        if least > 1:
            expected = _("at least %(least)d: in a smaller group an employee could be recognised") % {"least": least}
        yield Problem("minimum_n", str(wanted.minimum_n), expected)


def _part_problems(wanted: Wanted, scales: Mapping[str, Scale]) -> Iterator[Problem]:
    is_composite = wanted.reading == "composite"
    least, most = (2, MOST_PARTS) if is_composite else (1, 1)
    if not least <= len(wanted.parts) <= most:
        expected = _("%(least)d to %(most)d questions") if is_composite else _("one question")
        yield Problem("parts", str(len(wanted.parts)), expected % {"least": least, "most": most})
        return
    for part in wanted.parts:
        yield from mapping_problems(part, scales.get(part.scale), wanted.reading)
    yield from _weight_problems(wanted.parts)


def mapping_problems(part: Part, scale: Scale | None, reading: Reading) -> Iterator[Problem]:
    """What is wrong with what the scores of one question are worth: off the scale, not covering it, saying nothing."""
    if scale is None:
        yield Problem("parts", part.scale, _("a scale of this question"))
        return
    limits = {"least": scale.minimum, "most": scale.maximum}
    if outside := sorted(set(part.values) - set(_scores(scale))):
        yield Problem("values", _listed(outside), _("scores from %(least)d to %(most)d") % limits)
    if missing := sorted(set(_scores(scale)) - set(part.values)):
        yield Problem("values", _listed(missing), _("a worth for every score from %(least)d to %(most)d") % limits)
    worths = set(part.values.values())
    if reading in WORTHS and not worths <= WORTHS[reading]:
        yield Problem("values", _listed(sorted(worths - WORTHS[reading])), _listed(sorted(WORTHS[reading])))
    elif reading in WORTHS and not {min(WORTHS[reading]), 1.0} <= worths:
        yield Problem("values", "", _("some scores that count as good and some that do not"))
    elif reading == "mean" and not all(scale.minimum <= worth <= scale.maximum for worth in worths):
        yield Problem("values", _listed(sorted(worths)), _("worths from %(least)d to %(most)d") % limits)
    elif reading == "composite" and (min(worths, default=0) < 0 or max(worths, default=0) > 1):
        yield Problem("values", _listed(sorted(worths)), _("worths from 0 to 1"))


def _weight_problems(parts: Sequence[Part]) -> Iterator[Problem]:
    if len({part.question for part in parts}) < len(parts):
        asked = ", ".join(part.question for part in parts)
        yield Problem("parts", asked, _("each question once: nobody answers one on two scales"))
    if any(not 0 < part.weight <= 1 for part in parts):
        yield Problem("weights", "", _("weights over 0 % and up to 100 %"))
    elif abs(sum(part.weight for part in parts) - 1) > 1e-9:
        total = round(100 * sum(part.weight for part in parts), 6)
        yield Problem("weights", f"{total:g} %", _("weights that add up to 100 %"))


def _listed(values: Sequence[float], most: int = 12) -> str:
    shown = ", ".join(f"{value:g}" for value in values[:most])
    return f"{shown} …" if len(values) > most else shown
