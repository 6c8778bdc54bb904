"""Ideas as pages show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from aisance.advocacy.contracts import IdeaCard, IdeaSource, IdeaStatus
from aisance.advocacy.models import Idea, IdeaVote
from aisance.advocacy.permissions import DECIDE_IDEAS, VIEW_IDEAS
from aisance.advocacy.rules import nearest
from aisance.core.permissions import Viewer

COMPARED = 2_000
"""With how many of the newest ideas a new one is compared."""
ON_THE_PAGE = 100
OFFERED = 50
"""How many of the most wanted are offered besides to merge an idea into."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How many colleagues and how many browsers of the public page voted; a browser is not proof of a person."""

    inside: int
    outside: int

    @property
    def all(self) -> int:
        return self.inside + self.outside


def ideas_seen(viewer: Viewer, *, status: str = "", source: str = "", words: str = "") -> QuerySet[Idea]:
    """The ideas that a viewer may see, the most votes first. Colleagues' ideas are seen by all colleagues."""
    scope = viewer.scope(VIEW_IDEAS)
    rows = _counted().filter(scope.rows("unit") | Q(source=IdeaSource.STAFF) | Q(source=IdeaSource.PAGE))
    rows = rows.filter(merged_into__isnull=True).annotate(mine=_voted(viewer))
    rows = rows.filter(status=status) if status in set(IdeaStatus) else rows
    rows = rows.filter(source=source) if source in set(IdeaSource) else rows
    rows = rows.filter(Q(title__icontains=words) | Q(words__icontains=words)) if words else rows
    found: QuerySet[Idea] = rows.select_related("unit").order_by("-votes_in", "-votes_out", "-given_at", "-pk")
    return found


def _counted() -> Any:
    """The ideas with how many voted; the type of an annotated query is not worth its name."""
    return Idea.objects.annotate(
        votes_in=Count("votes", filter=Q(votes__person__isnull=False), distinct=True),
        votes_out=Count("votes", filter=Q(votes__person__isnull=True), distinct=True),
    )


def _voted(viewer: Viewer) -> Exists:
    return Exists(IdeaVote.objects.filter(idea=OuterRef("pk"), person_id=viewer.person_id or 0))


def find_idea(viewer: Viewer, idea_id: int, *, to_decide: bool = False) -> Idea:
    """One that a viewer may see, or may decide. Raises Idea.DoesNotExist."""
    rows = ideas_seen(viewer)
    return rows.get(viewer.scope(DECIDE_IDEAS).rows("unit"), pk=idea_id) if to_decide else rows.get(pk=idea_id)


def ideas_to_do(viewer: Viewer, most: int = 100) -> list[IdeaCard]:
    """The ideas that a viewer may decide and of which nothing has become yet, the most wanted first."""
    rows = ideas_seen(viewer).filter(viewer.scope(DECIDE_IDEAS).rows("unit"))
    return [_card(row) for row in rows.exclude(status__in=[IdeaStatus.DONE, IdeaStatus.DECLINED])[:most]]


def idea_cards(viewer: Viewer, idea_ids: Collection[int]) -> list[IdeaCard]:
    """Some ideas, as far as the viewer may see them; of one that was merged, what it became."""
    held = Idea.objects.filter(pk__in=idea_ids).values_list("pk", "merged_into_id")
    return [_card(row) for row in ideas_seen(viewer).filter(pk__in={into or pk for pk, into in held})]


def _card(row: Idea) -> IdeaCard:
    return IdeaCard(row.pk, row.title or row.words, IdeaStatus(row.status))


def own_ideas(viewer: Viewer) -> QuerySet[Idea]:
    """What the viewer gave, with where each stands; one that was merged leads to what it became."""
    rows: QuerySet[Idea] = Idea.objects.filter(authors__person_id=viewer.person_id or 0)
    return rows.order_by("-given_at").select_related("unit")


def near(viewer: Viewer, words: str, *, without: int = 0) -> list[Idea]:
    """The ideas most like these words, among the newest that the viewer may see."""
    rows = {one.pk: one for one in ideas_seen(viewer).exclude(pk=without).order_by("-pk")[:COMPARED]}
    found = nearest(words, {pk: f"{one.title} {one.words}" for pk, one in rows.items()})
    return [rows[pk] for pk in found]


def mergeable(viewer: Viewer, row: Idea) -> list[Idea]:
    """Into which ideas one may be merged: those most like it, then the most wanted others, of any language.

    Likeness knows no other language: the same wish in French and in English is found by eye only.
    """
    like = near(viewer, f"{row.title} {row.words}", without=row.pk)
    others = ideas_seen(viewer).exclude(pk__in=[row.pk, *(one.pk for one in like)])
    return [*like, *others[:OFFERED]]


def ideas_outside(browser: str = "") -> QuerySet[Idea]:
    """What the public page shows: named and made public by a colleague, the most votes first."""
    rows = _counted().filter(is_public=True, merged_into__isnull=True).exclude(title="")
    mine = IdeaVote.objects.filter(idea=OuterRef("pk"), browser=browser).exclude(browser="")
    found: QuerySet[Idea] = rows.annotate(mine=Exists(mine)).order_by("-votes_in", "-votes_out", "-given_at", "-pk")
    return found


def votes_of(row: Idea) -> Votes:
    """The votes of a row of the queries above."""
    return Votes(getattr(row, "votes_in", 0), getattr(row, "votes_out", 0))


@dataclass(frozen=True, slots=True)
class Line:
    """An idea as a list shows it; `mine` where whoever looks voted for it."""

    idea: Idea
    votes: Votes
    mine: bool


def lines_of(rows: Iterable[Idea]) -> list[Line]:
    """The lines of a list."""
    return [Line(row, votes_of(row), getattr(row, "mine", False)) for row in rows]
