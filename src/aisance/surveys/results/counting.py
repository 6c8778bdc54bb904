"""From counts to the results of each item, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import pgettext

from aisance.core.statistics import wilson
from aisance.core.translated import translated
from aisance.surveys.catalogue import IN_WORDS_ONLY
from aisance.surveys.contracts import COMPONENTS_SCREEN, EFFORT_COMPONENTS, Scale
from aisance.surveys.queries.questions import points_on, question_names, question_of, scale_of
from aisance.surveys.questionnaires.contracts import Item, ItemKind
from aisance.surveys.questionnaires.describing import SCALE_NAMES
from aisance.surveys.questionnaires.kinds import IN_WORDS, YES_OR_NO
from aisance.surveys.questionnaires.rules import is_scored
from aisance.surveys.results.contracts import Group, ItemResult, Line, Rank, Results, Shape, Spread
from aisance.surveys.results.readings import Counts, Option
from aisance.surveys.results.rules import NO, YES, bins, quantile
from aisance.ui.dates import date_format
from aisance.ui.drawings import round_step
from aisance.ui.numbers import number

INDICATORS = {
    "net_easy_7": "net_easy",
    "net_easy_5": "net_easy_5",
    "nps_11": "nps",
    "csat_5": "csat",
    "csat_10": "csat_10",
    "resolved_2": "resolved",
}
"""The indicator that turns the answers on a scale into a figure."""

MOST_BINS = 12
MONTHS_SHOWN = 36
SHAPES: dict[str, Shape] = {
    ItemKind.SINGLE: Shape.OPTIONS,
    ItemKind.MULTIPLE: Shape.SEVERAL,
    ItemKind.RANKING: Shape.RANKING,
    ItemKind.MATRIX: Shape.MATRIX,
    ItemKind.NUMBER: Shape.NUMBER,
    ItemKind.DATE: Shape.DATE,
    COMPONENTS_SCREEN: Shape.SEVERAL,
    **dict.fromkeys(YES_OR_NO, Shape.OPTIONS),
    **dict.fromkeys(IN_WORDS, Shape.WORDS),
}


def shape_of(item: Item) -> Shape:
    """How the answers to an item are counted; whatever has a score by its points."""
    return Shape.POINTS if is_scored(item.kind) else SHAPES[item.kind]


def results_of(versions: Mapping[int, Sequence[Item]], counts: Counts) -> Results:
    """The results of every item; `versions` are the items of each, the newest version first."""
    asked = _asked(versions, counts)
    newest = {item.code for items in [*versions.values()][:1] for item in items}
    items: dict[str, Item] = {}
    for some in versions.values():
        for item in some:
            items[item.code] = _with_options(items.get(item.code, item), item)
    return Results(
        responses=sum(n for _version, _way, n, _complete in counts.ways),
        complete=sum(complete for _version, _way, _n, complete in counts.ways),
        items=[
            _result(place, item, asked.get(item.code, 0), item.code in newest, counts)
            for place, item in enumerate(items.values(), start=1)
        ],
    )


def _with_options(newer: Item, older: Item) -> Item:
    """The newer item with the options that only the older one had at the end, so that their answers are not lost."""
    known = {option.code for option in newer.options}
    more = tuple(option for option in older.options if option.code not in known)
    return Item(newer.code, newer.kind, newer.wording, scale=newer.scale, options=newer.options + more)


def _asked(versions: Mapping[int, Sequence[Item]], counts: Counts) -> dict[str, int]:
    """How many responses came past each item."""
    asked: dict[str, int] = {}
    for version, way, n, _complete in counts.ways:
        for place, item in enumerate(versions[version]):
            if way >> place & 1:
                asked[item.code] = asked.get(item.code, 0) + n
    return asked


def _result(place: int, item: Item, asked: int, asked_still: bool, counts: Counts) -> ItemResult:
    shape = shape_of(item)
    groups, ranks, spread, answered = _counted(shape, item, counts)
    wording = translated(item.wording) or item.code
    return ItemResult(
        place, item.code, item.kind, wording, shape, max(asked, answered), answered, asked_still, groups, ranks, spread
    )


def _counted(
    shape: Shape, item: Item, counts: Counts
) -> tuple[tuple[Group, ...], tuple[Rank, ...], Spread | None, int]:
    answered = counts.answers.get(item.code, 0)
    options = counts.options.get(item.code, {})
    values = counts.numbers.get(item.code, ())
    match shape:
        case Shape.POINTS:
            groups = _points(item, counts.scores.get(item.code, {}))
            return groups, (), None, sum(group.n for group in groups)
        case Shape.SEVERAL if item.kind == COMPONENTS_SCREEN:
            group = _components(counts)
            return (group,), (), None, group.n
        case Shape.OPTIONS | Shape.SEVERAL:
            return (_options(item, options, answered),), (), None, answered
        case Shape.RANKING:
            return (), _ranks(item, options, answered), None, answered
        case Shape.MATRIX:
            return _matrix(item, options), (), None, answered
        case Shape.NUMBER | Shape.DATE if values:
            lines = _days(values) if shape is Shape.DATE else _numbers(values)
            return (Group("", "", answered, lines),), (), _spread(values), answered
    return (), (), None, answered


def line(code: str, name: Any, count: int, of: int) -> Line:
    """A count as a share of its base, with Wilson's interval; no value of nothing."""
    bounds = wilson(count, of)
    if bounds is None:
        return Line(code, str(name), count, of)
    return Line(code, str(name), count, of, count / of, *bounds)


