"""Finds praise among the words that were read, and hides some from the wall."""

from collections.abc import Collection

from django.db import transaction

from aisance.advocacy.models import Praise
from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.surveys.public import AnswerPlace, places_of_answers
from aisance.verbatims.contracts import Feeling, Flag, ReadWords
from aisance.verbatims.public import read_of

PEOPLE = "people"
"""The theme, with those below it, under which the code book finds how people treat customers."""


def praises(words: ReadWords) -> bool:
    """Whether words are kind to the people who helped, and nothing in them displeased about those people."""
    about = [felt for theme, felt in words.themes.items() if theme.partition(".")[0] == PEOPLE]
    if words.feeling == Feeling.BAD or Feeling.BAD in about or not words.text:
        return False
    return Flag.PRAISE_OF_STAFF in words.flags or (words.feeling == Feeling.GOOD and Feeling.GOOD in about)


@transaction.atomic
def note_praise(answer_ids: Collection[int]) -> int:
    """Keep the answers that praise; doing it twice harms nothing. How many they are."""
    read = read_of(answer_ids)
    places = places_of_answers([pk for pk, words in read.items() if praises(words)])
    rows = [_row(place) for place in places.values() if not place.is_idea]
    Praise.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(place: AnswerPlace) -> Praise:
    return Praise(answer_id=place.answer_id, advisor_id=place.advisor_id, unit_id=place.unit_id, at=place.at)


@transaction.atomic
def hide(*, row: Praise, because: str, by: Viewer) -> None:
    """Take words off the wall, with the reason; the advisor keeps them."""
    row.hidden_at, row.hidden_by_id, row.hidden_because = clock.now(), by.person_id, because
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    audit.record(by, "praise.hidden", what="praise", which=row.pk)


@transaction.atomic
def show_again(*, row: Praise, by: Viewer) -> None:
    """Put hidden words back on the wall."""
    row.hidden_at, row.hidden_by_id, row.hidden_because = None, None, ""
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    audit.record(by, "praise.shown", what="praise", which=row.pk)
