"""Households and companies: customers who belong together without being one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.contracts import CustomerClaim, GroupKind
from aisance.customers.identity.persons import current, whole
from aisance.customers.identity.words import plain
from aisance.customers.models import Group, GroupMember

MAX_ROLE = 60


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as the page of one member shows it: the others by person, each with a name and a role."""

    id: int
    kind: GroupKind
    name: str
    role: str
    others: tuple[tuple[int, str, str], ...]


@transaction.atomic
def put_together(name: str, kind: GroupKind, members: Sequence[tuple[int, str]], *, by: Viewer) -> int:
    """Put customers into a group, each with a role that may be empty; the group's id. Once or twice is the same."""
    group, _is_new = Group.objects.get_or_create(
        kind=kind, key=plain(name)[:160] or name[:160], defaults={"name": name[:160], "added_at": clock.now()}
    )
    added = 0
    for customer_id, role in members:
        _member, is_new = GroupMember.objects.update_or_create(
            group=group, customer_id=customer_id, defaults={"role": role[:MAX_ROLE]} if role else {}
        )
        added += is_new
    if added:
        audit.record(by, "group.joined", what="group", which=group.pk, changes={"members": added})
    return group.pk


def put_into_companies(said: Sequence[tuple[CustomerClaim, int]], *, by: Viewer) -> None:
    """Put customers into the companies that their claims name."""
    found: dict[str, list[tuple[int, str]]] = {}
    for claim, customer_id in said:
        if name := claim.fields.get("company", "").strip():
            found.setdefault(name, []).append((customer_id, claim.fields.get("role", "")))
    for name, members in found.items():
        put_together(name, GroupKind.COMPANY, members, by=by)


@transaction.atomic
def leave_group(group_id: int, customer_id: int, *, by: Viewer) -> bool:
    """Take a person out of a group, under whichever row they came in; false where they are not in it."""
    gone, _rows = GroupMember.objects.filter(group_id=group_id, customer_id__in=whole(customer_id)).delete()
    if gone:
        audit.record(by, "group.left", what="group", which=group_id, changes={"members": gone})
        Group.objects.filter(pk=group_id, members__isnull=True).delete()
    return bool(gone)


def groups_of(customer_id: int) -> list[GroupCard]:
    """The groups of a person, by name, with who else is in each."""
    ids = set(whole(customer_id))
    groups = Group.objects.filter(members__customer_id__in=ids).distinct().order_by("name", "pk")
    return [_card(group, ids) for group in groups.prefetch_related("members__customer")]


def in_one_household(customer_ids: Collection[int]) -> dict[int, set[int]]:
    """The rows of each household, by its number, of those among these rows that share one."""
    rows = GroupMember.objects.filter(group__kind=GroupKind.HOUSEHOLD, customer_id__in=list(customer_ids))
    found: dict[int, set[int]] = {}
    for group_id, customer_id in rows.values_list("group_id", "customer_id"):
        found.setdefault(group_id, set()).add(customer_id)
    return {group_id: held for group_id, held in found.items() if len(held) > 1}


def _card(group: Group, ids: set[int]) -> GroupCard:
    rows = sorted(group.members.all(), key=lambda row: row.pk)
    heads = current(row.customer_id for row in rows)
    role = next((row.role for row in rows if row.customer_id in ids and row.role), "")
    others = {heads[row.customer_id]: (row.customer.name, row.role) for row in rows if row.customer_id not in ids}
    return GroupCard(group.pk, GroupKind(group.kind), group.name, role, tuple((pk, *who) for pk, who in others.items()))
