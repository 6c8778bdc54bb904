"""Sets the rules of pressure; who set what and when is in the audit trail."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from aisance.core import audit
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.outreach.models import PressureRule
from aisance.outreach.models.pressure import LONGEST_DAYS
from aisance.outreach.pressure.contracts import RuleCard
from aisance.outreach.pressure.queries import reach_of, rule_card


@transaction.atomic
def set_rule(card: RuleCard, *, by: Viewer) -> None:
    """Write a rule, a new one or one that is there; a ready-made one is written in its place. It holds from now on.

    What was decided stays decided; what waits is decided by the rules of the day on which it is asked again.
    ValueError for a rule that looks further back than decisions are kept: it would forget what it counts.
    """
    if reach_of([card.rule]) > timedelta(days=LONGEST_DAYS):
        raise ValueError(f"A rule looks back {LONGEST_DAYS} days at most, and {card.rule.code} further.")
    held = rule_card(card.rule.code)
    before, after = _words(held) if held else {}, _words(card)
    changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    PressureRule.objects.update_or_create(code=card.rule.code, defaults=after)
    if changes:
        audit.record(by, "pressure_rule.set", what="pressure_rule", which=card.rule.code, changes=changes)


@transaction.atomic
def remove_rule(code: str, *, by: Viewer) -> Decision:
    """Take a rule away; a ready-made one is then as it was installed. Refused("not_stored") where nobody wrote it."""
    held = rule_card(code)
    deleted, _ = PressureRule.objects.filter(code=code).delete()
    if not deleted or held is None:
        return Refused("not_stored")
    changes = {name: [value, None] for name, value in _words(held).items()}
    audit.record(by, "pressure_rule.removed", what="pressure_rule", which=code, changes=changes)
    return Allowed()


def _words(card: RuleCard) -> dict[str, Any]:
    """The columns of a rule."""
    rule, about = card.rule, card.rule.about
    return {
        "name": dict(card.name),
        "kind": rule.kind.value,
        "effect": rule.effect.value,
        "position": card.position,
        "is_active": card.is_active,
        "classes": sorted(word.value for word in about.classes),
        "family": about.family,
        "programme": about.programme,
        "channel": about.channel,
        "limit": rule.limit,
        "days": rule.days,
        "per": rule.per.value,
        "other": rule.other,
        "hold_codes": sorted(rule.codes),
        "every_days": rule.every_days,
    }
