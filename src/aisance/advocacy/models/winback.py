"""Lost customers asked back once the cause is mended."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from aisance.advocacy.contracts import Arm

ARM_NAMES: dict[str, Any] = {
    Arm.TREATED: pgettext_lazy("win-back", "Written to"),
    Arm.CONTROL: pgettext_lazy("win-back", "Left alone"),
}


class MendedCause(models.Model):
    """A contact reason that made customers leave and does so no more. `plan` is that of improvement, if any."""

    reason = models.OneToOneField("journeys.Reason", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    words = models.TextField()
    plan = models.BigIntegerField(null=True)
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-since", "pk"]

    def __str__(self) -> str:
        return f"mended: reason {self.reason_id}"


class WinBack(models.Model):
    """An apology and an offer for those whom one mended cause drove away.

    `control_percent` of them are drawn to be left alone. Whoever buys within `return_days` came back. `seed` makes the
    draw repeatable. `left_out` counts by reason those who could not be asked at all, before the draw. Where a `gesture`
    is named, whoever accepts on their page is given it, at `amount_minor` in the smallest unit of money.
    """

    cause = models.ForeignKey(MendedCause, on_delete=models.PROTECT, related_name="win_backs")
    apology = models.JSONField(default=dict, help_text="Words by language.")
    offer = models.JSONField(default=dict, help_text="Words by language.")
    gesture = models.CharField(max_length=60, blank=True, help_text="The code of a gesture of the catalogue.")
    amount_minor = models.BigIntegerField(null=True)
    control_percent = models.PositiveSmallIntegerField(default=20)
    return_days = models.PositiveSmallIntegerField(default=60)
    segment = models.CharField(max_length=60, blank=True, help_text="The code of a segment of lost customers, besides.")
    seed = models.BigIntegerField()
    left_out = models.JSONField(default=dict)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(control_percent__gte=5, control_percent__lte=50), name="a_control_group_of_5_to_50"
            ),
        ]

    def __str__(self) -> str:
        return f"win-back {self.pk}"


class WinBackAttempt(models.Model):
    """One lost customer of a win-back, by the record that stands for the person: once in a life, whatever the arm.

    `outcome` is what came of writing: empty while it waits, and of those left alone. `customer` is null after an
    erasure; the count stays. `gesture` is the one that was promised, once they accepted it.
    """

    win_back = models.ForeignKey(WinBack, on_delete=models.CASCADE, related_name="attempts")
    customer = models.OneToOneField("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    arm = models.CharField(max_length=7, choices=list(ARM_NAMES.items()))
    at = models.DateTimeField()
    outcome = models.CharField(max_length=40, blank=True)
    returned_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    gesture = models.OneToOneField("cases.Gesture", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(arm__in=[arm.value for arm in Arm]), name="known_arm"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(arm=Arm.TREATED), name="only_who_was_written_to_accepts"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["win_back", "arm"], name="attempts_of_a_win_back")]

    def __str__(self) -> str:
        return f"attempt {self.pk} of win-back {self.win_back_id}"
