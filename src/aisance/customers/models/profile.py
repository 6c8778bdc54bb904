"""Profile fields and their values, what was asked of whom, services in exchange, and the client book."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from aisance.customers.profile.contracts import Fate, FieldKind, Subject, Use, Way


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(word.value, word.value) for word in words]


class ProfileField(models.Model):
    """Something that may be known of a customer. What it means stands in its versions, the newest in force.

    The counts are those of the last round of the worker; null before the first.
    """

    code = models.SlugField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    uses = models.PositiveIntegerField(default=0, help_text="Segments, templates and routings that name it.")
    known = models.PositiveIntegerField(null=True, help_text="People of whom a value stands.")
    people = models.PositiveIntegerField(null=True, help_text="People there were at that time.")
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ProfileFieldVersion(models.Model):
    """What a field means, and what the customer is told of it.

    `holds_since` is the number of the oldest version whose values still mean the same: a new purpose, use or kind
    begins anew, since a customer gave the value for the purpose of that day.
    """

    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    holds_since = models.PositiveSmallIntegerField()
    name = models.JSONField()
    question = models.JSONField()
    kind = models.CharField(max_length=8, choices=_choices(FieldKind))
    options = models.JSONField(default=list, help_text="Of a choice: code and words in each language.")
    use = models.CharField(max_length=10, choices=_choices(Use))
    use_name = models.CharField(max_length=120, help_text="Which segment, template, routing or law.")
    purpose = models.JSONField(help_text="What the customer is told it is for.")
    keep_days = models.PositiveIntegerField()
    is_mandatory = models.BooleanField()
    weight = models.PositiveSmallIntegerField(default=1)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "number"], name="one_field_version_a_number"),
            models.CheckConstraint(condition=~Q(use_name=""), name="field_has_a_named_use"),
            models.CheckConstraint(condition=Q(keep_days__gt=0), name="field_has_a_retention"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id} version {self.number}"


class ProfileValue(models.Model):
    """A value of a field, as it was given; the one that stands has not been replaced."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ProfileFieldVersion, on_delete=models.CASCADE, related_name="+")
    value = models.JSONField()
    way = models.CharField(max_length=13, choices=_choices(Way))
    source = models.CharField(max_length=40, help_text="Through what it came: desk, service, book, import, api.")
    method = models.CharField(max_length=120, blank=True)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "field"], condition=Q(replaced_at__isnull=True), name="one_standing_value"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="profile_value_expiry"),
            models.Index(fields=["field", "customer"], condition=Q(replaced_at__isnull=True), name="profile_standing"),
        ]

    def __str__(self) -> str:
        return f"field {self.field_id} of customer {self.customer_id}"


class FieldUse(models.Model):
    """That somebody read a field, or names it: which segment, template or routing, and when last."""

    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=_choices(Use))
    name = models.CharField(max_length=120)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "kind", "name"], name="one_use_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Asking(models.Model):
    """One time that a field was put to a customer, or a note was heard, and what came of it.

    `contact` tells the askings of one contact from those of the next. A note that gave no value has no field.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    field = models.ForeignKey(ProfileField, on_delete=models.CASCADE, null=True, related_name="+")
    way = models.CharField(max_length=13, choices=_choices(Way))
    contact = models.CharField(max_length=80)
    fate = models.CharField(max_length=8, choices=_choices(Fate))
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-at"], name="asking_of_customer"),
            models.Index(fields=["at"], name="asking_at"),
        ]

    def __str__(self) -> str:
        return f"{self.fate} {self.contact}"


class ProfileRules(models.Model):
    """How much may be asked: one row, set on the page of fields."""

    most_questions = models.PositiveSmallIntegerField(default=1)
    refusal_rest_days = models.PositiveSmallIntegerField(default=180)
    unused_days = models.PositiveSmallIntegerField(default=180)

    def __str__(self) -> str:
        return f"{self.most_questions} a contact"


class ExchangeService(models.Model):
    """A service that customers may choose, and the fields that it needs or would like."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField()
    offer = models.JSONField(help_text="What the customer gets.")
    needs = models.ManyToManyField(ProfileField, related_name="services")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code


class ServiceChoice(models.Model):
    """That a customer chose a service, until they ended it."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(ExchangeService, on_delete=models.CASCADE, related_name="choices")
    chosen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    via = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "service"], condition=Q(ended_at__isnull=True), name="one_standing_choice"
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.service_id} for customer {self.customer_id}"


class BookNote(models.Model):
    """A note of the client book, in versions: `number` counts them, the one in force has not been replaced.

    `first` is the first version, null there. Whoever works in `unit` or above reads it.
    """

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="later")
    number = models.PositiveSmallIntegerField(default=1)
    heard = models.TextField(help_text="The customer's own words.")
    subject = models.CharField(max_length=12, choices=_choices(Subject))
    purpose = models.CharField(max_length=12)
    author = models.CharField(max_length=150)
    author_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    sensitive = models.JSONField(default=list, help_text="Kinds of sensitive words that the author confirmed.")
    confirmed_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("written_at")), name="note_ends_after_it_began"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["customer", "-written_at"], name="note_of_customer"),
            models.Index(fields=["expires_at"], name="note_expiry"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk} on customer {self.customer_id}"
