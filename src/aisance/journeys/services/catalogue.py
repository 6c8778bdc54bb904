"""Writers of journeys, their steps and the contact reasons."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.journeys.models import Journey, Reason, Step

type Words = Mapping[str, str]
"""A text by language."""


def add_journey(
    *, code: str, names: Words, steps: Sequence[tuple[str, Words]], by: Viewer, is_main: bool = False
) -> int:
    """Add a journey with its steps, given as (code, names) in order; returns its id.

    A journey of this code that is there already is left as it is. A new main journey takes the place of the old one.
    """
    with transaction.atomic():
        known = Journey.objects.filter(code=code).first()
        if known:
            return known.pk
        if is_main:
            Journey.objects.filter(is_main=True).update(is_main=False)
        journey = Journey.objects.create(code=code, name=dict(names), is_main=is_main)
        Step.objects.bulk_create(
            Step(journey=journey, code=step, name=dict(words), position=position)
            for position, (step, words) in enumerate(steps, start=1)
        )
        changes = {"code": code, "steps": [step for step, _ in steps]}
        audit.record(by, "journey.added", what="journey", which=journey.pk, changes=changes)
    return journey.pk


def ensure_reasons(
    names: Mapping[str, Words], *, by: Viewer, parents: Mapping[str, str] | None = None
) -> dict[str, int]:
    """The ids of these contact reasons by code, adding those not known yet; `names` gives the words by code.

    `parents` maps a code to its parent's; a parent stands before its children in `names`, or is known already.
    """
    parents = parents or {}
    with transaction.atomic():
        known = {row.code: row for row in Reason.objects.filter(code__in={*names, *parents.values()})}
        added = [code for code in names if code not in known]
        for code in added:
            known[code] = _add_reason(code, names[code], known[parents[code]] if code in parents else None)
        if added:
            audit.record(by, "reasons.added", what="reason", which="", changes={"codes": added[:50]})
    return {code: known[code].pk for code in names}


def add_step(*, journey_code: str, code: str, names: Words, by: Viewer) -> int:
    """Add a step at the end of a journey; returns its id. Raises IntegrityError on a code that exists."""
    with transaction.atomic():
        journey = Journey.objects.get(code=journey_code)
        last = journey.steps.order_by("position").last()
        position = last.position + 1 if last else 1
        step = Step.objects.create(journey=journey, code=code, name=dict(names), position=position)
        audit.record(by, "step.added", what="step", which=step.pk, changes={"code": code, "journey": journey_code})
    return step.pk


def rename_step(*, code: str, names: Words, by: Viewer) -> None:
    """Give a step other words; its code stays, since sources use it."""
    with transaction.atomic():
        step = Step.objects.select_for_update().get(code=code)
        changes = {"name": [step.name, dict(names)]}
        step.name = dict(names)
        step.save(update_fields=["name"])
        audit.record(by, "step.renamed", what="step", which=step.pk, changes=changes)


def add_reason(*, code: str, names: Words, by: Viewer, parent: str = "") -> int:
    """Add a contact reason, under the one with the code `parent` or at the top; returns its id."""
    return ensure_reasons({code: names}, by=by, parents={code: parent} if parent else {})[code]


def _add_reason(code: str, words: Words, parent: Reason | None) -> Reason:
    reason = Reason.objects.create(code=code, name=dict(words), parent=parent)
    reason.path = f"{parent.path if parent else '/'}{reason.pk}/"
    reason.save(update_fields=["path"])
    return reason
