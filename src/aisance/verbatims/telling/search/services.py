"""The only writer of the words by which texts are found. They hang on their verbatim and go with it."""

from datetime import timedelta
from itertools import takewhile

from django.db import transaction

from aisance.core import clock
from aisance.core.bulk import insert_rows
from aisance.verbatims.models import SearchIndex, SearchWord, Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.search.words import numbers_in

AT_ONCE = 1_000
COMMITTED = timedelta(minutes=1)
"""A number may be given out before one that is committed first; the mark passes no text younger than this."""


def index_waiting(limit: int = AT_ONCE) -> int:
    """Index some of the texts that came since the last time; returns how many were new.

    What is younger than a minute is indexed at once, and looked at again: the mark stands before it until then.
    """
    mark, _ = SearchIndex.objects.get_or_create(pk=1)
    coming = Verbatim.objects.filter(pk__gt=mark.done_up_to).order_by("pk")
    rows = list(coming.values_list("pk", "state", "text", "language", "recorded_at")[:limit])
    if not rows:
        return 0
    old = list(takewhile(lambda row: row[4] < clock.now() - COMMITTED, rows))
    known = _known([row[0] for row in rows])
    fresh = [row for row in rows if row[0] not in known and row[1] == State.READ]
    words = [(pk, word) for pk, _state, text, language, _at in fresh for word in numbers_in(text, language)]
    with transaction.atomic():
        _add(words)
        if old:
            SearchIndex.objects.filter(pk=1, done_up_to__lt=old[-1][0]).update(done_up_to=old[-1][0])
    return len({pk for pk, _word in words}) or len(old)


def _add(words: list[tuple[int, int]]) -> None:
    """Words of texts that were erased meanwhile are not added."""
    present = Verbatim.objects.select_for_update().filter(pk__in={pk for pk, _word in words})
    there = set(present.values_list("pk", flat=True))
    kept = [(pk, word) for pk, word in words if pk in there]
    insert_rows(SearchWord._meta.db_table, ("verbatim_id", "word"), kept, ending="ON CONFLICT DO NOTHING")


def _known(ids: list[int]) -> set[int]:
    return set(SearchWord.objects.filter(verbatim_id__in=ids).values_list("verbatim_id", flat=True))
