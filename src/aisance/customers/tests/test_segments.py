"""Segments: sets of persons put together, over purchases, visits and what is known of customers."""

from datetime import UTC, datetime, timedelta

import pytest

from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.contracts import CustomerClaim, IdentifierKind
from aisance.customers.models import Customer, SegmentVersion
from aisance.customers.public import find_or_add_customers, members_of, segment_members
from aisance.customers.purchases.contracts import PurchaseDraft, VisitDraft
from aisance.customers.purchases.services import record_purchases, record_visits
from aisance.customers.segments.counting import count, members
from aisance.customers.segments.queries import segment_shown, segments_shown
from aisance.customers.segments.services import declare_segment
from aisance.lake.public import pull
from tests.cast import BY, Cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _claim(number: int, language: str = "fr") -> CustomerClaim:
    return CustomerClaim({IdentifierKind.EXTERNAL: f"c{number}"}, language=language)


@pytest.fixture
def six(cast: Cast) -> list[int]:
    """Six customers: one bought three times lately, two once, three long ago, four only came, five and six nothing."""
    with clock.stopped_at(NOW):
        languages = ("fr", "fr", "en", "en", "fr", "")
        ids = find_or_add_customers([_claim(n, language) for n, language in enumerate(languages, 1)], by=BY)
        bought = [(1, 5, 5_000), (1, 10, 4_000), (1, 100, 1_000), (2, 20, 30_000), (3, 400, 9_900)]
        drafts = [
            PurchaseDraft("test", f"p{n}", NOW - timedelta(days=ago), _claim(who), amount)
            for n, (who, ago, amount) in enumerate(bought)
        ]
        record_purchases(drafts, by=BY)
        record_visits([VisitDraft("test", "v1", NOW - timedelta(days=3), _claim(4), "lille")], by=BY)
        pull()
    return [pk or 0 for pk in ids]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"all": [{"kind": "purchases", "min": 3}]}, {1}),
        ({"all": [{"kind": "purchases", "min": 2, "days": 30}]}, {1}),
        ({"all": [{"kind": "purchases", "max": 0}]}, {4, 5, 6}),
        ({"all": [{"kind": "purchases", "min": 1, "max": 1}]}, {2, 3}),
        ({"all": [{"kind": "spent", "min": 10_000, "currency": "EUR"}]}, {1, 2}),
        ({"all": [{"kind": "spent", "min": 1, "currency": "USD"}]}, set()),
        ({"all": [{"kind": "best", "percent": 34, "days": 365}]}, {2}),
        ({"all": [{"kind": "last_purchase", "min": 365}]}, {3}),
        ({"all": [{"kind": "last_purchase", "min": 6, "max": 30}]}, {2}),
        ({"all": [{"kind": "first_purchase", "min": 30, "max": 200}]}, {1}),
        ({"all": [{"kind": "visits", "place": "lille"}]}, {4}),
        ({"all": [{"kind": "language", "language": "fr"}], "none": [{"kind": "purchases"}]}, {5}),
        ({"any": [{"kind": "purchases", "min": 3}, {"kind": "visits"}]}, {1, 4}),
        ({"all": [{"kind": "language", "language": "fr"}], "any": [{"kind": "purchases"}, {"kind": "visits"}]}, {1, 2}),
        ({"none": [{"kind": "purchases"}, {"kind": "visits"}]}, {5, 6}),
        ({"all": [{"kind": "known_for", "max": 30}]}, {1, 2, 3, 4, 5, 6}),
        ({"all": [{"kind": "known_for", "min": 30}]}, set()),
        ({"all": [{"kind": "identifier", "identifier": "email"}]}, set()),
        ({"all": [{"kind": "gone", "min": 1}]}, set()),
    ],
)
def test_conditions_mean_exactly_these(six: list[int], conditions: dict, expected: set[int]) -> None:  # type: ignore[type-arg]  # as a page gives it
    with clock.stopped_at(NOW):
        found = members(conditions)

    assert {six.index(int(pk)) + 1 for pk in found} == expected


def test_what_two_rows_of_one_person_did_is_counted_together(six: list[int]) -> None:
    Customer.objects.filter(pk=six[1]).update(merged_into_id=six[0])

    with clock.stopped_at(NOW):
        assert [int(pk) for pk in members({"all": [{"kind": "purchases", "min": 4}]})] == [six[0]]
        assert count({"none": [{"kind": "purchases"}]}) == (3, 5)
        assert six[1] in members_of(["best"])