def _points(item: Item, scores: Mapping[tuple[str, int], int]) -> tuple[Group, ...]:
    """One group a scale: scales are never added up. That of the newest version where nobody answered yet."""
    codes = sorted({scale for scale, _score in scores})
    return tuple(group for code in codes if (group := _on_scale(item, code, scores)))


def _on_scale(item: Item, code: str, scores: Mapping[tuple[str, int], int]) -> Group | None:
    scale = scale_of(code)
    if scale is None:
        return None
    held = {score: count for (on, score), count in scores.items() if on == code}
    n = sum(held.values())
    lines = tuple(line(str(score), name, held.get(score, 0), n) for score, name in _points_named(scale, item.kind))
    return Group(code, str(SCALE_NAMES.get(code, "")), n, lines, INDICATORS.get(code, ""))


def _points_named(scale: Scale, kind: str) -> list[tuple[int, str]]:
    """Each point as it is read: its number, with its words where it has some; words alone where numbers are ours."""
    points = points_on(scale)
    own = question_of(kind)
    labels = own.labels if own and own.is_own else {}
    named = [(score, str(words or labels.get(score, ""))) for score, words in points]
    if scale.code in IN_WORDS_ONLY:
        return named
    return [(score, f"{number(score)} · {words}" if words else number(score)) for score, words in named]


def _components(counts: Counts) -> Group:
    names = question_names([code.value for code in EFFORT_COMPONENTS])
    held = {code.value: counts.scores.get(code.value, {}) for code in EFFORT_COMPONENTS}
    n = max((sum(scores.values()) for scores in held.values()), default=0)
    ticked = {code: sum(count for (_scale, score), count in scores.items() if score) for code, scores in held.items()}
    return Group("", "", n, tuple(line(code, names[code], count, n) for code, count in ticked.items()))


def _options(item: Item, options: Mapping[Option, int], answered: int) -> Group:
    """Shares of those who answered, also where several options may be ticked."""
    held: dict[str, int] = {}
    for option, count in options.items():
        held[option.option] = held.get(option.option, 0) + count
    names = {YES: pgettext("answer", "Yes"), NO: pgettext("answer", "No")} if item.kind in YES_OR_NO else _names(item)
    codes = [*names, *sorted(held.keys() - names.keys() - {""})]
    lines = tuple(line(code, names.get(code) or code, held.get(code, 0), answered) for code in codes)
    return Group("", "", answered, lines)


def _names(item: Item) -> dict[str, str]:
    return {option.code: translated(option.wording) for option in item.options}


def _ranks(item: Item, options: Mapping[Option, int], answered: int) -> tuple[Rank, ...]:
    """The best first; a thing that nobody ranked comes last."""
    found = []
    for code, name in _names(item).items():
        places = {held.score: count for held, count in options.items() if held.option == code and held.score}
        n = sum(places.values())
        mean = sum(place * count for place, count in places.items()) / n if n else None
        found.append(Rank(code, name or code, n, mean, line(code, name, places.get(1, 0), answered)))
    return tuple(sorted(found, key=lambda rank: (rank.mean is None, rank.mean or 0.0)))


def _matrix(item: Item, options: Mapping[Option, int]) -> tuple[Group, ...]:
    scale = scale_of(item.scale)
    if scale is None:
        return ()
    points = _points_named(scale, "")
    groups = []
    for code, name in _names(item).items():
        held = {option.score: count for option, count in options.items() if option.option == code}
        n = sum(held.values())
        lines = tuple(line(str(score), words, held.get(score, 0), n) for score, words in points)
        groups.append(Group(code, name or code, n, lines))
    return tuple(groups)


def _spread(values: Sequence[tuple[float, int]]) -> Spread:
    lower, median, upper = (quantile(values, share) or 0.0 for share in (0.25, 0.5, 0.75))
    return Spread(sum(count for _value, count in values), values[0][0], lower, median, upper, values[-1][0])


def _numbers(values: Sequence[tuple[float, int]]) -> tuple[Line, ...]:
    """Each value where there are few, else bins of a round width."""
    n = sum(count for _value, count in values)
    least, most = values[0][0], values[-1][0]
    whole = all(value == int(value) for value, _count in values)
    if whole and most - least < MOST_BINS:
        held = dict(values)
        every = range(int(least), int(most) + 1)
        return tuple(line(str(value), number(value), held.get(float(value), 0), n) for value in every)
    width = round_step(most - least, 6) if most > least else 1.0
    return tuple(
        line(f"{start:g}", f"{_plain(start)} – {_plain(start + width)}", count, n)
        for start, count in bins(values, width)
    )


def _plain(value: float) -> str:
    return number(value, 0 if value == int(value) else 2)


def _days(values: Sequence[tuple[float, int]]) -> tuple[Line, ...]:
    """By month, or by year where these would be too many."""
    n = sum(count for _value, count in values)
    months = _by(values, len("2026-11"))
    if len(months) <= MONTHS_SHOWN:
        return tuple(
            line(code, date_format(date.fromisoformat(f"{code}-01"), "YEAR_MONTH_FORMAT"), count, n)
            for code, count in months.items()
        )
    return tuple(line(code, code, count, n) for code, count in _by(values, len("2026")).items())


def _by(values: Iterable[tuple[float, int]], kept: int) -> dict[str, int]:
    """Days by as many letters of them as are kept: those of the month, or of the year."""
    found: dict[str, int] = {}
    for value, count in values:
        code = date.fromordinal(int(value)).isoformat()[:kept]
        found[code] = found.get(code, 0) + count
    return found


def day_of(value: float) -> date:
    """The day that a number of days stands for; of a median between two days the earlier one."""
    return date.fromordinal(int(value))
