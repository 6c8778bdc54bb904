"""Who is who: what sources said, what was judged of it, and what makes people findable to each other."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from aisance.customers.contracts import GroupKind, JudgedBy, Verdict


class SourceRecord(models.Model):
    """What a source said about a customer, as it came; never changed, a later word is a record of its own."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="records", help_text="Under which row it came."
    )
    source = models.CharField(max_length=80, blank=True)
    source_key = models.CharField(
        max_length=160, blank=True, help_text="The source's own key; empty where it has none."
    )
    digest = models.CharField(max_length=32, help_text="Of the content, so that the same word is kept once.")
    fields = models.JSONField(default=dict)
    import_run = models.BigIntegerField(null=True, blank=True)
    received_at = models.DateTimeField()
    waits = models.BooleanField(db_default=False, help_text="Has not been compared with the others yet.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_key", "digest"], name="one_record_a_word_of_a_source"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(waits=True), name="records_that_wait"),
            models.Index(fields=["import_run"], condition=Q(import_run__isnull=False), name="records_of_an_import"),
        ]

    def __str__(self) -> str:
        return f"record {self.pk} of {self.source}"


class MatchKey(models.Model):
    """A digest that two records of one person are likely to share; where candidates for a comparison are found."""

    record = models.ForeignKey("customers.SourceRecord", on_delete=models.CASCADE, related_name="match_keys")
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"key of record {self.record_id}"


class Judgement(models.Model):
    """Somebody's or something's word on whether two rows are one person; standing until it is withdrawn."""

    left = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="judged_left")
    right = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="judged_right")
    left_record = models.ForeignKey(
        "customers.SourceRecord", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    right_record = models.ForeignKey(
        "customers.SourceRecord", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict])
    by_kind = models.CharField(max_length=6, choices=[(k.value, k.value) for k in JudgedBy])
    by = models.CharField(max_length=160, blank=True)
    score = models.FloatField(null=True, blank=True)
    model = models.CharField(max_length=40, blank=True, help_text="The version of the weights, or the rule's name.")
    reason = models.JSONField(default=dict)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="judgement_left_is_older"),
            models.UniqueConstraint(
                fields=["left", "right", "by_kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_judgement_a_pair_and_judge",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(verdict="unsure", withdrawn_at__isnull=True),
                name="judgements_to_review",
            ),
        ]

    def __str__(self) -> str:
        return f"judgement {self.pk}: {self.verdict}"


class PlaceholderValue(models.Model):
    """A value that says nothing about who somebody is, as a shop's phone; it never joins people.

    `kept` is set by a person who says that it is a real one: then it is not found a placeholder again.
    """

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=254)
    names = models.PositiveIntegerField(help_text="How many unlike names it came with; 0 where it is on the list.")
    found_at = models.DateTimeField()
    kept = models.BooleanField(db_default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "value"], name="one_placeholder_a_value")]

    def __str__(self) -> str:
        return f"placeholder {self.pk} ({self.kind})"


class Group(models.Model):
    """Customers who belong together without being one: a household, a company with several contacts."""

    kind = models.CharField(max_length=9, choices=[(k.value, k.value) for k in GroupKind])
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=160, help_text="The name in the form in which two spellings meet.")
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_group_a_name")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class GroupMember(models.Model):
    """One customer's place in a group."""

    group = models.ForeignKey("customers.Group", on_delete=models.CASCADE, related_name="members")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=60, blank=True, help_text="As buyer or accountant; in the company's words.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "customer"], name="one_place_in_a_group")]

    def __str__(self) -> str:
        return f"member {self.customer_id} of group {self.group_id}"
