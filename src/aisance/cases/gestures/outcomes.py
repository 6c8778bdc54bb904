"""What became of customers after a gesture, and of those for whom the draw held one back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aisance.cases.contracts import CaseOutcome
from aisance.cases.gestures.contracts import GestureReason, GestureState
from aisance.cases.gestures.effects import Effect, judged, of_net_scores, of_scores, of_shares, side_by_side
from aisance.cases.gestures.permissions import VIEW
from aisance.cases.models import Case, Gesture, GestureHoldBack
from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.customers.public import bought_between, members
from aisance.surveys.contracts import SCALES, QuestionKind
from aisance.surveys.public import LaterScore, scores_since

WITHIN = timedelta(days=90)
BACK = timedelta(days=365)
EASE, RECOMMEND = QuestionKind.NET_EASY, QuestionKind.NPS
GIVEN = (GestureReason.WITHIN.value, GestureReason.APPROVED.value)


@dataclass(frozen=True, slots=True)
class Subject:
    """A person in one of the groups, from the moment that counts; once, however many gestures they had."""

    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Both groups: whom the draw let have a gesture and whom it held back, or all with and without one."""

    trial: GestureHoldBack | None
    given: int
    other: int
    cost_minor: int
    effects: list[Effect]
    is_drawn: bool


def outcomes(viewer: Viewer, trial: GestureHoldBack | None) -> Outcomes:
    """What came of gestures in the viewer's units within the last year, measured over 90 days after each.

    People are compared as they were drawn, whether or not their gesture was taken back later: leaving those out would
    undo the draw. Without a draw the groups are shown side by side and not compared.
    """
    now = clock.now()
    rows = Gesture.objects.filter(viewer.scope(VIEW).rows("unit"), at__gte=now - BACK, kind__is_due=False)
    if trial is not None:
        rows = rows.filter(policy__hold_back=trial.pk)
    had = list(rows.filter(reason__in=GIVEN).order_by("at", "pk").values_list("customer_id", "at", "amount_minor"))
    without: list[tuple[int | None, datetime]]
    if trial is not None:
        held = rows.filter(state=GestureState.HELD_BACK).order_by("at", "pk")
        without = [(row.customer_id, row.at) for row in held.only("customer_id", "at")]
    else:
        without = _cases_without(viewer, now - BACK)
    given = _subjects((customer, at) for customer, at, _ in had)
    other = _subjects(without)
    if trial is None:
        known = {subject.person_id for subject in given}
        other = [subject for subject in other if subject.person_id not in known]
    effects = _effects(given, other, now)
    return Outcomes(
        trial,
        len(given),
        len(other),
        sum(amount for _, _, amount in had),
        judged(effects) if trial else side_by_side(effects),
        trial is not None,
    )


def _cases_without(viewer: Viewer, since: datetime) -> list[tuple[int | None, datetime]]:
    cases = Case.objects.filter(viewer.scope(VIEW).rows("unit"), opened_at__gte=since)
    found = cases.exclude(gestures__reason__in=GIVEN).order_by("opened_at").values_list("customer_id", "opened_at")
    return list(found)


def _subjects(rows: Iterable[tuple[int | None, datetime]]) -> list[Subject]:
    """Each person once, from their first moment."""
    found = [(customer, at) for customer, at in rows if customer is not None]
    heads = {row: group[0] for row, group in members(customer for customer, _ in found).items()}
    first: dict[int, datetime] = {}
    for customer, at in found:
        if customer in heads:
            first.setdefault(heads[customer], at)
    return [Subject(person, at) for person, at in first.items()]


class _Later:
    """What happened to some people after a moment, read once for both groups."""

    def __init__(self, subjects: Sequence[Subject], now: datetime) -> None:
        self.now = now
        people = [subject.person_id for subject in subjects]
        self._heads = {row: head for head, group in members(people).items() for row in group}
        since = min((subject.at for subject in subjects), default=now)
        self.scores: dict[int, list[LaterScore]] = {}
        for score in scores_since(self._heads, (EASE, RECOMMEND), since):
            self.scores.setdefault(self._heads[score.customer_id], []).append(score)
        self.bought = self._by_person(bought_between(self._heads, since, now))
        lost = Case.objects.filter(customer_id__in=list(self._heads), outcome=CaseOutcome.LOST, closed_at__gte=since)
        self.lost = self._by_person(
            (row.customer_id, row.closed_at) for row in lost if row.customer_id and row.closed_at
        )

    def _by_person(self, rows: Iterable[tuple[int, datetime]]) -> dict[int, list[datetime]]:
        found: dict[int, list[datetime]] = {}
        for customer, at in rows:
            found.setdefault(self._heads[customer], []).append(at)
        return found

    def is_over(self, subject: Subject) -> bool:
        """Whether all the days that are looked at have passed."""
        return subject.at + WITHIN <= self.now

    def happened(self, moments: dict[int, list[datetime]], subject: Subject) -> bool:
        return any(subject.at < at <= subject.at + WITHIN for at in moments.get(subject.person_id, ()))

    def first_score(self, subject: Subject, question: str, scale: str) -> int | None:
        """The first score to a question on a scale within the days."""
        theirs = self.scores.get(subject.person_id, ())
        within = (one.score for one in theirs if subject.at < one.answered_at <= subject.at + WITHIN
                  and one.question == question and one.scale == scale)  # fmt: skip
        return next(within, None)

    def usual_scale(self, question: str, otherwise: str) -> str:
        """The scale of most answers: scales are never averaged together."""
        used = [one.scale for scores in self.scores.values() for one in scores if one.question == question]
        return max(sorted(set(used) & SCALES.keys()), key=used.count, default=otherwise)


def _effects(given: Sequence[Subject], other: Sequence[Subject], now: datetime) -> list[Effect]:
    later = _Later([*given, *other], now)
    ease = SCALES[later.usual_scale(EASE, "net_easy_7")]

    def scores(people: Sequence[Subject], question: str, scale: str) -> list[int]:
        found = (later.first_score(one, question, scale) for one in people)
        return [score for score in found if score is not None]

    def shares(people: Sequence[Subject], happened: Callable[[Subject], bool]) -> list[bool]:
        return [happened(one) for one in people if later.is_over(one)]

    def stayed(one: Subject) -> bool:
        return not later.happened(later.lost, one)

    def bought(one: Subject) -> bool:
        return later.happened(later.bought, one)

    nps = [[_net(score) for score in scores(people, RECOMMEND, "nps_11")] for people in (given, other)]
    return [
        of_shares("stay", shares(given, stayed), shares(other, stayed)),
        of_shares("bought", shares(given, bought), shares(other, bought)),
        of_scores(
            "ease", scores(given, EASE, ease.code), scores(other, EASE, ease.code),
            minimum=ease.minimum, maximum=ease.maximum, low_is_good=ease.low_is_good, scale=ease.code,
        ),
        of_net_scores("recommend", *nps),
    ]  # fmt: skip


def _net(score: int) -> int:
    return 1 if score >= 9 else -1 if score <= 6 else 0


def trials() -> list[GestureHoldBack]:
    """Every share that was held back, the newest first; each was drawn anew and stands by itself."""
    return list(GestureHoldBack.objects.filter(share__gt=0).order_by("-pk"))