def test_ready_segments_follow_what_customers_did(six: list[int]) -> None:
    with clock.stopped_at(NOW):
        assert [int(pk) for pk in segment_members("lost")] == [six[2]]
        assert [int(pk) for pk in segment_members("best")] == [six[1]]
        assert [int(pk) for pk in segment_members("new")] == [six[1], *six[3:]]
        assert len(segment_members("at-risk")) == 0
        assert {shown.code for shown in segments_shown()} >= {"supporters", "dissatisfied", "silent", "new"}


def test_a_segment_keeps_its_versions(six: list[int], cast: Cast) -> None:
    by, names = cast.viewer(Role.MANAGER), {"fr": "Fidèles", "en": "Loyal"}
    first = {"all": [{"kind": "purchases", "min": 3}]}

    for conditions in (first, first, {"all": [{"kind": "purchases", "min": 1}]}):
        declare_segment(code="loyal", names=names, purpose="thank them", conditions=conditions, by=by)

    assert list(SegmentVersion.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    shown = segment_shown("loyal")
    assert shown is not None
    assert (shown.name, shown.number, shown.author) == ("Loyal", 2, "Claire Morvan")
    with clock.stopped_at(NOW):
        assert six[2] in members_of(["loyal"])
        assert six[5] not in members_of(["loyal", "gone"])


BUILD = "/customers/segments/new"


def test_a_page_counts_without_writing_and_saves_what_it_counted(six: list[int], cast: Cast) -> None:
    client = cast.client(Role.MANAGER)

    with clock.stopped_at(NOW):
        added = client.get(BUILD, {"add-all": "purchases"})
        counted = client.get(BUILD, {"c0": "all.purchases", "c0-min": "3", "c0-days": "", "c0-max": ""})
        kept = counted.context["form"].initial["conditions"]
        saved = client.post(
            BUILD,
            {"code": "loyal", "name_fr": "Fidèles", "name_en": "Loyal", "purpose": "thank them", "conditions": kept},
        )
        page = client.get("/customers/segments/loyal/")

    assert "<strong>2</strong> customers of 6" in added.content.decode()
    assert "<strong>1</strong> customer of 6" in counted.content.decode()
    assert saved.status_code == 302
    assert "Loyal: 1 customer" in page.content.decode()
    assert "bought at least 3 times" in page.content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"c0": "all.purchases", "c0-min": "5", "c0-max": "2"},
        {"c0": "all.purchases", "c0-min": "x"},
        {"c0": "all.spent", "c0-min": "1,234"},
        {"c0": "all.segment"},
    ],
)
def test_what_makes_no_sense_is_said_and_not_counted(cast: Cast, given: dict[str, str]) -> None:
    answer = cast.client(Role.MANAGER).get(BUILD, given)

    assert answer.status_code == 422
    assert 'class="errorlist' in answer.content.decode()


@pytest.mark.parametrize("conditions", ["", "{", "[]", '{"all": [{}]}', '{"all": [{"kind": "gone"}]}', '{"all": 3}'])
def test_forged_conditions_are_not_saved(cast: Cast, conditions: str) -> None:
    given = {"code": "x", "name_fr": "x", "name_en": "x", "purpose": "x", "conditions": conditions}

    answer = cast.client(Role.MANAGER).post(BUILD, given)

    assert answer.status_code == 422
    assert not SegmentVersion.objects.exists()


def test_a_supervisor_reads_segments_and_declares_none(cast: Cast) -> None:
    client = cast.client(Role.SUPERVISOR)

    assert client.get("/customers/segments/").status_code == 200
    assert client.get("/customers/segments/new").status_code == 403
    assert client.get("/customers/segments/nothing/").status_code == 404


def test_the_customers_of_a_segment_leave_as_a_file_on_record(six: list[int], cast: Cast) -> None:
    with clock.stopped_at(NOW):
        file = cast.client(Role.MANAGER).get("/customers/segments/lost/customers/", {"format": "csv"})
        lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]  # a stream
        none = cast.client(Role.SUPERVISOR).get("/customers/segments/lost/customers/")

    assert [line.split(",")[0] for line in lines if line[:1].isdigit()] == [str(six[2])]
    assert "Nobody of this segment" in none.content.decode()
