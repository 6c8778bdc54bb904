"""Reads about fields, their values and what was asked."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from aisance.core import clock
from aisance.core.once import asked_once
from aisance.customers.identity.persons import whole
from aisance.customers.models import (
    Asking,
    ExchangeService,
    FieldUse,
    ProfileField,
    ProfileFieldVersion,
    ProfileRules,
    ProfileValue,
    ServiceChoice,
)
from aisance.customers.profile.contracts import (
    Asked,
    Candidate,
    Fate,
    FieldCard,
    FieldKind,
    Known,
    Option,
    Pace,
    Use,
    Way,
)
from aisance.customers.profile.rules import next_questions
from aisance.customers.profile.tokens import further_path
from aisance.customers.queries import restricted


def card_of(version: ProfileFieldVersion) -> FieldCard:
    """A version of a field as others hold it."""
    return FieldCard(
        code=version.field.code,
        number=version.number,
        holds_since=version.holds_since,
        name=version.name,
        question=version.question,
        kind=FieldKind(version.kind),
        options=tuple(Option(option["code"], option["name"]) for option in version.options),
        use=Use(version.use),
        use_name=version.use_name,
        purpose=version.purpose,
        keep_days=version.keep_days,
        is_mandatory=version.is_mandatory,
        weight=version.weight,
    )


@asked_once
def newest_versions(*, also_retired: bool = False) -> list[ProfileFieldVersion]:
    """The newest version of each field, by code; those of retired fields only where they are wanted."""
    rows = ProfileFieldVersion.objects.select_related("field").order_by("field__code", "-number")
    if not also_retired:
        rows = rows.filter(field__retired_at__isnull=True)
    newest: dict[int, ProfileFieldVersion] = {}
    for row in rows:
        newest.setdefault(row.field_id, row)
    return list(newest.values())


def field_cards() -> list[FieldCard]:
    """The fields in use, by code."""
    return [card_of(version) for version in newest_versions()]


def field_card(code: str) -> FieldCard | None:
    """A field in use; null where there is none of this code."""
    return next((card for card in field_cards() if card.code == code), None)


def versions_of(code: str) -> list[ProfileFieldVersion]:
    """Every version of a field, the newest first."""
    return list(ProfileFieldVersion.objects.filter(field__code=code).select_related("field").order_by("-number"))


def pace() -> Pace:
    """How much may be asked of a customer."""
    row = ProfileRules.objects.first()
    return Pace(row.most_questions, row.refusal_rest_days, row.unused_days) if row else Pace()


def people_rows(customer_id: int) -> tuple[int, ...]:
    """Every row of the person that a customer's row belongs to."""
    return whole(customer_id)


def standing_values(customer_ids: Collection[int]) -> QuerySet[ProfileValue]:
    """The values that stand and are not over their time."""
    rows = ProfileValue.objects.filter(customer_id__in=customer_ids, replaced_at__isnull=True)
    return rows.filter(expires_at__gt=clock.now(), field__retired_at__isnull=True)


def values_that_hold(card: FieldCard) -> QuerySet[ProfileValue]:
    """The values of a field that stand, are not over their time, and were given for its purpose of today."""
    rows = ProfileValue.objects.filter(field__code=card.code, replaced_at__isnull=True, expires_at__gt=clock.now())
    return rows.filter(version__number__gte=card.holds_since)


def known_of(customer_ids: Collection[int], every: Collection[FieldCard] | None = None) -> list[Known]:
    """What is known of one person under all these rows, by field: of several values the one given last.

    A value that was given for another purpose, or that is no choice any more, is not known. `every` are the fields in
    use, where they were read already.
    """
    cards = {card.code: card for card in (field_cards() if every is None else every)}
    found: dict[str, Known] = {}
    rows = standing_values(customer_ids).select_related("field", "version").order_by("given_at", "pk")
    for row in rows:
        card = cards[row.field.code]
        if row.version.number >= card.holds_since and _still_offered(card, row.value):
            found[card.code] = Known(card, row.value, row.given_at, row.expires_at, Way(row.way), row.source)
    return [found[code] for code in sorted(found)]


