"""People, units, roles at units, API keys, advisors."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from aisance.accounts.contracts import UnitKind
from aisance.core.permissions import ROLE_NAMES, Role

THEMES = [("", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]


class Unit(models.Model):
    """A node of the organisation: company, country, centre or team."""

    KIND_NAMES: ClassVar = {
        UnitKind.COMPANY: _("Company"),
        UnitKind.COUNTRY: _("Country"),
        UnitKind.CENTRE: _("Centre"),
        UnitKind.TEAM: _("Team"),
    }

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=list(KIND_NAMES.items()))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    # Null for the moment between the insert, which gives the id, and the path that ends with it.
    path = models.CharField(max_length=120, unique=True, null=True, help_text="As in /1/4/9/.")  # noqa: DJ001

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(parent__isnull=True), name="one_root_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Creates people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A member of staff who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en", choices=[("fr", "Français"), ("en", "English")])
    theme = models.CharField(
        max_length=8,
        default="",
        blank=True,
        choices=THEMES,
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role that a person holds at a unit and below."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "role", "unit"], name="one_assignment"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} at {self.unit_id}"


class ApiKey(models.Model):
    """A key for programmes: shown once, stored hashed, valid for some rights at a unit and below."""

    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    hashed = models.CharField(max_length=64)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Advisor(models.Model):
    """Somebody who talks to customers; linked to a person where they also sign in."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.SET_NULL, null=True, related_name="advisor")

    def __str__(self) -> str:
        return self.name


class Webhook(models.Model):
    """An address of another system that is told of what happens. The secret is enciphered under our own key."""

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    kinds = models.JSONField(default=list, help_text="Codes of what it is told of.")
    secret = models.CharField(max_length=300)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    rests_until = models.DateTimeField(null=True, help_text="After a failure nothing is sent before.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One thing told to one address: ids and codes only. `place` is the event's id and its place in the event."""

    STATES: ClassVar = ("waiting", "delivered", "given_up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.BigIntegerField()
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    customer_id = models.BigIntegerField(null=True, help_text="Whose order it keeps.")
    data = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting", choices=[(state, state) for state in STATES])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True, help_text="The status, or what went wrong, in one word.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "event_id", "place"], name="one_delivery_an_event"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["webhook", "customer_id", "event_id", "place"],
                name="deliveries_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["customer_id"], name="deliveries_of_a_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to webhook {self.webhook_id}"
