"""For each theme at once, the words that say what most say, and those that say it most strongly."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from aisance.core.permissions import Viewer
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import Quote, bag_of, mentions_in, nearness_to_all, quote_of

LOOKED_AT = 60
"""Both are chosen among so many of the newest of a theme."""


class Said(NamedTuple):
    """One mention as far as it is needed to choose it."""

    pk: int
    theme: str
    feeling: int
    probability: float
    intensity: int
    language: str
    clause: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Of one theme, the quote that says what most say, and the one that says it most strongly, in other words."""

    theme: str
    typical: Quote
    strongest: Quote | None


def voices_of(viewer: Viewer, chosen: Chosen, channels: Mapping[str, str]) -> dict[str, Voice]:
    """The voices of each theme of a choice: of those displeased, where anybody is. Two queries."""
    by_theme: defaultdict[str, list[Said]] = defaultdict(list)
    for said in _newest(viewer, chosen):
        by_theme[said.theme].append(said)
    picked = {theme: _picked(some) for theme, some in by_theme.items()}
    ids = {pk for some in picked.values() for pk in some}
    rows = mentions_in(viewer, chosen).filter(pk__in=ids).in_bulk()
    quotes = {pk: quote_of(row, channels) for pk, row in rows.items()}
    found = {theme: [quotes[pk] for pk in some if pk in quotes] for theme, some in picked.items()}
    return {theme: Voice(theme, some[0], some[1] if some[1:] else None) for theme, some in found.items() if some}


def _newest(viewer: Viewer, chosen: Chosen) -> list[Said]:
    place = Window(RowNumber(), partition_by=[F("theme")], order_by=["-day", "-pk"])
    rows = mentions_in(viewer, chosen).select_related(None).order_by().annotate(place=place)
    told = rows.filter(place__lte=LOOKED_AT).values_list(
        *("pk", "theme", "feeling", "probability", "verbatim__intensity", "verbatim__language"),
        *("verbatim__text", "start", "end"),
    )
    return [
        Said(pk, theme, feeling, probability, intensity, language, text[start:end])
        for pk, theme, feeling, probability, intensity, language, text, start, end in told
    ]


def _picked(theme: Sequence[Said]) -> list[int]:
    """The numbers of the typical mention and, in other words, of the strongest."""
    some = [one for one in theme if one.feeling == Feeling.BAD] or list(theme)
    bags = [bag_of(one.clause, one.language) for one in some]
    order = sorted(zip(nearness_to_all(bags), some, strict=True), key=lambda pair: (-pair[0], -pair[1].pk))
    typical = order[0][1]
    others = [one for one in some if _plain(one) != _plain(typical)]
    strongest = max(others, key=lambda one: (one.intensity, one.probability, one.pk), default=None)
    return [typical.pk, *([strongest.pk] if strongest else [])]


def _plain(one: Said) -> str:
    return "".join(letter for letter in one.clause.casefold() if letter.isalnum())
