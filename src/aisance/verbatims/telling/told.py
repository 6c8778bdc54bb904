"""Which themes the words of each response have, for figures that are cut by them."""

from collections import defaultdict
from datetime import date
from typing import Any

from aisance.lake import public as lake
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.themes import theme_codes


def themes_told(start: date | None, end: date | None) -> dict[int, tuple[str, ...]]:
    """The themes of each response with words of these days, in the order of the book; both days are included.

    A response whose words have no theme has an empty tuple, one without words is absent. Whose responses they are is
    not asked: join them with those that the viewer may see.
    """
    texts = lake.numbers("verbatims", _texts(start, end))
    if not texts:
        return {}
    response = dict(zip(texts[0].tolist(), texts[1].tolist(), strict=True))
    codes = theme_codes()
    found: defaultdict[int, set[int]] = defaultdict(set)
    mentions = lake.numbers("mentions", _mentions(start, end, codes))
    for text, place in zip(*(column.tolist() for column in mentions), strict=True) if mentions else ():
        if text in response and place >= 0:
            found[response[text]].add(place)
    return {one: tuple(codes[place] for place in sorted(found.get(one, ()))) for one in set(response.values())}


def _within(t: Any, start: date | None, end: date | None) -> Any:
    import ibis

    kept = t
    if start:
        kept = kept.filter(kept.month >= start.year * 100 + start.month, kept.day >= ibis.literal(start))
    if end:
        kept = kept.filter(kept.month <= end.year * 100 + end.month, kept.day <= ibis.literal(end))
    return kept


def _texts(start: date | None, end: date | None) -> Any:
    def texts(t: Any) -> Any:
        kept = _within(t, start, end).filter(lambda row: (row.state == State.READ.value) & row.response_id.notnull())
        return kept.select(id=kept.id, response=kept.response_id)

    return texts


def _mentions(start: date | None, end: date | None, codes: tuple[str, ...]) -> Any:
    def mentions(t: Any) -> Any:
        import ibis

        kept = _within(t, start, end)
        place = ibis.cases(*[(kept.theme == code, place) for place, code in enumerate(codes)], else_=-1)
        return kept.select(text=kept.verbatim_id, place=place.cast("int64"))

    return mentions
