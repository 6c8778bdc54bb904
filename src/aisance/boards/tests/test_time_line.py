"""What happened, noted once and shown on every trend of those who are concerned."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from aisance.boards.contracts import MarkKind, PartDraft, PartKind
from aisance.boards.models import TimeMark
from aisance.boards.queries import marks_between
from aisance.boards.services import add_time_mark, remove_time_mark
from aisance.boards.services.composing import RefusedError
from aisance.boards.tests.test_boards import board_of, company
from aisance.core.permissions import Role
from tests.cast import Cast

__all__ = ["company"]

STRIKE = date(2026, 11, 10)


def note(cast: Cast, unit: str, role: Role = Role.MANAGER, words: str = "Strike at the carriers") -> int:
    return add_time_mark(
        day=STRIKE, until=date(2026, 11, 12), kind=MarkKind.STRIKE, words={"en": words}, unit=unit, by=cast.viewer(role)
    )


def test_a_mark_is_seen_at_its_unit_above_and_below_and_nowhere_else(cast: Cast) -> None:
    note(cast, "orvane", words="Everywhere")
    note(cast, "lille-a", words="Lille A")
    note(cast, "namur", words="Namur")

    def seen(role: Role) -> list[str]:
        return sorted(mark.words for mark in marks_between(cast.viewer(role), STRIKE, STRIKE))

    assert seen(Role.MANAGER) == ["Everywhere", "Lille A", "Namur"]
    assert seen(Role.SUPERVISOR) == ["Everywhere", "Lille A"]
    assert marks_between(cast.viewer(Role.MANAGER), date(2026, 11, 13), date(2026, 12, 1)) == []


def test_a_supervisor_notes_in_their_own_units_and_removes_nothing_above(cast: Cast) -> None:
    above = note(cast, "orvane")
    abroad = note(cast, "namur")

    with pytest.raises(RefusedError):
        note(cast, "namur", Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        remove_time_mark(mark_id=above, by=cast.viewer(Role.SUPERVISOR))
    with pytest.raises(Http404):
        remove_time_mark(mark_id=abroad, by=cast.viewer(Role.SUPERVISOR))

    assert TimeMark.objects.count() == 2


def test_a_mark_stands_on_the_trends_of_boards_and_of_the_first_page(company: Cast) -> None:
    note(company, "lille", words="Strike <b>at</b> the carriers")
    board = board_of(company, PartDraft(PartKind.TREND, "nps"))
    claire = company.client(Role.MANAGER)

    drawn = claire.get(reverse("board", args=[board])).content.decode()
    first = claire.get("/").content.decode()

    for page in (drawn, first):
        assert "Strike &lt;b&gt;at&lt;/b&gt; the carriers" in page
    assert 'class="mark-number"' in drawn
    assert 'class="event"' in first


def test_an_event_is_noted_and_removed_by_forms(cast: Cast) -> None:
    claire = cast.client(Role.MANAGER)
    form = {"kind": "launch", "day": "2026-11-02", "words_fr": "Nouvelle facture", "unit": "orvane"}

    assert claire.post(reverse("time-line"), form).status_code == 302
    mark = TimeMark.objects.get()
    assert (mark.day, mark.until, mark.words) == (date(2026, 11, 2), None, {"fr": "Nouvelle facture"})
    assert claire.post(reverse("time-line-remove", args=[mark.pk])).status_code == 302
    assert not TimeMark.objects.exists()


@pytest.mark.parametrize("wrong", [{"words_fr": ""}, {"day": "x"}, {"until": "2026-11-01"}, {"unit": "nowhere"}])
def test_an_impossible_event_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    form = {"kind": "launch", "day": "2026-11-02", "words_fr": "Nouvelle facture", "unit": "orvane", **wrong}

    assert cast.client(Role.MANAGER).post(reverse("time-line"), form).status_code == 422
    assert not TimeMark.objects.exists()


def test_an_advisor_reads_the_time_line_and_notes_nothing(cast: Cast) -> None:
    hugo = cast.client(Role.ADVISOR)
    form = {"kind": "launch", "day": "2026-11-02", "words_fr": "Nouvelle facture", "unit": "lille-a"}

    assert hugo.get(reverse("time-line")).status_code == 200
    assert hugo.post(reverse("time-line"), form).status_code == 403
    assert not TimeMark.objects.exists()
