"""Reads words again: by the deep stage, a new book or a learned model; figures follow, changes are traced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from aisance.core import clock
from aisance.core.events import emit
from aisance.lake.public import mark_stale
from aisance.surveys.public import positions_beside
from aisance.verbatims.contracts import Feeling, WordsRead
from aisance.verbatims.encoding.choosing import encoder
from aisance.verbatims.encoding.contracts import Encoder, Rows
from aisance.verbatims.encoding.vectors import packed, unpacked
from aisance.verbatims.means import Means, means_in_force
from aisance.verbatims.models import Mention, Revision, Vectors, Verbatim
from aisance.verbatims.reading.clauses import Clause
from aisance.verbatims.reading.deep import deep_judge
from aisance.verbatims.reading.judging import Said
from aisance.verbatims.reading.reading import Fixes, Reading, State, clauses_in, told
from aisance.verbatims.rules import bits_of
from aisance.verbatims.services.flagging import flags_with
from aisance.verbatims.services.forgetting import FACTS
from aisance.verbatims.services.reading import mention_rows
from aisance.verbatims.services.vectors_known import vectors_of

DEEP_PORTION = 24
"""So many texts that say something new are about a second of one core: what is waited for least, and a stop loses."""
ROWS_AT_MOST = 120
"""So many are written at once at most: longer, and others who write would wait."""
PORTION = 300


@dataclass(frozen=True, slots=True)
class Again:
    """One verbatim read anew: what it says now, by which encoder (empty: none), and its vectors where they are new."""

    row: Verbatim
    reading: Reading
    encoder: str
    clauses: tuple[Clause, ...] = ()
    vectors: Rows = None


def deepen_waiting(limit: int = DEEP_PORTION) -> int:
    """Have the deep stage read the newest words that it has not read; how many were. 0 without an encoder.

    At most `limit` different texts, and all their repetitions among the next few hundred: what is read once is known.
    """
    by = encoder()
    if by is None:
        return 0
    waiting = Verbatim.objects.filter(state=State.READ).exclude(encoder=by.mark).order_by("-pk")
    rows = _with_few_texts(list(waiting.prefetch_related("corrections")[:ROWS_AT_MOST]), limit)
    return _keep(_deepened(rows, by, means_in_force()), means_in_force(), Revision.Stage.DEEP, tell=True) if rows else 0


def _with_few_texts(rows: Sequence[Verbatim], most: int) -> list[Verbatim]:
    """The first rows, as long as they hold no more than so many different texts."""
    different: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        different.add((row.language, row.text))
        if len(different) > most:
            break
        kept.append(row)
    return kept


def reread_waiting(limit: int = PORTION) -> int:
    """Read the newest words again that another book or model read; how many were."""
    means = means_in_force()
    other = ~Q(book=means.book.mark) | ~Q(model=means.model)
    rows = Verbatim.objects.filter(other, state=State.READ).order_by("-pk")
    return read_again(list(rows.prefetch_related("corrections").select_related("vectors")[:limit]), Revision.Stage.BOOK)


def read_again(rows: Sequence[Verbatim], stage: str) -> int:
    """Read these again by what is in force, with the vectors that are kept; how many were."""
    means, by = means_in_force(), encoder()
    deep = [row for row in rows if by and _kept(row, by.mark)]
    fast = [row for row in rows if row not in deep]
    found = [_again(row, means.fast, None, "") for row in fast]
    found += [_again(row, means.deep(by), unpacked(row.vectors.data, by.size), by.mark) for row in deep if by]
    return _keep(found, means, stage, tell=False) if found else 0


def _kept(row: Verbatim, mark: str) -> bool:
    kept = getattr(row, "vectors", None)
    return kept is not None and kept.encoder == mark


def _reading(row: Verbatim) -> Reading:
    return Reading(State(row.state), row.text, row.language)


def fixes_of(row: Verbatim) -> Fixes:
    """What people put right in a text, the oldest first."""
    found = sorted(row.corrections.all(), key=lambda one: one.at)
    return {(one.start, one.theme): None if one.after is None else Feeling(one.after) for one in found}


def _again(row: Verbatim, judge: Any, rows: Rows, mark: str) -> Again:
    reading = _reading(row)
    clauses = clauses_in(reading)
    if rows is not None and len(rows) != len(clauses):  # the clauses were cut another way when they were kept
        rows = None
    judged = judge.judged([Said(clause.text, row.language) for clause in clauses], rows)
    return Again(row, told(reading, list(zip(clauses, judged, strict=True)), fixes_of(row)), mark)


def _deepened(rows: Sequence[Verbatim], by: Encoder, means: Means) -> list[Again]:
    """Texts with their vectors, which are made of all their clauses at once."""
    clauses = [clauses_in(_reading(row)) for row in rows]
    said = [[Said(clause.text, row.language) for clause in some] for row, some in zip(rows, clauses, strict=True)]
    vectors = vectors_of([one for some in said for one in some], deep_judge(means.book, by))
    judge, found, place = means.deep(by), [], 0
    for row, some, words in zip(rows, clauses, said, strict=True):
        own = vectors[place : place + len(some)]
        place += len(some)
        reading = told(_reading(row), list(zip(some, judge.judged(words, own), strict=True)), fixes_of(row))
        found.append(Again(row, reading, by.mark, some, own))
    return found


@transaction.atomic
def _keep(found: Sequence[Again], means: Means, stage: str, *, tell: bool) -> int:
    """Write what changed, its trace, and by what each was read; words that went meanwhile are left alone."""
    ids = [one.row.pk for one in found]
    held = Verbatim.objects.select_for_update().filter(pk__in=ids).prefetch_related("mentions").in_bulk()
    there = [replace(one, row=held[one.row.pk]) for one in found if one.row.pk in held]
    positions = positions_beside([one.row.answer_id for one in there])
    changed = [one for one in there if _changed(one, means, stage, positions.get(one.row.answer_id))]
    Verbatim.objects.bulk_update(
        [one.row for one in there], ["feeling", "flags", "intensity", "book", "model", "encoder", "recorded_at"]
    )
    _keep_vectors([one for one in there if one.vectors is not None])
    for fact in FACTS:
        mark_stale(fact, {one.row.day for one in changed})
    if tell and changed:
        emit(WordsRead([one.row.answer_id for one in changed]))
    return len(found)


def _changed(one: Again, means: Means, stage: str, position: float | None) -> bool:
    """Whether the text says something else now; if so, its mentions are written anew and the change is traced."""
    row, reading = one.row, one.reading
    before, after = _account(row.feeling, row.mentions.all()), _account(reading.feeling, reading.mentions)
    row.feeling, row.intensity = reading.feeling, reading.intensity
    row.flags = bits_of(flags_with(reading, position))
    row.book, row.model, row.encoder = means.book.mark, means.model, one.encoder
    if before == after:
        return False
    row.recorded_at = clock.now()
    row.mentions.all().delete()
    Mention.objects.bulk_create(mention_rows(row, reading))
    by = f"{means.book.mark} {means.model} {one.encoder}"[:60]
    Revision.objects.create(verbatim=row, stage=stage, by=by, before=before, after=after, at=row.recorded_at)
    return True


def _account(feeling: int | None, mentions: Any) -> dict[str, Any]:
    """What a text says, without its words: the feeling as a whole, and each theme with its feeling and place."""
    themes = sorted([one.theme, int(one.feeling), one.start] for one in mentions)
    return {"feeling": None if feeling is None else int(feeling), "themes": themes}


def _keep_vectors(found: Sequence[Again]) -> None:
    rows = [
        Vectors(
            verbatim=one.row,
            encoder=one.encoder,
            places=[[clause.start, clause.start + len(clause.text)] for clause in one.clauses],
            data=packed(one.vectors),
        )
        for one in found
    ]
    Vectors.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["verbatim"], update_fields=["encoder", "places", "data"]
    )
