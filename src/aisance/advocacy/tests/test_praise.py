"""Kind words reach those who earned them, and the wall shows no customer's name."""

from dataclasses import replace
from datetime import timedelta

from aisance.advocacy.models import Praise
from aisance.advocacy.praise.queries import quotes
from aisance.advocacy.praise.services import note_praise
from aisance.advocacy.tests.company import KIND, NOW, answers, company
from aisance.core.clock import stopped_at
from aisance.core.permissions import Role
from aisance.surveys.models import Answer
from aisance.surveys.public import record_responses
from aisance.verbatims.services import read_waiting
from tests.cast import BY, Cast

__all__ = ["company"]


def test_words_of_displeasure_are_no_praise(company: Cast) -> None:
    texts = set(Praise.objects.values_list("answer__text", flat=True))

    assert texts == set(KIND)
    assert Praise.objects.count() == 5


def test_praise_is_kept_once(company: Cast) -> None:
    note_praise(list(Answer.objects.values_list("pk", flat=True)))

    assert Praise.objects.count() == 5


def test_each_sees_their_own_praise_or_their_teams(company: Cast) -> None:
    def seen(role: Role) -> list[tuple[str, str]]:
        lines = company.client(role).get("/praise/").context["lines"]
        return [(line.advisor, line.unit) for line in lines]

    assert sorted(seen(Role.ADVISOR)) == [("", "Lille A"), ("hugo", "Lille A")]
    assert sorted(seen(Role.SUPERVISOR)) == [("", "Lille A"), ("hugo", "Lille A"), ("nora", "Lille B")]
    assert len(seen(Role.MANAGER)) == 5


def test_the_wall_says_a_sentence_once_with_all_of_whom_it_was_said(company: Cast) -> None:
    lines = company.client(Role.SUPERVISOR).get("/praise/wall/").context["lines"]

    again = [replace(line, text=line.text.upper()) for line in lines]

    said = quotes([*lines, *again])
    assert [quote.text for quote, _of in said] == list(dict.fromkeys(line.text for line in lines))
    assert sum(len(of) for _quote, of in said) == 2 * len(lines)


def test_the_wall_masks_names_and_forgets_after_a_month(company: Cast) -> None:
    words = "Merci à Sophie Martin, conseillère très aimable et à l'écoute. Cordialement, Jean-Luc Moreau"
    record_responses(answers("elsa", 0, 10, words), by=BY)
    read_waiting()
    note_praise(list(Answer.objects.filter(text=words).values_list("pk", flat=True)))

    wall = company.client(Role.SUPERVISOR).get("/praise/wall/").content.decode()
    assert "très aimable" in wall
    assert "Moreau" not in wall
    assert "Elsa" not in wall
    with stopped_at(NOW + timedelta(days=31)):
        assert company.client(Role.SUPERVISOR).get("/praise/wall/").context["lines"] == []


def test_a_supervisor_hides_words_of_their_teams_with_a_reason(company: Cast) -> None:
    samira, hugo = company.client(Role.SUPERVISOR), company.client(Role.ADVISOR)
    at_lille = Praise.objects.get(advisor__code="hugo")
    at_namur = Praise.objects.filter(unit__code="namur-a")[0]

    assert hugo.post(f"/praise/{at_lille.pk}/hide/", {"because": "No"}).status_code == 403
    assert samira.post(f"/praise/{at_namur.pk}/hide/", {"because": "No"}).status_code == 404
    assert samira.post(f"/praise/{at_lille.pk}/hide/", {"because": ""}).status_code == 422
    assert not Praise.objects.filter(hidden_at__isnull=False).exists()
    samira.post(f"/praise/{at_lille.pk}/hide/", {"because": "Tells of an illness."})
    assert sorted(line.advisor for line in samira.get("/praise/wall/").context["lines"]) == ["", "nora"]
    assert len(hugo.get("/praise/").context["lines"]) == 2
    samira.post(f"/praise/{at_lille.pk}/show/")
    assert len(samira.get("/praise/wall/").context["lines"]) == 3


def test_praise_leaves_as_a_file(company: Cast) -> None:
    file = company.client(Role.MANAGER).get("/praise/?format=csv").content.decode()

    assert file.splitlines()[0] == "at,unit,advisor,channel,words"
    assert len(file.splitlines()) == 6
