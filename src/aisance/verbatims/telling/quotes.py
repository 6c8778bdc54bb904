"""The words behind a theme: those that say what most say, those that say it strongest, and all of them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from aisance.core.permissions import Viewer
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.models import Mention, Verbatim
from aisance.verbatims.permissions import VIEW_WORDS
from aisance.verbatims.reading.lemmas import lemmas_of
from aisance.verbatims.telling.held import Chosen, units_seen
from aisance.verbatims.telling.places import reason_ids, step_ids
from aisance.verbatims.telling.scores import group_of
from aisance.verbatims.telling.search.grouping import Hit, hits
from aisance.verbatims.wording import FEELING_NAMES

LOOKED_AT = 400
"""Typical words are chosen among so many of the newest."""
LISTED = 5_000
"""So many of the surest mentions of a theme are listed, the same words once."""
NEAR = 90
"""So many letters around a clause are shown where there is little room."""
_RESPONSE = "verbatim__answer__response"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in three pieces, before a clause, the clause and after; what is felt in it; where they came from."""

    verbatim_id: int
    before: str
    clause: str
    after: str
    language: str
    feeling: Any
    tone: str
    at: datetime
    unit: str
    channel: str

    @property
    def before_near(self) -> str:
        """What stands just before the clause; an ellipsis stands for more."""
        return self.before if len(self.before) <= NEAR else f"…{self.before[-NEAR:]}"

    @property
    def after_near(self) -> str:
        """What stands just after it."""
        return self.after if len(self.after) <= NEAR else f"{self.after[:NEAR]}…"

    @property
    def url(self) -> str:
        return reverse("words-detail", args=[self.verbatim_id])


TONES = {Feeling.BAD: "worse", Feeling.GOOD: "better"}


def quote_of(mention: Mention, channels: Mapping[str, str]) -> Quote:
    """One mention as a quote."""
    return _quote(mention.verbatim, mention.start, mention.end, mention.feeling, channels)


def quote_of_text(verbatim: Verbatim, channels: Mapping[str, str]) -> Quote:
    """A whole text as a quote."""
    return _quote(verbatim, 0, 0, verbatim.feeling, channels)


def _quote(row: Verbatim, start: int, end: int, feeling: int | None, channels: Mapping[str, str]) -> Quote:
    response = row.answer.response
    felt = Feeling.NEITHER if feeling is None else Feeling(feeling)
    return Quote(
        row.pk,
        row.text[:start],
        row.text[start:end],
        row.text[end:],
        row.language,
        FEELING_NAMES[felt],
        TONES.get(felt, "unsure"),
        response.answered_at,
        response.unit.name,
        channels.get(response.channel, ""),
    )


def mentions_of(viewer: Viewer, chosen: Chosen, theme: str) -> QuerySet[Mention]:
    """The mentions of a theme that the viewer may read, the surest of their feeling first."""
    rows = mentions_in(viewer, chosen).filter(theme=theme, **_felt(chosen))
    return rows.order_by("-probability", "-pk")


def said_alike(found: QuerySet[Mention]) -> list[Hit]:
    """Mentions of the same feeling in texts of the same words, as one, in the order of the first of them."""
    rows = found.values_list("pk", "day", "feeling", "start", "verbatim__text")[:LISTED]
    return hits((pk, day, f"{Feeling(feeling).name} {start} {text}") for pk, day, feeling, start, text in rows)


def mentions_in(viewer: Viewer, chosen: Chosen) -> QuerySet[Mention]:
    """The mentions of all themes in a choice, however they feel."""
    rows = Mention.objects.filter(viewer.scope(VIEW_WORDS).rows(f"{_RESPONSE}__unit"))
    rows = rows.filter(day__gte=chosen.start, day__lte=chosen.end, **_conditions(viewer, chosen, "verbatim__"))
    return rows.select_related(f"{_RESPONSE}__unit")


def mentions_beside(viewer: Viewer, chosen: Chosen, theme: str) -> QuerySet[Mention]:
    """The mentions of all other themes in the same choice."""
    return mentions_in(viewer, chosen).exclude(theme=theme).select_related(None).select_related("verbatim")


def _felt(chosen: Chosen) -> dict[str, int]:
    return {} if chosen.feeling is None else {"feeling": chosen.feeling}


