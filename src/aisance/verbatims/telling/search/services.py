"""The only writer of the words by which texts are found. They hang on their verbatim and go with it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from aisance.core import clock
from aisance.core.bulk import insert_rows
from aisance.verbatims.models import SearchIndex, SearchWord, Verbatim
from aisance.verbatims.reading.reading import State
from aisance.verbatims.telling.search.words import FORMS, numbers_in

AT_ONCE = 1_000
COMMITTED = timedelta(minutes=1)
"""A number may be given out before one that is committed first; the mark passes no text younger than this."""


def index_waiting(limit: int = AT_ONCE) -> int:
    """Index some of the texts that came since the last time; returns how many were new.

    What is younger than a minute is indexed at once, and looked at again: the mark stands before it until then. Where
    nothing came, texts that hold word forms of before are indexed again.
    """
    mark, _ = SearchIndex.objects.get_or_create(pk=1, defaults={"forms": FORMS})
    if mark.forms != FORMS:
        _outdate(mark)
    return _index_coming(mark, limit) or (_index_again(mark, limit) if mark.old_up_to else 0)


def _index_coming(mark: SearchIndex, limit: int) -> int:
    coming = Verbatim.objects.filter(pk__gt=mark.done_up_to)
    indexed = Exists(SearchWord.objects.filter(verbatim=OuterRef("pk")))
    waiting = coming.filter(~indexed, state=State.READ).order_by("pk")
    fresh = list(waiting.values_list("pk", "text", "language")[:limit])
    words = [(pk, word) for pk, text, language in fresh for word in numbers_in(text, language)]
    done_up_to = _settled(coming, fresh[-1][0] if len(fresh) == limit else None)
    with transaction.atomic():
        _add(words)
        moved = SearchIndex.objects.filter(pk=1, done_up_to__lt=done_up_to).update(done_up_to=done_up_to)
    return len({pk for pk, _word in words}) or moved


def _outdate(mark: SearchIndex) -> None:
    """Every text there is holds the forms of before."""
    mark.forms, mark.old_up_to = FORMS, Verbatim.objects.aggregate(last=Max("pk"))["last"] or 0
    mark.save(update_fields=["forms", "old_up_to"])


def _index_again(mark: SearchIndex, limit: int) -> int:
    """Index the newest texts again that hold the forms of before; how many were."""
    older = Verbatim.objects.filter(pk__lte=mark.old_up_to, state=State.READ).order_by("-pk")
    texts = list(older.values_list("pk", "text", "language")[:limit])
    words = [(pk, word) for pk, text, language in texts for word in numbers_in(text, language)]
    old_up_to = texts[-1][0] - 1 if len(texts) == limit else 0
    with transaction.atomic():
        held = SearchIndex.objects.select_for_update().get(pk=1)
        if (held.forms, held.old_up_to) != (FORMS, mark.old_up_to):  # another worker was here meanwhile
            return 0
        SearchWord.objects.filter(verbatim__in=[pk for pk, _text, _language in texts]).delete()
        _add(words)
        SearchIndex.objects.filter(pk=1).update(old_up_to=old_up_to)
    return len(texts)


def _settled(coming: QuerySet[Verbatim], indexed_up_to: int | None) -> int:
    """The number up to which every text is indexed, and before which none can appear any more; 0 for none."""
    young = coming.filter(recorded_at__gte=clock.now() - COMMITTED).aggregate(first=Min("pk"))["first"]
    done = coming if young is None else coming.filter(pk__lt=young)
    if indexed_up_to is not None:
        done = done.filter(pk__lte=indexed_up_to)
    return int(done.aggregate(last=Max("pk"))["last"] or 0)


def _add(words: list[tuple[int, int]]) -> None:
    """Words of texts that were erased meanwhile are not added."""
    present = Verbatim.objects.select_for_update().filter(pk__in={pk for pk, _word in words})
    there = set(present.values_list("pk", flat=True))
    kept = [(pk, word) for pk, word in words if pk in there]
    insert_rows(SearchWord._meta.db_table, ("verbatim_id", "word"), kept, ending="ON CONFLICT DO NOTHING")
