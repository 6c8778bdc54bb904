"""Reads of what was learned: the model in force, its reports, how right the reading is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from aisance.core.permissions import Viewer
from aisance.verbatims.learning.agreeing import Bounds, alpha_bounds
from aisance.verbatims.learning.rules import alpha
from aisance.verbatims.models import Coding, Correction, LearnedModel, Sample, Verbatim
from aisance.verbatims.permissions import CORRECT_WORDS, EDIT_BOOK
from aisance.verbatims.reading.reading import State


def model_in_force() -> int:
    """The number of the model put in force last and not left since; 0 where the book alone reads. One query."""
    newest = LearnedModel.objects.filter(in_force_since__isnull=False, left_at__isnull=True)
    return newest.order_by("-in_force_since", "-pk").values_list("number", flat=True).first() or 0


def weights_of(number: int) -> bytes:
    """The weights of a model."""
    return bytes(LearnedModel.objects.values_list("weights", flat=True).get(number=number))


def models_learned(viewer: Viewer) -> QuerySet[LearnedModel]:
    """Every model with its report, the newest first, without its weights; none for who may not decide on them."""
    rows = LearnedModel.objects.defer("weights").order_by("-number")
    return rows if viewer.holds(EDIT_BOOK) else rows.none()


def labels_given() -> int:
    """How many times people said what is right, of single texts and in samples."""
    return Correction.objects.count() + Coding.objects.count()


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often people left as it was what the machine had read of a theme: right of n that they looked at."""

    theme: str
    language: str
    right: int
    n: int


def accuracy_by_theme(theme: str = "") -> list[Accuracy]:
    """What the machine had read against what people then said of it, by theme and language.

    No row where nobody said anything: that is "not measured yet". People look at what seems wrong rather than at what
    seems right, so that it is lower than a sample drawn at random would give.
    """
    rows = Correction.objects.select_related("verbatim").filter(**({"theme": theme} if theme else {}))
    found: dict[tuple[str, str], list[bool]] = {}
    for one in rows:
        found.setdefault((one.theme, one.verbatim.language), []).append(one.before == one.after)
    return [Accuracy(*key, sum(right), len(right)) for key, right in sorted(found.items())]


def correctable(viewer: Viewer) -> QuerySet[Verbatim]:
    """The texts on which the viewer may say what is right."""
    rows = Verbatim.objects.filter(viewer.scope(CORRECT_WORDS).rows("answer__response__unit"), state=State.READ)
    return rows.select_related("answer__response__unit").prefetch_related("mentions", "corrections")


def samples(viewer: Viewer) -> QuerySet[Sample]:
    """The samples to code, the newest first."""
    rows = Sample.objects.order_by("-pk")
    return rows if viewer.holds(EDIT_BOOK) else rows.none()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the first two people who coded a sample agree: Krippendorff's alpha on feeling, and on each theme.

    `bounds` are the intervals of the alphas by theme, that of the feeling under no code.
    """

    coded: int
    feeling: float | None
    themes: tuple[tuple[str, float | None, int], ...]
    bounds: Mapping[str, Bounds] = field(default_factory=dict)


def agreement_on(sample: Sample) -> Agreement:
    """The agreement on the clauses that both coded; a theme with how many clauses either says are about it."""
    codings: dict[int, dict[int, Coding]] = {}
    for coding in Coding.objects.filter(clause__sample=sample).order_by("pk"):
        codings.setdefault(coding.clause_id, {})[coding.person_id] = coding
    people = sorted({person for some in codings.values() for person in some})[:2]
    both = [
        (some[people[0]], some[people[1]]) for some in codings.values() if len(people) == 2 and set(people) <= set(some)
    ]
    felt = alpha([a.feeling for a, _b in both], [b.feeling for _a, b in both], "ordinal") if both else None
    named = sorted({theme for pair in both for one in pair for theme in one.themes})
    themes = [
        (
            theme,
            alpha([float(theme in a.themes) for a, _b in both], [float(theme in b.themes) for _a, b in both]),
            sum(theme in a.themes or theme in b.themes for a, b in both),
        )
        for theme in named
    ]
    return Agreement(len(both), felt, tuple(sorted(themes, key=lambda row: -row[2])), _bounds(both, named))


def _bounds(both: Sequence[tuple[Coding, Coding]], named: Sequence[str]) -> dict[str, Bounds]:
    found = {"": alpha_bounds([a.feeling for a, _b in both], [b.feeling for _a, b in both], "ordinal")}
    for theme in named:
        found[theme] = alpha_bounds(
            [float(theme in a.themes) for a, _b in both], [float(theme in b.themes) for _a, b in both]
        )
    return found
