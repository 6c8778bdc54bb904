"""Keeps the table of who was pleased when."""

from collections.abc import Collection

from django.db import transaction

from aisance.advocacy.models import Pleased
from aisance.customers.public import current
from aisance.surveys.public import promoters_among
from aisance.verbatims.contracts import Feeling
from aisance.verbatims.public import read_of


@transaction.atomic
def note_pleased(answer_ids: Collection[int]) -> int:
    """Keep those of these answers that are pleased, and take out those that are so no more; how many are."""
    read = read_of(answer_ids)
    good = {pk for pk, words in read.items() if words.feeling == Feeling.GOOD and words.text}
    Pleased.objects.filter(answer_id__in=set(answer_ids) - good).delete()
    rows = {
        one.response_id: Pleased(
            response_id=one.response_id,
            answer_id=one.answer_id,
            person_id=one.person_id,
            unit_id=one.unit_id,
            score=one.score,
            at=one.at,
        )
        for one in promoters_among(good)
    }
    Pleased.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def follow_persons(customer_ids: Collection[int]) -> None:
    """These rows may belong to another person now."""
    rows = list(Pleased.objects.filter(response__customer_id__in=set(customer_ids)).select_related("response"))
    persons = current(row.response.customer_id for row in rows if row.response.customer_id)
    for row in rows:
        row.person_id = persons.get(row.response.customer_id or 0, row.person_id)
    Pleased.objects.bulk_update(rows, ["person"])
