"""Fields, their values, and segments by them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aisance.core import clock
from aisance.customers.models import Customer, FieldUse, ProfileValue
from aisance.customers.profile.asking import WrongValueError, give_value
from aisance.customers.profile.contracts import FieldKind, Way
from aisance.customers.profile.counting import count_fields, remove_expired
from aisance.customers.profile.fields import set_field
from aisance.customers.profile.queries import profile_of
from aisance.customers.profile.tests.fields import field as _field
from aisance.customers.segments.counting import count
from aisance.customers.segments.services import declare_segment
from tests.cast import BY

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def helene(db: None) -> int:
    """A customer."""
    return Customer.objects.create(name="Hélène", created_at=NOW).pk


def test_a_new_purpose_begins_anew_and_new_words_do_not(helene: int) -> None:
    set_field(_field("pets"), by=BY)
    give_value(customer_id=helene, code="pets", given="two", way=Way.LISTENING, source="book", contact="1", by=BY)

    assert set_field(_field("pets", weight=5, name={"en": "Animals"}), by=BY) == 1
    assert [known.value for known in profile_of(helene)] == ["two"]
    assert set_field(_field("pets", is_mandatory=True), by=BY) == 2
    assert [known.value for known in profile_of(helene)] == ["two"]
    assert set_field(_field("pets", purpose={"en": "to sell you food"}), by=BY) == 3

    assert profile_of(helene) == []
    assert ProfileValue.objects.get().version.number == 1


def test_a_value_is_replaced_kept_for_its_time_and_then_gone(helene: int) -> None:
    set_field(_field("people", FieldKind.NUMBER, keep_days=10), by=BY)
    words: dict[str, Any] = {"customer_id": helene, "code": "people", "way": Way.QUESTIONNAIRE, "source": "desk"}
    give_value(given="2", contact="1", by=BY, **words)
    with clock.stopped_at(NOW + timedelta(days=3)):
        give_value(given="3", contact="2", by=BY, **words)
        with pytest.raises(WrongValueError) as problem:
            give_value(given="many", contact="3", by=BY, **words)

        assert str(problem.value.expected) == "a number in figures, such as 3 or 3.5"
        assert [known.value for known in profile_of(helene)] == [3]
        assert ProfileValue.objects.filter(replaced_at__isnull=False).count() == 1
    with clock.stopped_at(NOW + timedelta(days=11)):
        assert remove_expired() == 1

        assert [row.value for row in ProfileValue.objects.all()] == [3]
    with clock.stopped_at(NOW + timedelta(days=14)):
        assert profile_of(helene) == []


def test_a_segment_chooses_by_a_field_and_counts_as_its_use(helene: int) -> None:
    set_field(_field("people", FieldKind.NUMBER), by=BY)
    other = Customer.objects.create(name="x", created_at=NOW)
    words: dict[str, Any] = {"code": "people", "way": Way.QUESTIONNAIRE, "source": "desk", "contact": "1", "by": BY}
    give_value(customer_id=helene, given="3", **words)
    give_value(customer_id=other.pk, given="4,5", **words)
    three = {"all": [{"kind": "profile", "field": "people", "value": "3"}]}
    declare_segment(code="three", names={"en": "Three"}, purpose="A tariff", conditions=three, by=BY)

    assert (count(three)[0], count({"all": [{"kind": "profile", "field": "people"}]})[0]) == (1, 2)
    assert count({"all": [{"kind": "profile", "field": "people", "value": "4.5"}]})[0] == 1
    count_fields()
    uses = FieldUse.objects.values_list("field__code", "kind", "name")
    assert list(uses) == [("people", "segment", "three")]
