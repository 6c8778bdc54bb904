"""Units and advisors."""

from collections.abc import Mapping

from django.db import transaction

from aisance.accounts.contracts import UnitKind
from aisance.accounts.models import Advisor, Unit
from aisance.core import audit
from aisance.core.permissions import Viewer


def add_unit(*, code: str, name: str, kind: UnitKind, parent_id: int | None, by: Viewer) -> Unit:
    """Add a node to the organisation. Raises IntegrityError on a code that exists or a second root."""
    with transaction.atomic():
        parent = Unit.objects.get(pk=parent_id) if parent_id else None
        unit = Unit.objects.create(code=code, name=name, kind=kind, parent=parent)
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        audit.record(by, "unit.added", what="unit", which=unit.pk, changes={"code": code, "kind": kind.value})
    return unit


def rename_unit(*, unit_id: int, name: str, by: Viewer) -> None:
    """Give a unit another name; its code, by which files name it, stays."""
    with transaction.atomic():
        unit = Unit.objects.select_for_update().get(pk=unit_id)
        if unit.name != name:
            changes = {"name": [unit.name, name]}
            unit.name = name
            unit.save(update_fields=["name"])
            audit.record(by, "unit.renamed", what="unit", which=unit_id, changes=changes)


def ensure_advisors(advisors: Mapping[str, int | None], *, by: Viewer) -> dict[str, int]:
    """The ids of advisors by code, adding those not known yet. `advisors` maps a code to a unit's id or null."""
    known = dict(Advisor.objects.filter(code__in=advisors).values_list("code", "pk"))
    missing = [Advisor(code=code, name=code, unit_id=unit) for code, unit in advisors.items() if code not in known]
    if missing:
        with transaction.atomic():
            Advisor.objects.bulk_create(missing, ignore_conflicts=True)
            audit.record(by, "advisors.added", what="advisor", which="", changes={"codes": [a.code for a in missing]})
        known = dict(Advisor.objects.filter(code__in=advisors).values_list("code", "pk"))
    return known


def name_advisors(names: Mapping[str, str], *, by: Viewer) -> int:
    """Give known advisors the names people call them by, in place of the codes that came with contacts; how many.

    `names` maps a code to a name. A code nobody bears is passed over.
    """
    rows = [row for row in Advisor.objects.filter(code__in=names) if row.name != names[row.code]]
    for row in rows:
        row.name = names[row.code]
    if rows:
        with transaction.atomic():
            Advisor.objects.bulk_update(rows, ["name"])
            audit.record(by, "advisors.named", what="advisor", which="", changes={"codes": [row.code for row in rows]})
    return len(rows)
