"""What customers told about themselves, and what staff noted of it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from aisance.core.personal import Holding, Item, holds_personal
from aisance.core.translated import translated
from aisance.customers.erasing import (
    erase_askings_before,
    erase_notes,
    erase_notes_before,
    erase_profile,
)
from aisance.customers.models import Asking, BookNote, ProfileValue, ServiceChoice
from aisance.customers.personal.known import known_fields


def profile(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every value, also those that were replaced; services chosen; what was asked."""
    values = ProfileValue.objects.filter(customer_id__in=customer_ids).select_related("version")
    for row in values.order_by("given_at", "pk"):
        fields = known_fields(
            (translated(row.version.name), row.value),
            (_("What for"), translated(row.version.purpose)),
            (_("How it was given"), row.method),
            (_("Kept until"), row.expires_at.isoformat()),
            (_("Replaced"), row.replaced_at.isoformat() if row.replaced_at else ""),
        )
        yield Item(row.given_at, _("Told about yourself"), fields, row.source)
    for choice in ServiceChoice.objects.filter(customer_id__in=customer_ids).select_related("service"):
        ended = known_fields((_("Ended"), choice.ended_at.isoformat() if choice.ended_at else ""))
        yield Item(choice.chosen_at, translated(choice.service.name), ended, choice.via)
    for asking in Asking.objects.filter(customer_id__in=customer_ids).select_related("field").order_by("at"):
        about = known_fields((_("Field"), asking.field.code if asking.field else ""), (_("Outcome"), asking.fate))
        yield Item(asking.at, _("Asked about yourself"), about, asking.way)


def notes(customer_ids: Sequence[int]) -> Iterator[Item]:
    """Every note of the client book in every version. The author is staff, and not told."""
    for row in BookNote.objects.filter(customer_id__in=customer_ids).order_by("written_at", "pk"):
        fields = known_fields(
            (_("Heard"), row.heard),
            (_("Subject"), row.get_subject_display()),
            (_("What for"), row.purpose),
            (_("Kept until"), row.expires_at.isoformat()),
            (_("Replaced"), row.replaced_at.isoformat() if row.replaced_at else ""),
            (_("Sensitive words"), row.sensitive),
            (_("Why they are kept"), row.confirmed_because),
        )
        yield Item(row.written_at, _("Note of a contact"), fields, "aisance")


holds_personal(
    Holding(
        name="customers.profile",
        title=_("What customers told about themselves"),
        purpose=_("Said with each field, to whoever is asked for it"),
        legal_basis=_("Contract or consent, said with each field"),
        shown=profile,
        erase=erase_profile,
        columns=("customers.ProfileValue.value", "customers.ProfileValue.method", "customers.Asking.contact"),
        keep_days=1095,
        overdue=erase_askings_before,
        keep_between=(30, 3650),
        rank=60,
    )
)
holds_personal(
    Holding(
        name="customers.book",
        title=_("Client book"),
        purpose=_("So that a customer need not say things twice"),
        legal_basis=_("Our legitimate interest in good service"),
        shown=notes,
        erase=erase_notes,
        columns=("customers.BookNote.heard", "customers.BookNote.confirmed_because", "customers.BookNote.sensitive"),
        keep_days=1095,
        keep_between=(30, 1825),
        overdue=erase_notes_before,
        rank=60,
    )
)
