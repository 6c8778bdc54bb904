"""The only writers of corrections, of models that learn from them, and of what people code."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.learning.judge import LearnedJudge
from aisance.verbatims.learning.labels import labels
from aisance.verbatims.learning.queries import labels_given, model_in_force
from aisance.verbatims.learning.rules import Compared, compared, is_held_out
from aisance.verbatims.learning.teaching import rights, taught
from aisance.verbatims.means import means_in_force
from aisance.verbatims.models import Coding, Correction, LearnedModel, Revision, Sample, SampledClause, Verbatim
from aisance.verbatims.reading.clauses import clauses_of
from aisance.verbatims.reading.feeling import Felt
from aisance.verbatims.reading.judging import Judge, Said
from aisance.verbatims.reading.reading import State
from aisance.verbatims.services.rereading import read_again

FEWEST_LABELS = 30
NEW_LABELS = 10
"""A model is made again when so many labels more are there than the last one had."""
USUAL_TEXTS = 300
"""So many texts tell how frequent a feeling is; with the deep stage they take about eight seconds to encode."""


@transaction.atomic
def correct(*, verbatim: Verbatim, start: int, theme: str, after: int | None, by: Viewer) -> bool:
    """Say of the clause at `start` that it is about a theme, with this feeling (null: that it is not about it).

    What is right may be said too: it teaches as much. Figures follow at once. False where there is no such clause.
    """
    clause = next((one for one in clauses_of(verbatim.text, verbatim.language) if one.start == start), None)
    if clause is None:
        return False
    before = verbatim.mentions.filter(theme=theme, start=start).values_list("feeling", flat=True).first()
    Correction.objects.update_or_create(
        verbatim=verbatim,
        start=start,
        theme=theme,
        defaults={"after": after, "by_id": by.person_id, "at": clock.now()},
        create_defaults={
            "end": start + len(clause.text),
            "before": before,
            "after": after,
            "by_id": by.person_id,
            "at": clock.now(),
        },
    )
    held = Verbatim.objects.prefetch_related("corrections").select_related("vectors").get(pk=verbatim.pk)
    read_again([held], Revision.Stage.HAND)
    changes = {"theme": theme, "feeling": [before, after]}
    audit.record(by, "words.corrected", what="verbatim", which=verbatim.pk, changes=changes)
    return True


def learn_waiting() -> int:
    """Make a model where enough was said since the last one; 1 where one was made."""
    n = labels_given()
    last = LearnedModel.objects.order_by("-number").values_list("labels", flat=True).first() or 0
    return int(n >= max(FEWEST_LABELS, last + NEW_LABELS) and learn_now() is not None)


def learn_now() -> LearnedModel | None:
    """Teach a model, judge it by what it never saw, and put it in force where it beats the present reading.

    It must have as many of the displeased right as well: a model that forgets them is not wanted.
    Null where there is too little to teach or to judge by.
    """
    every = labels()
    seen = [one for one in every if not is_held_out(one.verbatim_id)]
    unseen = [one for one in every if is_held_out(one.verbatim_id)]
    means = means_in_force()
    base = type(means)(means.book).best
    model = taught(means.book, base, seen, _usual(base))
    if model is None or not unseen:
        return None
    present, coming = means.best, LearnedJudge(base, model)
    result = compared(rights(present, unseen), rights(coming, unseen))
    bad = [one for one in unseen if one.feeling == Feeling.BAD]
    forgets = sum(rights(coming, bad)) < sum(rights(present, bad))  # the many who are pleased outvote them otherwise
    return _keep(model.to_bytes(), result, len(seen), is_wanted=result.is_better and not forgets)


def _usual(judge: Judge) -> list[Felt]:
    """What a judge feels in the clauses of texts drawn at random, the same as long as there are no new ones."""
    ids = list(Verbatim.objects.filter(state=State.READ).order_by("pk").values_list("pk", flat=True))
    drawn = Random(len(ids)).sample(ids, min(USUAL_TEXTS, len(ids)))
    texts = Verbatim.objects.filter(pk__in=drawn).order_by("pk").values_list("text", "language")
    said = [Said(clause.text, language) for text, language in texts for clause in clauses_of(text, language)]
    return [one.felt for one in judge.judged(said)]


@transaction.atomic
def _keep(weights: bytes, result: Compared, taught_by: int, *, is_wanted: bool) -> LearnedModel:
    newest = LearnedModel.objects.aggregate(number=Max("number"))["number"] or 0
    report = {
        **{name: getattr(result, name) for name in ("n", "right_before", "right_after", "wins", "losses", "p")},
        "against": model_in_force(),
        "taught_by": taught_by,
    }
    n = labels_given()
    now = clock.now()
    return LearnedModel.objects.create(
        number=newest + 1,
        weights=weights,
        labels=n,
        report=report,
        made_at=now,
        in_force_since=now if is_wanted else None,
    )


@transaction.atomic
def leave_model(number: int, *, by: Viewer) -> bool:
    """Take a model out of force: the one before it reads again. False where it is not in force."""
    held = LearnedModel.objects.filter(number=number, in_force_since__isnull=False, left_at__isnull=True)
    if not held.update(left_at=clock.now()):
        return False
    audit.record(by, "words.model_left", what="learned model", which=number)
    return True


@transaction.atomic
def draw_sample(*, size: int, language: str, seed: int, by: Viewer) -> Sample | None:
    """Draw clauses at random, one a text, to be coded by two people; null where nobody wrote in the language."""
    rows = Verbatim.objects.filter(state=State.READ)
    if language:
        rows = rows.filter(language=language)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return None
    rng = Random(seed)
    sample = Sample.objects.create(language=language, seed=seed, made_by_id=by.person_id, made_at=clock.now())
    for row in Verbatim.objects.filter(pk__in=rng.sample(ids, min(size, len(ids)))).order_by("pk"):
        clauses = clauses_of(row.text, row.language)
        if clauses:
            one = rng.choice(clauses)
            SampledClause.objects.create(sample=sample, verbatim=row, start=one.start, end=one.start + len(one.text))
    audit.record(by, "words.sample_drawn", what="sample", which=sample.pk, changes={"size": [None, size]})
    return sample


@transaction.atomic
def code_clause(*, clause: SampledClause, themes: Sequence[str], feeling: int, by: Viewer) -> Coding:
    """Keep what a person reads in a clause; said again, it replaces what they said before."""
    if by.person_id is None:
        raise PermissionError("A person codes, and nobody else.")
    said: Mapping[str, Any] = {"themes": sorted(set(themes)), "feeling": feeling, "at": clock.now()}
    coding, _ = Coding.objects.update_or_create(clause=clause, person_id=by.person_id, defaults=dict(said))
    return coding
