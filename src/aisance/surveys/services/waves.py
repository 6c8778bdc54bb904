"""Plans the waves of a barometer and draws their samples, each once."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from aisance.core import audit, clock
from aisance.core.decisions import Refused
from aisance.core.permissions import Viewer, system_viewer
from aisance.customers.contracts import Traits
from aisance.surveys.contracts import InvitationState, ProgrammeKind
from aisance.surveys.models import Programme, ProgrammeVersion, Wave
from aisance.surveys.planning.sampling import sample
from aisance.surveys.planning.verdicts import Known, Plan, WaveVerdict, wave_verdicts
from aisance.surveys.queries.candidates import asked_of, customers_known, plan_of
from aisance.surveys.queries.waves import frame, sample_plan, silent_in, strata_sizes, stratum_of
from aisance.surveys.services.deciding import version_in_force
from aisance.surveys.services.pressing import press
from aisance.surveys.services.rows import InvitationRow, insert_invitations
from aisance.surveys.tokens import new_token

WORKER = system_viewer("worker")


def plan_wave(
    *,
    programme_id: int,
    starts_at: datetime,
    ends_at: datetime,
    precision: float,
    expected_rate: float,
    by: Viewer,
    variance: float = 1.0,
    stratify_by: Sequence[str] = (),
    minimum: int = 0,
    again_subject: Mapping[str, str] | None = None,
) -> int:
    """Add the next wave of a barometer; its number. Its sample is drawn when it starts, if the programme runs then."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=programme_id, kind=ProgrammeKind.COLD)
        last = programme.waves.order_by("-number").first()
        wave = Wave.objects.create(
            programme=programme,
            number=last.number + 1 if last else 1,
            starts_at=starts_at,
            ends_at=ends_at,
            precision=precision,
            expected_rate=expected_rate,
            variance=variance,
            minimum=minimum,
            sample_size=0,
            stratify_by=list(stratify_by),
            again_subject=dict(again_subject or {}),
            seed=secrets.randbits(48),
        )
        changes = {"wave": wave.number, "precision": precision, "rate": expected_rate, "from": starts_at.isoformat()}
        audit.record(by, "wave.planned", what="programme", which=programme.code, changes=changes)
    return wave.number


def draw_due() -> int:
    """Draw the sample of every wave that has started, and close those that are over; how many changed."""
    now = clock.now()
    closed = Wave.objects.filter(state=Wave.State.DRAWN, ends_at__lte=now)
    started = Wave.objects.filter(state=Wave.State.PLANNED, starts_at__lte=now)
    running = started.filter(ends_at__gt=now, programme__state=Programme.State.RUNNING)
    if not closed.exists() and not running.exists():
        return 0
    done = closed.update(state=Wave.State.OVER)
    return done + sum(draw_wave(wave_id=pk) for pk in running.order_by("starts_at", "pk").values_list("pk", flat=True))


def draw_wave(*, wave_id: int, by: Viewer = WORKER) -> bool:
    """Draw the sample of a wave and decide about each customer in it, all in one transaction; false where it is done.

    Who is drawn hangs on the wave's seed alone, and a wave that was drawn is never drawn again. Messages of a wave that
    is drawn before it begins leave from its first day on.
    """
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waves = Wave.objects.select_for_update(skip_locked=skip, of=("self",)).filter(state=Wave.State.PLANNED)
        wave = waves.select_related("programme__unit").filter(pk=wave_id).first()
        version = version_in_force(wave.programme) if wave else None
        if wave is None or version is None:
            return False
        drawn = _draw(wave, plan_of(wave.programme, version))
        _decide(wave, version, drawn)
        wave.state, wave.drawn_at, wave.sample_size = Wave.State.DRAWN, clock.now(), len(drawn)
        wave.save(update_fields=["state", "drawn_at", "sample_size", "strata"])
        changes = {"wave": wave.number, "sample": len(drawn)}
        audit.record(by, "wave.drawn", what="programme", which=wave.programme.code, changes=changes)
    return True


def _draw(wave: Wave, plan: Plan) -> list[int]:
    """The customers drawn, stratum by stratum; what was drawn of each goes with the wave."""
    traits = frame(wave.programme, plan)
    sizes = strata_sizes(traits.values(), wave.stratify_by)
    wanted = sample_plan(
        sizes,
        precision=wave.precision,
        variance=wave.variance,
        expected_rate=wave.expected_rate,
        minimum=wave.minimum,
    )
    wave.strata = {
        name: {"size": size, "drawn": drawn, "weight": round(size / drawn, 6) if drawn else None}
        for name, (size, drawn) in wanted.strata.items()
    }
    members = _members(traits, wave.stratify_by)
    code, number = wave.programme.code, wave.number
    return [
        pk
        for name, (_size, drawn) in wanted.strata.items()
        for pk in sample(code, number, wave.seed, members[name], drawn)
    ]


def _members(traits: Mapping[int, Traits], stratify_by: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for pk, trait in traits.items():
        found[stratum_of(trait, stratify_by)].append(pk)
    return found


def _decide(wave: Wave, version: ProgrammeVersion, drawn: Sequence[int]) -> None:
    """Plan or refuse an invitation for each customer drawn."""
    plan = plan_of(wave.programme, version)
    asked = asked_of(drawn, clock.now() - plan.quiet_time)
    found = wave_verdicts(drawn, plan, _known(wave, plan, drawn), asked, at=max(wave.starts_at, clock.now()))
    rows = [_row(wave, version, verdict) for verdict in found]
    ids = insert_invitations(rows)
    planned = [row for row in rows if row.state == InvitationState.PLANNED]
    press(version, {ids[row.customer_id]: row for row in planned if row.customer_id is not None})


def _known(wave: Wave, plan: Plan, drawn: Sequence[int]) -> dict[int, Known]:
    """What is known of those drawn; the ways that stayed without an answer in the wave before come last."""
    silent: dict[int, set[str]] = defaultdict(set)
    before = silent_in(wave.programme_id, wave.number - 1)
    for customer_id, route in before.values_list("customer_id", "route"):
        silent[customer_id].add(route)
    return {
        pk: known.after_silence(silent[pk]) if pk in silent else known
        for pk, known in customers_known(drawn, plan).items()
    }


def _row(wave: Wave, version: ProgrammeVersion, verdict: WaveVerdict) -> InvitationRow:
    now, decision = clock.now(), verdict.decision
    return InvitationRow(
        programme_id=version.programme_id,
        version_id=version.pk,
        interaction_id=None,
        customer_id=verdict.customer_id,
        unit_id=wave.programme.unit_id,
        language=verdict.language,
        state=(InvitationState.PLANNED if decision else InvitationState.REFUSED).value,
        reason=str(decision.reason) if isinstance(decision, Refused) else "",
        day=clock.local_day(now),
        decided_at=now,
        due_at=verdict.due_at,
        expires_at=wave.ends_at,
        token=new_token(),
        sent_at=None,
        opened_at=None,
        reached=0,
        route=verdict.route,
        wave_id=wave.pk,
    )
