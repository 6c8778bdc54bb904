"""Cases, all that happened in them, and who is looking at them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.contracts import MATTER_LENGTH, CaseOutcome, CaseStatus, EntryKind
from aisance.core import clock

OPEN = Q(closed_at__isnull=True)


class Case(models.Model):
    """One matter of one customer that somebody must lead to its end.

    `customer` is the row as it came, `person` the one that stood for them at the time of the last write: one person
    has one open case a matter. `ranked_at` is the place in a queue, the smallest first: the deadline, brought forward
    by what is lost if the case waits. Whoever writes names the `version` they saw.
    """

    number = models.CharField(max_length=12, unique=True, help_text="A short reference, as K7QF2M.")
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(
        "customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    matter = models.CharField(max_length=MATTER_LENGTH, help_text="What it is about, as reason:12.")
    status = models.CharField(max_length=8, default=CaseStatus.NEW, choices=[(s.value, s.value) for s in CaseStatus])
    owner = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    skill = models.CharField(max_length=40, blank=True, help_text="What its owner should know about.")
    due_at = models.DateTimeField(null=True)
    ranked_at = models.DateTimeField(help_text="Its place in a queue, the smallest first.")
    tell_at = models.DateTimeField(null=True, help_text="When somebody is next told of its deadline.")
    stake = models.FloatField(default=0.0, help_text="What is lost if it waits, in points from 0 to 100.")
    stake_reasons = models.JSONField(default=list, help_text="The parts: code, weight, values.")
    reason = models.ForeignKey("journeys.Reason", on_delete=models.PROTECT, null=True, related_name="+")
    root_cause = models.ForeignKey("journeys.Reason", on_delete=models.PROTECT, null=True, related_name="+")
    cause_sought = models.BooleanField(default=False, help_text="Somebody looked for the root cause, and said so.")
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=60, help_text="The code of a rule, by_hand, mail, or the code of a bridge.")
    response = models.ForeignKey("surveys.Response", on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    day = models.DateField(default=clock.today, help_text="The day of its opening in the company's time zone.")
    first_touched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    outcome = models.CharField(  # noqa: DJ001  null while open, so that the constraint below can say so
        max_length=12, null=True, choices=[(o.value, o.value) for o in CaseOutcome]
    )
    touched_seconds = models.PositiveIntegerField(null=True, help_text="Working time until the first touch.")
    closed_seconds = models.PositiveIntegerField(null=True, help_text="Working time until it was closed.")
    in_time = models.BooleanField(null=True, help_text="Closed within its deadline; null while open.")
    promised = models.TextField(blank=True)
    promised_by = models.DateTimeField(null=True)
    closings = models.PositiveSmallIntegerField(default=0, help_text="How many times it was closed.")
    solved_says_customer = models.BooleanField(null=True, help_text="What the customer said after the last closing.")
    merged_into = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="merged", help_text="It ended there, in no outcome."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "matter"], condition=OPEN & Q(person__isnull=False), name="one_open_case_a_matter"
            ),
            models.CheckConstraint(
                condition=(Q(closed_at__isnull=True, outcome__isnull=True) & ~Q(status=CaseStatus.CLOSED))
                | Q(closed_at__isnull=False, outcome__isnull=False, status=CaseStatus.CLOSED)
                | Q(closed_at__isnull=False, merged_into__isnull=False, status=CaseStatus.CLOSED),
                name="a_closed_case_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.value for o in CaseOutcome]),
                name="known_case_outcome",
            ),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in CaseStatus]), name="known_case_status"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "ranked_at"], condition=OPEN, name="open_cases_of_a_unit"),
            models.Index(fields=["owner", "ranked_at"], condition=OPEN, name="open_cases_of_an_owner"),
            models.Index(fields=["ranked_at"], condition=OPEN, name="open_cases_ranked"),
            models.Index(fields=["due_at"], condition=OPEN, name="open_cases_due"),
            models.Index(fields=["tell_at"], condition=OPEN, name="open_cases_to_tell"),
            models.Index(fields=["person"], name="cases_of_a_person"),
            models.Index(fields=["opened_at"], name="case_opened"),
            models.Index(fields=["day"], name="case_day"),
            models.Index(fields=["closed_at"], condition=~OPEN, name="case_closed"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseEntry(models.Model):
    """One thing that happened in a case. Rows are added, and only an erasure takes words out of them.

    `key` is unique where it is given, so that what comes twice is once.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=13, choices=[(k.value, k.value) for k in EntryKind])
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    is_private = models.BooleanField(default=False)
    key = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(help_text="That of the case from then on.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_case_entry_a_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="entries_of_a_case")]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"


class Watch(models.Model):
    """Somebody has the page of a case before them, until a moment that their browser moves on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watches", db_index=False)
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    seen_until = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="one_watch_a_person"),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at case {self.case_id}"


class CaseNotice(models.Model):
    """A reminder or an escalation of one deadline, to one person; each happens once.

    `level` is 0 for the owner, 1 for the supervisors of the unit, 2 for those of the unit above, and so on.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices", db_index=False)
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(help_text="The deadline it is about.")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True, help_text="Null once nothing more is to be tried.")
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "level", "due_at", "person"], name="one_notice_a_deadline"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(next_try_at__isnull=False), name="notices_to_mail"),
        ]

    def __str__(self) -> str:
        return f"level {self.level} of case {self.case_id}"
