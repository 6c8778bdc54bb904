"""One question is asked once while a page is drawn, and again for the next page."""

from django.utils import translation

from aisance.core.once import asked_once, asking_once, know

asked: list[tuple[int, str]] = []


@asked_once
def twice(number: int) -> int:
    asked.append((number, translation.get_language() or ""))
    return 2 * number


def test_a_question_is_asked_once_in_a_drawing_and_each_time_outside() -> None:
    asked.clear()

    with asking_once():
        within = [twice(1), twice(1), twice(2)]
        with asking_once():
            within.append(twice(1))
    outside = [twice(1), twice(1)]

    assert (within, outside) == ([2, 2, 4, 2], [2, 2])
    assert [number for number, _language in asked] == [1, 2, 1, 1]


def test_an_answer_in_one_language_is_none_in_another() -> None:
    asked.clear()

    with asking_once():
        for code in ("en", "fr", "en"):
            with translation.override(code):
                twice(1)

    assert asked == [(1, "en"), (1, "fr")]


def test_what_is_at_hand_is_not_asked_for() -> None:
    asked.clear()

    with asking_once():
        know(twice, 7, 3)
        told = twice(3)
    know(twice, 7, 3)

    assert (told, twice(3), asked[-1:]) == (7, 6, [(3, translation.get_language())])