def _still_offered(card: FieldCard, value: Any) -> bool:
    return card.kind is not FieldKind.CHOICE or value in {option.code for option in card.options}


def profile_of(customer_id: int) -> list[Known]:
    """What is known of the person behind a customer's row, by field."""
    return known_of(people_rows(customer_id))


def history_of(customer_ids: Collection[int]) -> list[Asked]:
    """What was asked of one person, oldest first; notes that were only heard are no asking."""
    rows = Asking.objects.filter(customer_id__in=customer_ids, field__isnull=False).exclude(way=Way.LISTENING)
    rows_in_order = rows.order_by("at", "pk").values_list("field__code", "contact", "at", "fate")
    return [Asked(code, contact, at, Fate(fate)) for code, contact, at, fate in rows_in_order]


def candidates_for(known: Iterable[Known], versions: Iterable[ProfileFieldVersion]) -> list[Candidate]:
    """These fields in use, with what makes each worth asking."""
    codes = {one.field.code for one in known}
    return [
        Candidate(field.code, version.weight, field.uses, _missing(field), field.code in codes)
        for version in versions
        for field in [version.field]
    ]


def _missing(field: ProfileField) -> float:
    """The share of people of whom the field is not known; all of them before it was first counted."""
    return 1.0 if not field.people or field.known is None else 1.0 - field.known / field.people


def questions_for(customer_id: int, k: int, *, contact: str) -> list[FieldCard]:
    """At most k fields worth asking this customer in this contact, the most useful first.

    Nothing is asked of somebody whose data may only be kept.
    """
    versions = newest_versions()
    if not versions or restricted(rows := people_rows(customer_id)):
        return []
    cards = {version.field.code: card_of(version) for version in versions}
    found = pace()
    allowed = Pace(min(k, found.most_questions), found.refusal_rest_days, found.unused_days)
    elsewhere = _asked_with_a_service(rows, cards.values())
    known = known_of(rows, cards.values())
    candidates = [one for one in candidates_for(known, versions) if one.code not in elsewhere]
    codes = next_questions(candidates, history_of(rows), contact=contact, now=clock.now(), pace=allowed)
    return [cards[code] for code in codes]


def further_question(customer_id: int, *, contact: str) -> str:
    """The path at which this customer may answer one question more in a contact; empty where none is worth asking."""
    return further_path(customer_id, contact) if questions_for(customer_id, 1, contact=contact) else ""


def _asked_with_a_service(customer_ids: Collection[int], cards: Iterable[FieldCard]) -> set[str]:
    """The fields that a service cannot do without: they are asked of whoever chose it, and of nobody else."""
    mandatory = {card.code for card in cards if card.is_mandatory}
    if not mandatory:
        return set()
    chosen = ServiceChoice.objects.filter(customer_id__in=customer_ids, ended_at__isnull=True).values("service")
    services = ExchangeService.objects.filter(closed_at__isnull=True)
    theirs = set(services.filter(pk__in=chosen).values_list("needs__code", flat=True))
    needed = set(services.exclude(pk__in=chosen).values_list("needs__code", flat=True))
    return (needed - theirs) & mandatory


def uses_of(fields: Sequence[ProfileField]) -> dict[int, list[FieldUse]]:
    """Who reads each field, the latest first."""
    found: dict[int, list[FieldUse]] = {}
    for use in FieldUse.objects.filter(field__in=fields).order_by("-last_at", "name"):
        found.setdefault(use.field_id, []).append(use)
    return found


def values_that_stand(fields: Sequence[ProfileField]) -> dict[int, int]:
    """How many values of each field stand."""
    rows = ProfileValue.objects.filter(field__in=fields, replaced_at__isnull=True).order_by()
    return dict(rows.values_list("field_id").annotate(n=Count("pk")))
