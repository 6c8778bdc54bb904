"""Gestures: what may be given, by whom, up to what, and everything that was asked for, given or refused."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.cases.gestures.contracts import STANDING, BudgetHolder, GestureSort, GestureState, Period
from aisance.core.permissions import Role

GRANTING_ROLES = (Role.ADVISOR, Role.SUPERVISOR, Role.MANAGER)


class GestureKind(models.Model):
    """One entry of the catalogue. Amounts count the smallest unit of the company's currency, as cents.

    A fixed cost has `least_minor` equal to `most_minor`. Conditions that are empty hold for everybody. What is `is_due`
    is owed to the customer, and is never held back.
    """

    code = models.SlugField(max_length=40, unique=True)
    sort = models.CharField(max_length=12, choices=[(s.value, s.value) for s in GestureSort])
    name = models.JSONField(help_text="Words by language.")
    least_minor = models.BigIntegerField()
    most_minor = models.BigIntegerField()
    reasons = models.JSONField(default=list, help_text="Codes of contact reasons, each with those below it.")
    outcomes = models.JSONField(default=list, help_text="Outcomes of a closed case.")
    segments = models.JSONField(default=list, help_text="Segments of the customer.")
    again_after_days = models.PositiveSmallIntegerField(null=True, help_text="Once per customer in so many days.")
    answer_hours = models.FloatField(default=4.0, help_text="Working hours in which a request is answered.")
    is_due = models.BooleanField(default=False, help_text="Owed to the customer, as what was paid by error.")
    is_on = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sort", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(least_minor__gte=0, most_minor__gte=models.F("least_minor")),
                name="gesture_cost_makes_sense",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_fixed(self) -> bool:
        return self.least_minor == self.most_minor


class GestureAutonomy(models.Model):
    """Up to what a role grants a kind without asking; in one unit and below, or everywhere. The nearest unit counts."""

    kind = models.ForeignKey(GestureKind, on_delete=models.CASCADE, related_name="autonomies", db_index=False)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in GRANTING_ROLES])
    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, null=True, related_name="+")
    most_minor = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "role", "unit"], name="one_autonomy_a_role_and_unit"),
            models.UniqueConstraint(
                fields=["kind", "role"], condition=Q(unit__isnull=True), name="one_autonomy_a_role_everywhere"
            ),
            models.CheckConstraint(condition=Q(most_minor__gte=0), name="autonomy_is_no_debt"),
        ]

    def __str__(self) -> str:
        return f"{self.role} grants kind {self.kind_id} up to {self.most_minor}"


class GestureBudget(models.Model):
    """What may be spent in a period: by each person who works for a unit or below it, or by the whole of the unit."""

    unit = models.ForeignKey("accounts.Unit", on_delete=models.CASCADE, related_name="+", db_index=False)
    holder = models.CharField(max_length=6, choices=[(h.value, h.value) for h in BudgetHolder])
    period = models.CharField(max_length=7, choices=[(p.value, p.value) for p in Period])
    amount_minor = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "holder"], name="one_budget_a_unit_and_holder"),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="budget_is_no_debt"),
        ]

    def __str__(self) -> str:
        return f"budget of unit {self.unit_id} for {self.holder}"


class GestureAccount(models.Model):
    """What was spent of a budget in one period; `person` is null where the unit as a whole has it.

    It is written by one conditional statement, so that those who click at the same time never pass the budget.
    """

    key = models.CharField(max_length=60, unique=True, help_text="Budget, person or 0, period.")
    budget = models.ForeignKey(GestureBudget, on_delete=models.CASCADE, related_name="accounts")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="+")
    period = models.CharField(max_length=7, help_text="As 2026-11 or 2026-Q4.")
    spent_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(spent_minor__gte=0), name="nothing_spent_below_nothing"),
        ]

    def __str__(self) -> str:
        return self.key


class GestureHoldBack(models.Model):
    """What share of cases gets no gesture from a moment on, drawn by a seed; the newest row is in force."""

    share = models.FloatField(help_text="From 0 to 0.5; 0 holds nothing back.")
    seed = models.CharField(max_length=40)
    words = models.CharField(max_length=300, help_text="Why, as the page says it.")
    set_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=0.5), name="at_most_half_is_held_back"),
        ]

    def __str__(self) -> str:
        return f"hold back {self.share} from {self.set_at:%Y-%m-%d}"


class Gesture(models.Model):
    """One decision: given, asked of somebody above, refused, held back or taken back; never without its reason.

    `turn` is 1, or more where a second of the kind in the same case was reasoned. `policy` is what decided, as it was
    then: version of the kind, autonomy, budgets and draw. `accounts` are the keys that were charged.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="gestures", db_index=False)
    kind = models.ForeignKey(GestureKind, on_delete=models.PROTECT, related_name="gestures")
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in GestureState])
    reason = models.CharField(max_length=40, help_text="Why it came to this, by code.")
    turn = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True, help_text="Why it is given, in the words of whoever gives it.")
    second_because = models.TextField(blank=True, help_text="Why another of the same kind.")
    policy = models.JSONField(default=dict)
    accounts = models.JSONField(default=list)
    by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    day = models.DateField(db_index=True)
    waits_at = models.ForeignKey(
        "accounts.Unit", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False,
        help_text="The unit whose supervisors are asked.",
    )  # fmt: skip
    answer_due_at = models.DateTimeField(null=True)
    went_up = models.PositiveSmallIntegerField(default=0, help_text="How many times nobody answered in time.")
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_words = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "turn"], condition=Q(state__in=STANDING), name="one_gesture_a_case_and_kind"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gte=0), name="a_gesture_costs_no_less_than_nothing"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in GestureState]), name="known_gesture_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case"], name="gestures_of_a_case"),
            models.Index(fields=["unit", "at"], name="gestures_of_a_unit"),
            models.Index(
                fields=["answer_due_at"], condition=Q(state=GestureState.ASKED), name="gesture_requests_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} gesture of kind {self.kind_id} in case {self.case_id}"


class GestureSeen(models.Model):
    """A pattern that somebody looked at, with what they found. `key` names the pattern, who or what, and the month."""

    key = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.TextField()
    seen_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
