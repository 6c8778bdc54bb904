"""Reads about outgoing messages and about who asked for no more of them."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from aisance.accounts.public import root_unit
from aisance.core.permissions import Right, Viewer
from aisance.outreach.models import Message, OptOut
from aisance.outreach.permissions import VIEW_MESSAGES


def require_company(viewer: Viewer, right: Right) -> None:
    """Raise PermissionDenied unless the right is held at the company: a message belongs to no unit below it."""
    if not viewer.scope(right).covers(root_unit().path):
        raise PermissionDenied(right.code)


def messages_newest_first(viewer: Viewer, state: str = "") -> QuerySet[Message]:
    """The outgoing messages, those of one state where it is given, without their bodies."""
    require_company(viewer, VIEW_MESSAGES)
    rows = Message.objects.defer("body").order_by("-pk")
    return rows.filter(state=state) if state in Message.State.values else rows


def message_of(viewer: Viewer, message_pk: int, right: Right = VIEW_MESSAGES) -> Message:
    """One message. Raises PermissionDenied, or Message.DoesNotExist."""
    require_company(viewer, right)
    return Message.objects.get(pk=message_pk)


def stopped(customer_ids: Iterable[int], purpose: str) -> set[int]:
    """Those of the customers who asked for no more messages of this purpose."""
    rows = OptOut.objects.filter(customer_id__in=set(customer_ids), purpose=purpose)
    return set(rows.values_list("customer_id", flat=True))