def texts_of(viewer: Viewer, chosen: Chosen) -> QuerySet[Verbatim]:
    """The texts of a choice that the viewer may read, the newest first."""
    rows = Verbatim.objects.filter(viewer.scope(VIEW_WORDS).rows("answer__response__unit"))
    rows = rows.filter(day__gte=chosen.start, day__lte=chosen.end, **_conditions(viewer, chosen, ""), **_felt(chosen))
    if chosen.theme:
        rows = rows.filter(mentions__theme=chosen.theme).distinct()
    return rows.select_related("answer__response__unit").order_by("-day", "-pk")


def text_or_none(viewer: Viewer, pk: int) -> Verbatim | None:
    """One text that the viewer may read."""
    rows = Verbatim.objects.filter(viewer.scope(VIEW_WORDS).rows("answer__response__unit"), pk=pk)
    return rows.select_related("answer__response__unit").prefetch_related("mentions").first()


def _conditions(viewer: Viewer, chosen: Chosen, verbatim: str) -> dict[str, Any]:
    """What a choice asks of the response and the verbatim, as keywords of a filter."""
    response = f"{verbatim}answer__response__"
    found: dict[str, Any] = {
        f"{response}kind": chosen.kind,
        f"{response}set_apart": "",
        f"{response}unit_id__in": units_seen(viewer, chosen.unit),
    }
    if chosen.channel:
        found[f"{response}channel"] = chosen.channel
    if chosen.language:
        found[f"{verbatim}language"] = chosen.language
    for column, ids in (("step_id", step_ids(chosen.step)), ("reason_id", reason_ids(chosen.reason))):
        if ids is not None:
            found[f"{response}{column}__in"] = ids
    return found


def scores_beside(row: Verbatim) -> list[tuple[str, int, int | None]]:
    """The scored answers beside a text: question, score, and its group."""
    answers = row.answer.response.answers.filter(score__isnull=False).order_by("pk")
    known = [(one.question, one.scale, one.score) for one in answers if one.score is not None]
    return [(question, score, group_of(scale, score)) for question, scale, score in known]


def typical(found: QuerySet[Mention], most: int = 3) -> list[Mention]:
    """The mentions whose clauses stand nearest to the mean of all, each said in other words.

    The mean is that of their base forms, weighed by how rare a word is, each clause of length one (TF-IDF, cosine).
    """
    rows = list(found.order_by("-day", "-pk")[:LOOKED_AT])
    clauses = [bag_of(row.verbatim.text[row.start : row.end], row.verbatim.language) for row in rows]
    nearness = nearness_to_all(clauses)
    order = sorted(range(len(rows)), key=lambda place: (-nearness[place], -rows[place].pk))
    return _different([rows[place] for place in order if clauses[place]], most)


def extreme(found: QuerySet[Mention], most: int = 2) -> list[Mention]:
    """The mentions whose feeling is surest, each said in other words: the displeased first, then the pleased."""
    kept: list[Mention] = []
    for feeling in (Feeling.BAD, Feeling.GOOD):
        rows = list(found.filter(feeling=feeling).order_by("-probability", "-pk")[:20])
        kept += _different(rows, most)
    return kept


def bag_of(clause: str, language: str) -> frozenset[str]:
    """The base forms of a clause that are longer than two letters."""
    return frozenset(word for word in lemmas_of(clause, language) if len(word) > 2)


def nearness_to_all(bags: Sequence[frozenset[str]]) -> list[float]:
    """How near each clause stands to the sum of all: TF-IDF, each of length one."""
    weights = _rarity(bags)
    vectors = [_of_length_one({word: weights[word] for word in bag}) for bag in bags]
    mean: Counter[str] = Counter()
    for vector in vectors:
        mean.update(vector)
    return [sum(part * mean[word] for word, part in vector.items()) for vector in vectors]


def _rarity(bags: Sequence[frozenset[str]]) -> dict[str, float]:
    counts = Counter(word for bag in bags for word in bag)
    return {word: log((1 + len(bags)) / count) for word, count in counts.items()}


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = sqrt(sum(part**2 for part in vector.values()))
    return {word: part / length for word, part in vector.items()} if length else {}


def _different(rows: Sequence[Mention], most: int) -> list[Mention]:
    kept: dict[str, Mention] = {}
    for row in rows:
        kept.setdefault(re.sub(r"\W+", "", row.verbatim.text[row.start : row.end]).casefold(), row)
        if len(kept) == most:
            break
    return list(kept.values())
