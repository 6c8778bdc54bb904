"""Reads about people, units and keys."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from aisance.accounts.contracts import AdvisorCard, HeldRole, PersonCard, UnitCard, UnitKind
from aisance.accounts.field_words import OF_INDICATORS, OF_PEOPLE, OF_UNITS
from aisance.accounts.models import Advisor, ApiKey, Assignment, Person, Unit
from aisance.accounts.permissions import ADMINISTER, VIEW_AUDIT
from aisance.accounts.rules import in_reading_order, is_key, parse_key
from aisance.accounts.trail_names import named_by_others
from aisance.core import clock
from aisance.core.models import AuditEntry
from aisance.core.once import asked_once
from aisance.core.permissions import NOBODY, RIGHTS, Right, Role, Viewer
from aisance.core.scope import Scope


def viewer_of_request(request: HttpRequest) -> Viewer:
    """Who is asking, from the session; nobody where nobody is signed in."""
    person = request.user
    if not isinstance(person, Person) or not person.is_active:
        return NOBODY
    return viewer_of_person(person, client_address(request))


def client_address(request: HttpRequest) -> str:
    """The address of the client, believing as many proxies as the settings say."""
    trusted: int = settings.ENVIRONMENT.trusted_proxies
    hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """By what strangers are counted: the address, or of IPv6 its 64 bits, since whoever has one has all below them."""
    address = client_address(request)
    if ":" not in address:
        return address
    try:
        number = IPv6Address(address)
    except ValueError:
        return address
    return str(number.ipv4_mapped or number.exploded[:19])


def viewer_of_person(person: Person, address: str) -> Viewer:
    """A person as a viewer: for each right, the units at which one of their roles grants it."""
    held = [(a.role, a.unit.path or "") for a in person.assignments.select_related("unit")]
    grants = {
        code: Scope(tuple(sorted({path for role, path in held if path and role in right.roles})))
        for code, right in RIGHTS.items()
    }
    return Viewer(kind="person", name=person.name, person_id=person.pk, address=address, grants=grants)


def person_card(person_id: int) -> PersonCard | None:
    """A member of staff by id; null where there is none."""
    row = Person.objects.filter(pk=person_id).first()
    return PersonCard(row.pk, row.name, row.email, row.language, row.is_active) if row else None


@asked_once
def people_holding(right: Right, path: str = "") -> list[PersonCard]:
    """The active people who hold a right, by name; at the unit with this path where one is given, else anywhere."""
    held = Assignment.objects.filter(role__in=[role.value for role in right.roles], person__is_active=True)
    columns = ("person_id", "person__name", "person__email", "person__language", "unit__path")
    rows = held.order_by("person__name", "person_id").values_list(*columns)
    cards = (
        PersonCard(pk, name, email, language, is_active=True)
        for pk, name, email, language, at in rows
        if at and path.startswith(at if path else "")
    )
    return list(dict.fromkeys(cards))


def viewer_of(person_id: int) -> Viewer | None:
    """A person as they would see things now, for work done in their name; null where they may not sign in."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return viewer_of_person(person, "worker") if person else None


@asked_once
def roles_held(person_id: int | None) -> list[HeldRole]:
    """The roles of a person and where they hold them."""
    rows = Assignment.objects.filter(person_id=person_id or 0).values_list("role", "unit__path")
    return [HeldRole(role, path) for role, path in rows if path]


