"""What stands in the address of the preview is anybody's."""

import json
from typing import Any

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as some

from aisance.surveys.collection.cells import cells_of, scale_of_item
from aisance.surveys.contracts import COMPONENTS_SCREEN
from aisance.surveys.questionnaires.contracts import Item, ItemKind, Option
from aisance.surveys.questionnaires.preview import _given_in

OPTIONS = (Option("a", {"en": "A"}), Option("b", {"en": "B"}))
KINDS = ("nps", "resolved", "why", COMPONENTS_SCREEN, *(kind.value for kind in ItemKind))
ITEMS = tuple(
    Item(kind, kind, {"en": "?"}, scale="csat_5" if kind == ItemKind.MATRIX else "", options=OPTIONS) for kind in KINDS
)
SCALES = {item.code: scale_of_item(item, {}) for item in ITEMS}
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-1, 11) | some.floats() | some.sampled_from(["a", "b", "yes", "9"]),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(["a", "b", "1"]), inner, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=200)
@drawn(some.dictionaries(some.sampled_from(KINDS), some.lists(VALUES, min_size=3, max_size=3)))
def test_answers_in_an_address_fit_or_were_never_given(rows: dict[str, Any]) -> None:
    given = _given_in(json.dumps(rows), ITEMS, SCALES)

    for item in ITEMS:
        if item.code in given:
            cells_of(item, SCALES[item.code], given[item.code])


def test_what_is_no_json_was_never_given() -> None:
    assert _given_in("[" * 10_000, ITEMS, SCALES) == {}
    assert _given_in("[1]", ITEMS, SCALES) == {}
