"""The pages of a barometer's waves: planned, refused by field, and what each message brought."""

from typing import Any

import pytest

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.outreach.contracts import MessageHandled
from aisance.surveys.models import Invitation, Response, Wave
from aisance.surveys.queries.effects import effects
from aisance.surveys.services.asking import ask_due, note_message
from aisance.surveys.services.programmes import stop_programme
from aisance.surveys.services.reminding import remind_due
from aisance.surveys.services.waves import draw_due
from aisance.surveys.tests.company import BY, NOON, running_programme
from aisance.surveys.tests.test_waves import DAY, answer, barometer, customers, wave
from tests.cast import Cast

PLAN = {
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-14",
    "figure": "0.25",
    "precision": "10",
    "expected_percent": "50",
    "stratify_by": ["language"],
    "minimum": "5",
    "again_fr": "",
    "again_en": "",
}


def test_a_wave_is_computed_and_planned_on_a_page(cast: Cast) -> None:
    barometer(cast)
    customers(400, language="fr", name="f")
    customers(4, language="nl", name="n")
    manager = cast.client(Role.MANAGER)

    with stopped_at(NOON):
        shown = manager.get("/programmes/barometer/waves/new/", PLAN)
        # 97 answers for plus or minus 10 points of a share, 78 of them among 404 customers; twice as many to draw.
        assert "78 answers are needed: 156 of 404 customers are to be drawn." in shown.content.decode()
        assert shown.context["plan"].strata == {"fr": (400, 152), "nl": (4, 4)}
        assert Wave.objects.count() == 0
        computed = manager.post("/programmes/barometer/waves/new/", {**PLAN, "compute": "1"})
        assert (computed.status_code, computed.context["plan"]) == (200, shown.context["plan"])
        assert manager.post("/programmes/barometer/waves/new/", PLAN).status_code == 302

    row = Wave.objects.get()
    assert (row.number, row.precision, row.variance, row.expected_rate, row.minimum) == (1, 10.0, 0.25, 0.5, 5)
    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2026-11-30T23:00:00+00:00",
        "2026-12-14T23:00:00+00:00",
    )
    assert "Planned" in manager.get("/programmes/barometer/").content.decode()


def test_a_barometer_without_a_drawn_wave_says_what_comes_next_and_shows_no_figure(cast: Cast) -> None:
    programme = barometer(cast)
    customers(6)
    manager = cast.client(Role.MANAGER)
    page = "/programmes/barometer/"

    with stopped_at(NOON):
        text = manager.get(page).content.decode()
        assert "Barometer: no wave yet." in text
        assert "Response rate" not in text
        assert "no wave yet" in manager.get("/programmes/").content.decode()
        wave(programme, starts_at=NOON + DAY)
        assert "Barometer: its first wave begins on" in manager.get(page).content.decode()

        assert manager.post("/programmes/barometer/waves/1/draw/").status_code == 302
        manager.post("/programmes/barometer/waves/1/draw/")
        assert manager.post("/programmes/barometer/waves/2/draw/").status_code == 404

        assert {row.due_at for row in Invitation.objects.all()} == {NOON + DAY}
        assert Invitation.objects.count() == 6
        assert "What comes next" not in manager.get(page).content.decode()
    assert AuditEntry.objects.get(action="wave.drawn").actor_kind == "person"


def test_a_stopped_barometer_draws_nothing(cast: Cast) -> None:
    programme = barometer(cast)
    wave(programme, starts_at=NOON + DAY)
    stop_programme(programme_id=programme.pk, by=BY)

    with stopped_at(NOON):
        cast.client(Role.MANAGER).post("/programmes/barometer/waves/1/draw/")

    assert Wave.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"precision": "0"}, "precision"),
        ({"expected_percent": "0"}, "expected_percent"),
        ({"ends_on": "2026-11-30"}, "ends_on"),
        ({"starts_on": "2026-10-01", "ends_on": "2026-10-30"}, "ends_on"),
        ({"figure": "7"}, "figure"),
        ({"stratify_by": ["name"]}, "stratify_by"),
        ({"again_fr": "Encore"}, "again_en"),
    ],
)
def test_a_wave_that_makes_no_sense_is_refused_by_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    barometer(cast)

    with stopped_at(NOON):
        answer = cast.client(Role.MANAGER).post("/programmes/barometer/waves/new/", {**PLAN, **changes})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Wave.objects.count() == 0


