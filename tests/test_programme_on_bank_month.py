"""A real month of a bank's call centre, replayed through a programme with every rule: each contact is accounted for."""

import json
import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from aisance.cli.importing import import_command
from aisance.cli.programmes import programme as programme_command
from aisance.consent.models import EntryPerson
from aisance.core.bulk import insert_rows, stored_moment
from aisance.core.clock import stopped_at
from aisance.core.permissions import system_viewer
from aisance.customers.models import Customer, Identifier
from aisance.journeys.models import Interaction
from aisance.outreach.models import Message, PressureDecision
from aisance.outreach.public import stop
from aisance.surveys import ready
from aisance.surveys.contracts import InvitationState, NotAskedReason, ProgrammeKind, ProgrammeTerms
from aisance.surveys.models import Invitation, Programme
from aisance.surveys.public import publish_draft, save_draft, switch_on
from aisance.surveys.services.asking import ask_due
from aisance.surveys.services.deciding import decide_invitations
from aisance.surveys.services.programmes import create_programme
from tests.cast import Cast

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("AISANCE_ACCEPTANCE_DATA") or ROOT.parent / "shared" / "data")
MONTH = DATA / "anonymous-bank-1999-02.tsv"
BY = system_viewer("test")

pytestmark = pytest.mark.skipif(not MONTH.exists(), reason="the bank's month is not here; see AISANCE_ACCEPTANCE_DATA")

TERMS = ProgrammeTerms(
    channels=["phone"],
    step_ids=[],
    wait_minutes=30,
    valid_hours=72,
    quiet_days=2,
    subject=ready.SUBJECT,
    invitation=ready.INVITATION,
    questions=ready.QUESTIONS,
    audience={"outcomes": ["answered"], "reasons": ["PS", "NE", "IN", "TT", "PE"]},
    rate_percent=70,
    daily_cap=120,
    quotas={"reason": {"NE": 3}, "language": {"en": 1}},
    hours={"days": [1, 2, 3, 4, 7], "from": "09:00", "to": "20:00", "zone": "Asia/Jerusalem"},
    reminders=[{"after_hours": 24}],
    routes=["sms", "email"],
    pilot={"units": [], "ramp": [{"from": "1999-02-01", "percent": 80}]},
)


def reachable() -> None:
    """Addresses for most of the customers, who come without: e-mail for 6 of 10, a telephone for 3 of 10."""
    now = stored_moment(datetime(1999, 1, 1, tzinfo=UTC))
    rows = []
    for pk in Customer.objects.values_list("pk", flat=True):
        if pk % 10 < 6:
            rows.append(("email", f"c{pk}@customers.example", pk, now))
        if pk % 10 in {5, 6, 7}:
            rows.append(("phone", f"+97252{pk:07d}", pk, now))
    insert_rows(Identifier._meta.db_table, ("kind", "value", "customer_id", "added_at"), rows)
    for pk in Customer.objects.filter(pk__in=range(0, 100_000, 97)).values_list("pk", flat=True):
        stop(pk, "surveys", via="test")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    mapping = ROOT / "examples" / "anonymous-bank.toml"
    done = CliRunner().invoke(import_command, ["interactions", str(MONTH), "--mapping", str(mapping)])
    assert done.exit_code == 0, done.output
    reachable()
    names = {"fr": "Banque", "en": "Bank"}
    unit_id = cast.units["orvane"].pk
    pk = create_programme(code="bank", names=names, kind=ProgrammeKind.HOT, unit_id=unit_id, by=BY)
    save_draft(programme_id=pk, terms=TERMS, by=BY)
    with stopped_at(datetime(1999, 1, 31, 12, tzinfo=UTC)):
        publish_draft(programme_id=pk, by=BY)
        switch_on(programme_id=pk, by=BY)
    return Programme.objects.get(pk=pk)


def replay() -> None:
    """Decide about each four hours' calls at their end, and ask who is due, as a worker would have."""
    ended = Interaction.objects.order_by("ended_at", "pk").values_list("pk", "ended_at")
    over = [(pk, end) for pk, end in ended if end is not None]
    for start, rows in groupby(over, key=lambda row: row[1].replace(hour=row[1].hour // 4 * 4, minute=0, second=0)):
        with stopped_at(start + timedelta(hours=4)):
            decide_invitations(interaction_ids=[pk for pk, _ended in rows])
            while ask_due():
                pass


def in_audience() -> int:
    """The calls that the programme is about, counted without it."""
    rows = Interaction.objects.filter(outcome="answered", reason__code__in=TERMS.audience["reasons"])
    return rows.count()


def test_every_contact_of_the_month_is_accounted_for(programme: Programme) -> None:
    with stopped_at(datetime(1999, 2, 2, tzinfo=UTC)):
        before = time.perf_counter()
        result = CliRunner().invoke(programme_command, ["dry-run", "bank", "--month", "1999-02", "--json"])
        seconds = time.perf_counter() - before
    assert result.exit_code == 0, result.output
    foreseen = json.loads(result.stdout)
    assert foreseen["eligible"] == in_audience() == foreseen["asked"] + sum(foreseen["refused"].values())
    assert foreseen["asked"] == sum(foreseen["routes"].values())
    assert (Invitation.objects.count(), PressureDecision.objects.count(), Message.objects.count()) == (0, 0, 0)
    assert seconds < 30, seconds  # two on a quiet machine

    replay()

    decided = Counter(Invitation.objects.values_list("state", "reason"))
    assert decided.total() == in_audience()
    assert Invitation.objects.values("interaction").distinct().count() == in_audience()
    for (state, reason), n in decided.items():
        assert (reason == "") is (state in {InvitationState.PLANNED, InvitationState.SENDING}), (state, reason, n)
        assert reason in {"", *NotAskedReason}
    _check_that_no_rule_was_broken()
    refused = Counter(Invitation.objects.filter(state="refused").values_list("reason", flat=True))
    for reason in ("unknown_customer", "not_drawn", "outside_pilot"):
        assert refused[reason] == foreseen["refused"][reason] > 0
    assert set(refused) >= {"asked_to_stop", "no_address", "asked_recently", "daily_cap", "quota_full"}


def _check_that_no_rule_was_broken() -> None:
    asked = Invitation.objects.filter(state=InvitationState.SENDING)
    assert Message.objects.count() == asked.count() > 500
    a_day = Counter(due_at.date() for due_at in asked.values_list("due_at", flat=True))
    assert max(a_day.values()) <= 120
    times: dict[int, list[datetime]] = {}
    for customer_id, at in asked.order_by("due_at").values_list("customer_id", "due_at"):
        times.setdefault(customer_id or 0, []).append(at)
    stops = set(EntryPerson.objects.values_list("customer_id", flat=True))
    assert not stops & set(times)
    # As installed, a customer gets one survey in seven days.
    assert all(b - a >= timedelta(days=7) for many in times.values() for a, b in pairwise(many))
    assert date(1999, 2, 5) not in a_day  # a Friday
