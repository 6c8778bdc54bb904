"""Who a customer is: names, identifiers, what sources said, with whom they are one person or belong together."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.core.personal import Holding, Item, holds_personal
from aisance.customers.erasing import erase_identity, erase_records
from aisance.customers.models import Customer, GroupMember, Identifier, Judgement, SourceRecord


def known_fields(*fields: tuple[Any, Any]) -> tuple[tuple[Any, Any], ...]:
    """Those of the fields of which something is known."""
    return tuple((title, value) for title, value in fields if value is not None and value not in ("", [], {}))


def identity(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Name, language, segment and identifiers, of each record that is the customer."""
    for row in Customer.objects.filter(pk__in=customer_ids).order_by("created_at", "pk"):
        fields = known_fields(
            (_("Name"), row.name),
            (_("Language"), row.language),
            (_("Segment"), row.segment),
            (_("Only kept since"), row.restricted_at.isoformat() if row.restricted_at else ""),
        )
        yield Item(row.created_at, _("Customer %(number)s") % {"number": row.pk}, fields)
    for held in Identifier.objects.filter(customer_id__in=customer_ids).order_by("added_at", "pk"):
        yield Item(held.added_at, _("Identifier"), ((held.kind, held.value),))


def records(customer_ids: Sequence[int]) -> Iterator[Item]:
    """What sources said, and what was judged of it."""
    for row in SourceRecord.objects.filter(customer_id__in=customer_ids).order_by("received_at", "pk"):
        fields = tuple((name, value) for name, value in row.fields.items())
        yield Item(row.received_at, _("What a source said"), fields, row.source)
    judged = Judgement.objects.filter(Q(left_id__in=customer_ids) | Q(right_id__in=customer_ids))
    for judgement in judged.order_by("at", "pk"):
        said = known_fields(
            (pgettext_lazy("identity", "Verdict"), judgement.verdict),
            (pgettext_lazy("identity", "Score"), judgement.score),
            (_("Why"), judgement.reason),
        )
        yield Item(judgement.at, _("Whether two records are one person"), said, judgement.by_kind)
    for place in GroupMember.objects.filter(customer_id__in=customer_ids).select_related("group"):
        of_group = known_fields((_("Name"), place.group.name), (_("Role"), place.role))
        yield Item(place.group.added_at, _("Household or company"), of_group)


holds_personal(
    Holding(
        name="customers.identity",
        title=_("Name and identifiers"),
        purpose=_("To recognise customers on every channel"),
        legal_basis=_("Contract, and our legitimate interest in good service"),
        shown=identity,
        erase=erase_identity,
        columns=("customers.Customer.name", "customers.Identifier.value"),
        keep_between=(365, 3650),
        rank=90,
    )
)
holds_personal(
    Holding(
        name="customers.records",
        title=_("What sources said"),
        purpose=_("To know who is who, and to undo a wrong merging"),
        legal_basis=_("Our legitimate interest in data that are right"),
        shown=records,
        erase=erase_records,
        columns=(
            *(f"customers.SourceRecord.{name}" for name in ("source_key", "digest", "fields")),
            "customers.Judgement.reason",
            "customers.Group.name",
            "customers.Group.key",
            "customers.GroupMember.role",
        ),
        rank=60,
    )
)
