"""Services in exchange: the catalogue, what a customer chose, and what a service needs."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from aisance.core import audit, clock
from aisance.core.permissions import Viewer
from aisance.customers.models import ExchangeService, ProfileField, ServiceChoice
from aisance.customers.profile.asking import checked, give_value, note_asked
from aisance.customers.profile.contracts import Fate, FieldCard, ServiceCard, Way
from aisance.customers.profile.queries import field_cards, people_rows


def services(*, also_closed: bool = False) -> list[ServiceCard]:
    """The catalogue, by code."""
    cards = {card.code: card for card in field_cards()}
    rows = ExchangeService.objects.order_by("code").prefetch_related("needs")
    found = [_card(row, cards) for row in rows]
    return [card for card in found if card.is_open or also_closed]


def _card(row: ExchangeService, cards: Mapping[str, FieldCard]) -> ServiceCard:
    needs = [cards[field.code] for field in row.needs.all() if field.code in cards]
    in_order = sorted(needs, key=lambda card: (not card.is_mandatory, card.code))
    return ServiceCard(row.code, row.name, row.offer, tuple(in_order), row.closed_at is None)


def service_of(code: str, *, also_closed: bool = False) -> ServiceCard | None:
    """A service by its code; null where it is not offered."""
    return next((card for card in services(also_closed=also_closed) if card.code == code), None)


def chosen_services(customer_ids: Collection[int]) -> dict[str, ServiceChoice]:
    """The services that one person has chosen and not ended, by code."""
    rows = ServiceChoice.objects.filter(customer_id__in=customer_ids, ended_at__isnull=True)
    return {row.service.code: row for row in rows.select_related("service").order_by("chosen_at")}


@transaction.atomic
def set_service(card: ServiceCard, *, by: Viewer) -> None:
    """Write a service, a new one or one that is there."""
    words = {"name": dict(card.name), "offer": dict(card.offer), "closed_at": None if card.is_open else clock.now()}
    row, _is_new = ExchangeService.objects.update_or_create(
        code=card.code, defaults=words, create_defaults={**words, "created_at": clock.now()}
    )
    codes = [need.code for need in card.needs]
    row.needs.set(ProfileField.objects.filter(code__in=codes))
    changes = {"needs": codes, "is_open": card.is_open}
    audit.record(by, "service.set", what="service", which=card.code, changes=changes)


@transaction.atomic
def choose_service(*, customer_id: int, card: ServiceCard, given: Mapping[str, str], via: str, by: Viewer) -> None:
    """Keep that a customer chose a service, with what they gave for it; an optional field left blank is passed.

    Choosing is no consent to anything else. Raises WrongValueError before anything is written: for a wrong value, and
    for a field the service cannot do without.
    """
    filled = {need.code: given.get(need.code, "").strip() for need in card.needs}
    for need in card.needs:
        if filled[need.code] or need.is_mandatory:
            checked(need, filled[need.code])
    contact = f"service:{card.code}:{clock.now():%Y%m%d%H%M}"
    row = ExchangeService.objects.get(code=card.code)
    if card.code not in chosen_services(people_rows(customer_id)):
        ServiceChoice.objects.create(customer_id=customer_id, service=row, chosen_at=clock.now(), via=via)
    for need in card.needs:
        if value := filled[need.code]:
            _give(customer_id, need, value, card, contact, by)
        else:
            fate: dict[str, Any] = {"way": Way.SERVICE, "fate": Fate.SKIPPED}
            note_asked(customer_id, [need.code], contact=contact, by=by, **fate)
    audit.record(by, "service.chosen", what="customer", which=customer_id, changes={"service": card.code, "via": via})


def _give(customer_id: int, need: FieldCard, value: str, card: ServiceCard, contact: str, by: Viewer) -> None:
    give_value(
        customer_id=customer_id,
        code=need.code,
        given=value,
        way=Way.SERVICE,
        source="service",
        method=card.code,
        contact=contact,
        by=by,
    )


@transaction.atomic
def decline_service(*, customer_id: int, card: ServiceCard, by: Viewer) -> None:
    """Keep that a customer saw what a service needs and did not want to give it."""
    contact = f"service:{card.code}:{clock.now():%Y%m%d%H%M}"
    codes = [need.code for need in card.needs]
    note_asked(customer_id, codes, way=Way.SERVICE, fate=Fate.REFUSED, contact=contact, by=by)


@transaction.atomic
def end_service(*, customer_id: int, code: str, by: Viewer) -> bool:
    """End a service that a customer chose; false where they had not. What they gave keeps its own time."""
    rows = ServiceChoice.objects.filter(
        customer_id__in=people_rows(customer_id), service__code=code, ended_at__isnull=True
    )
    if not rows.update(ended_at=clock.now()):
        return False
    audit.record(by, "service.ended", what="customer", which=customer_id, changes={"service": code})
    return True