def test_a_wave_of_a_hot_programme_does_not_exist(cast: Cast) -> None:
    running_programme()

    assert cast.client(Role.MANAGER).post("/programmes/after-a-contact/waves/new/", PLAN).status_code == 404


def test_what_each_message_brings_is_shown_with_its_interval(cast: Cast) -> None:
    programme = barometer(cast, routes=["email"], reminders=[{"after_hours": 24, "route": "sms"}])
    ids = customers(10, phone=True)
    wave(programme, precision=1.0)
    with stopped_at(NOON):
        draw_due()
        ask_due()
        for row in Invitation.objects.all():
            note_message(event=MessageHandled(f"surveys.invitation:{row.pk}", "sent"))
    answer(ids[:2])
    with stopped_at(NOON + 2 * DAY):
        remind_due()
    answer(ids[2:3])

    found = [(e.attempt, e.route, e.asked, e.answered, e.rate) for e in effects(Invitation.objects.all())]

    assert found == [(1, "email", 10, 2, 0.2), (2, "sms", 8, 1, 0.125)]
    with stopped_at(NOON + 3 * DAY):
        text = cast.client(Role.MANAGER).get("/programmes/barometer/").content.decode()
    assert "First reminder" in text
    assert "12.5%" in text


def scored(ids: list[int], score: int) -> None:
    """They answer, and choose a point of Net Easy."""
    answer(ids)
    for row in Response.objects.filter(customer_id__in=ids):
        row.answers.create(question="net_easy", scale="net_easy_7", score=score, recorded_at=NOON, day=NOON.date())


def test_a_wave_shows_its_strata_and_gives_each_its_part(cast: Cast) -> None:
    programme = barometer(cast)
    french = customers(90, language="fr", name="f")
    dutch = customers(10, language="nl", name="n")
    wave(programme, stratify_by=["language"], minimum=10, precision=20.0, expected_rate=1.0)
    with stopped_at(NOON):
        draw_due()
        ask_due()
    drawn = set(Invitation.objects.values_list("customer_id", flat=True))
    scored([pk for pk in french if pk in drawn][:5], 1)
    scored([pk for pk in dutch if pk in drawn][:5], 7)

    with stopped_at(NOON + DAY):
        page = cast.client(Role.MANAGER).get("/programmes/barometer/waves/1/")

    # 97 answers for plus or minus 20 points, 50 of them among 100 customers: 45 and 5, and 10 at least of the smaller.
    lines = [(row["name"], row["line"].size, row["line"].drawn, row["line"].answered) for row in page.context["strata"]]
    assert lines == [("Français", 90, 40, 5), ("Nederlands", 10, 10, 5)]
    assert [row["line"].stands_for for row in page.context["strata"]] == [18.0, 2.0]
    [item] = page.context["items"]
    shares = {point.score: (point.plain, round(point.share, 6)) for point in item.points if point.count}
    assert shares == {1: (0.5, 0.9), 7: (0.5, 0.1)}
    # Ten answers of weights 18 and 2: 10 * (5 * 18 ** 2 + 5 * 2 ** 2) / 100 ** 2 = 1.64.
    assert round(item.n_effective, 3) == round(10 / 1.64, 3)


def test_a_planned_wave_and_one_that_is_not_there_have_no_page(cast: Cast) -> None:
    wave(barometer(cast), starts_at=NOON + DAY)

    pages = [cast.client(Role.MANAGER).get(f"/programmes/barometer/waves/{number}/") for number in (1, 2)]

    assert [page.status_code for page in pages] == [404, 404]