def people_covering(path: str, roles: Collection[Role]) -> list[tuple[PersonCard, str]]:
    """Who holds one of the roles at the unit with this path or above it, and where: once each, at the nearest unit."""
    steps = path.strip("/").split("/")
    above = ["/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]
    rows = Assignment.objects.filter(role__in=roles, person__is_active=True, unit__path__in=above)
    # Sorted by path, hence from the company down: the last one of a person is the nearest.
    nearest = {row.person_id: row for row in rows.select_related("person", "unit").order_by("unit__path")}
    return [
        (PersonCard(row.person_id, row.person.name, row.person.email, row.person.language, True), row.unit.path or "")
        for _pk, row in sorted(nearest.items())
    ]


def people_within(scope: Scope, roles: Collection[Role]) -> list[PersonCard]:
    """The active people who hold one of the roles at a unit of a scope, by name."""
    held = Assignment.objects.filter(scope.rows("unit"), role__in=roles, person__is_active=True)
    people = Person.objects.filter(pk__in=held.values("person_id")).order_by("name", "pk")
    return [PersonCard(row.pk, row.name, row.email, row.language, row.is_active) for row in people]


def key_in_force(text: str) -> ApiKey | None:
    """The key with this text, with its unit; none where it is unknown, wrong or revoked."""
    parts = parse_key(text)
    if parts is None:
        return None
    key = ApiKey.objects.select_related("unit").filter(prefix=parts.prefix, revoked_at__isnull=True).first()
    return key if key and is_key(parts, key.hashed) else None


def viewer_of_key(key: ApiKey, address: str) -> Viewer:
    """A key as a viewer: its scopes, as far as keys may hold them, at its unit and below."""
    scope = Scope((key.unit.path,) if key.unit.path else ())
    grants = {code: scope for code in key.scopes if code in RIGHTS and RIGHTS[code].api}
    return Viewer(kind="api_key", name=key.name, key_id=key.pk, address=address, grants=grants)


def unit_card(unit: Unit) -> UnitCard:
    return UnitCard(unit.pk, unit.code, unit.name, UnitKind(unit.kind), unit.path or "")


@asked_once
def units_in(scope: Scope) -> list[UnitCard]:
    """The units of a scope, parents before their children, siblings by name."""
    rows = Unit.objects.filter(scope.units()).values_list("pk", "code", "name", "kind", "path")
    return [*_cards_in_order(tuple(rows))]


@lru_cache(maxsize=64)
def _cards_in_order(rows: tuple[tuple[int, str, str, str, str | None], ...]) -> tuple[UnitCard, ...]:
    """The cards of these very rows: a page reads them several times, and to sort 400 units takes longer than that."""
    return tuple(
        in_reading_order(UnitCard(pk, code, name, UnitKind(kind), path or "") for pk, code, name, kind, path in rows)
    )


def units_where_held(right: Right, path: str) -> list[UnitCard]:
    """The units on the way up from a path at which somebody active holds a role with a right, the nearest first."""
    steps = [step for step in path.split("/") if step]
    above = ["/" + "/".join(steps[:length]) + "/" for length in range(1, len(steps) + 1)]
    held = Assignment.objects.filter(role__in=[r.value for r in right.roles], person__is_active=True)
    rows = Unit.objects.filter(path__in=above, pk__in=held.values("unit_id"))
    return sorted((unit_card(row) for row in rows), key=lambda unit: -unit.depth)


def unit_with_id(unit_id: int) -> UnitCard | None:
    """A unit by its id; null where there is none."""
    row = Unit.objects.filter(pk=unit_id).first()
    return unit_card(row) if row else None


@asked_once
def unit_ids_in(scope: Scope) -> list[int]:
    return list(Unit.objects.filter(scope.units()).values_list("pk", flat=True))


def units_by_code(codes: Iterable[str]) -> dict[str, UnitCard]:
    """The units with these codes; a code that names none is absent."""
    return {unit.code: unit_card(unit) for unit in Unit.objects.filter(code__in=set(codes))}


@asked_once
def root_unit() -> UnitCard:
    """The company itself. Raises Unit.DoesNotExist before the first `migrate`."""
    return unit_card(Unit.objects.get(parent__isnull=True))


def advisors_by_code(codes: Iterable[str]) -> dict[str, AdvisorCard]:
    """The advisors with these codes; a code that names none is absent."""
    return {a.code: AdvisorCard(a.pk, a.code, a.name, a.unit_id) for a in Advisor.objects.filter(code__in=set(codes))}


def advisors_by_id(ids: Iterable[int]) -> dict[int, AdvisorCard]:
    return {a.pk: AdvisorCard(a.pk, a.code, a.name, a.unit_id) for a in Advisor.objects.filter(pk__in=set(ids))}


def people_in(viewer: Viewer) -> QuerySet[Person]:
    """The people the viewer administers: with a role in the scope; for the whole company, those without one too."""
    scope = viewer.scope(ADMINISTER)
    within = Q(pk__in=Assignment.objects.filter(scope.rows("unit")).values("person_id"))
    if covers_company(scope):
        within |= Q(assignments__isnull=True)
    return Person.objects.filter(within).distinct().order_by("name", "pk")


def covers_company(scope: Scope) -> bool:
    """Whether a scope reaches from the root of the organisation."""
    root = Unit.objects.filter(parent__isnull=True).values_list("path", flat=True).first()
    return root is not None and scope.covers(root)


def assignments_in(viewer: Viewer) -> QuerySet[Assignment]:
    """The roles the viewer may take away."""
    return Assignment.objects.filter(viewer.scope(ADMINISTER).rows("unit")).select_related("unit", "person")


def is_wholly_administered(viewer: Viewer, person: Person) -> bool:
    """Whether no role of the person lies outside the viewer's scope.

    Who administers one country must not shut out, or take over by an invitation, somebody who also works for another.
    """
    return not person.assignments.exclude(viewer.scope(ADMINISTER).rows("unit")).exists()


def api_keys_in(viewer: Viewer) -> QuerySet[ApiKey]:
    """The keys the viewer administers, those in force first, the newest first."""
    keys = ApiKey.objects.filter(viewer.scope(ADMINISTER).rows("unit")).select_related("unit", "created_by")
    return keys.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")


def audit_entries(
    viewer: Viewer,
    *,
    person_id: int | None = None,
    action: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[AuditEntry]:
    """The audit trail, newest first. For a part of the company: what people with a role there did."""
    scope = viewer.scope(VIEW_AUDIT)
    rows = AuditEntry.objects.order_by("-at", "-pk")
    if not covers_company(scope):
        rows = rows.filter(person_id__in=Assignment.objects.filter(scope.rows("unit")).values("person_id"))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if action:
        rows = rows.filter(action=action)
    if first:
        rows = rows.filter(at__gte=clock.start_of_day(first))
    if last:
        rows = rows.filter(at__lt=clock.start_of_day(last + timedelta(days=1)))
    return rows


NAMED_OBJECTS: dict[str, type[Person | Unit | ApiKey]] = {"person": Person, "unit": Unit, "api_key": ApiKey}


def names_of_objects(viewer: Viewer, entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """The present names of the people, units and keys that these lines of the trail are about, by type and number.

    With them the units that stand in the details, by number and by code, of the people there those whose deeds the
    viewer reads in the trail anyhow, and what other domains call their codes.
    """
    entries = list(entries)
    wanted = {(entry.object_type, entry.object_id) for entry in entries if entry.object_id}
    names = _units_told(entries) | _people_told(viewer.scope(VIEW_AUDIT), entries) | _named_by_others(entries)
    for kind, model in NAMED_OBJECTS.items():
        # Not every line about a unit is about one: the hours of a unit are kept by its code.
        ids = [number for what, number in wanted if what == kind and number.isdecimal()]
        names |= {(kind, str(row.pk)): row.name for row in model._default_manager.filter(pk__in=ids)}
    return names


def _units_told(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    said = _said_in(OF_UNITS, entries) | {one.object_id for one in entries if one.object_type == "unit"}
    ids = [one for one in said if one.isdecimal()]
    rows = Unit.objects.filter(Q(pk__in=ids) | Q(code__in=said)).values_list("pk", "code", "name")
    return {("unit", key): name for pk, code, name in rows for key in (str(pk), code)}


def _people_told(scope: Scope, entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    ids = [one for one in _said_in(OF_PEOPLE, entries) if one.isdecimal()]
    people = Person.objects.filter(pk__in=ids)
    if not covers_company(scope):
        people = people.filter(pk__in=Assignment.objects.filter(scope.rows("unit")).values("person_id"))
    return {("person", str(pk)): name for pk, name in people.values_list("pk", "name")}


def _named_by_others(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    objects = {one.object_id for one in entries if one.object_type == "indicator"}
    return named_by_others({"indicator": objects | _said_in(OF_INDICATORS, entries)})


def _said_in(fields: frozenset[str], entries: Iterable[AuditEntry]) -> set[str]:
    """What stands in some fields of the details: one value, several, or those before and those after."""
    said = [value for entry in entries for field, value in entry.changes.items() if field in fields]
    return {str(one) for value in said for one in _flat(value) if isinstance(one, int | str)}


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one)
    else:
        yield value
