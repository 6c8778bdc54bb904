"""Base forms as customers write them: `rembours` is shown as `remboursement`."""

from collections import Counter
from collections.abc import Sequence

from aisance.core.permissions import Viewer
from aisance.verbatims.models import Verbatim
from aisance.verbatims.reading.lemmas import lemma, words_of
from aisance.verbatims.telling.held import Chosen
from aisance.verbatims.telling.quotes import texts_of

LOOKED_AT = 1_500


def as_written(viewer: Viewer, chosen: Chosen, lemmas: Sequence[str]) -> list[str]:
    """Each base form in the shape in which it is written most often in these texts; as it is where it is in none."""
    wanted = set(lemmas)
    shapes: dict[str, Counter[str]] = {one: Counter() for one in lemmas}
    rows = texts_of(viewer, chosen)[:LOOKED_AT] if wanted else ()
    for row in rows:
        _count(row, wanted, shapes)
    return [shapes[one].most_common(1)[0][0] if shapes[one] else one for one in lemmas]


def _count(row: Verbatim, wanted: set[str], shapes: dict[str, Counter[str]]) -> None:
    for word in words_of(row.text):
        plain = word.rstrip("'’").casefold()
        if (base := lemma(plain, row.language)) in wanted:
            shapes[base][plain] += 1
