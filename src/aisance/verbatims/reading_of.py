"""What was read in the words of answers, for other domains."""

from collections.abc import Collection

from aisance.verbatims.contracts import Feeling, ReadWords
from aisance.verbatims.models import Verbatim
from aisance.verbatims.rules import flags_in


def read_of(answer_ids: Collection[int]) -> dict[int, ReadWords]:
    """What was read in these answers' words, by answer; those without words or not read yet are absent. Two queries.

    For the work of the product itself; what people see goes by their scope.
    """
    rows = Verbatim.objects.filter(answer_id__in=list(answer_ids)).select_related("answer").prefetch_related("mentions")
    return {row.answer_id: _told(row) for row in rows}


def _told(row: Verbatim) -> ReadWords:
    worst: dict[str, Feeling] = {}
    for mention in row.mentions.all():
        felt = Feeling(mention.feeling)
        worst[mention.theme] = min(felt, worst.get(mention.theme, felt))
    return ReadWords(
        answer_id=row.answer_id,
        response_id=row.answer.response_id,
        state=row.state,
        text=row.text,
        language=row.language,
        feeling=None if row.feeling is None else Feeling(row.feeling),
        themes=worst,
        flags=flags_in(row.flags),
        intensity=row.intensity,
    )
