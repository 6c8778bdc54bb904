"""Contact pressure: its rules, customers on hold, and the ledger of decisions."""

from datetime import timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_DAYS = 730


class PressureRule(models.Model):
    """A rule of pressure, or a ready-made one that was changed: it bears the same code. See `pressure.contracts`.

    `classes` and `hold_codes` are lists, empty for any; so are the words of `family`, `programme` and `channel`.
    """

    class Kind(models.TextChoices):
        CAP = "cap", _("So many messages in so many days")
        APART = "apart", _("Away from another programme")
        HOLD = "hold", _("Customers on hold")
        RESERVE = "reserve", _("Room for a programme that is due")

    class Effect(models.TextChoices):
        DELAY = "delay", _("It waits until the rule lets it go, unless that is too late")
        REFUSE = "refuse", _("It is not sent")

    class Per(models.TextChoices):
        ALL = "all", _("All together")
        PROGRAMME = "programme", _("Each programme by itself")
        FAMILY = "family", _("Each family of programmes by itself")
        CHANNEL = "channel", _("Each channel by itself")

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(default=dict, help_text="Words by language.")
    kind = models.CharField(max_length=8, choices=Kind)
    effect = models.CharField(max_length=6, choices=Effect, default=Effect.DELAY)
    position = models.PositiveSmallIntegerField(default=100, help_text="The first rule that holds a message is named.")
    is_active = models.BooleanField(default=True)
    classes = models.JSONField(default=list)
    family = models.SlugField(max_length=60, blank=True)
    programme = models.SlugField(max_length=60, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    limit = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)])
    days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)]
    )
    per = models.CharField(max_length=9, choices=Per, default=Per.ALL)
    other = models.SlugField(max_length=60, blank=True, help_text="The programme to stay away from.")
    hold_codes = models.JSONField(default=list)
    every_days = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(LONGEST_DAYS)])

    class Meta:
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.code


NO_END = timedelta(days=1825)
"""A hold that is longer was placed without an end; people name one two years ahead at most."""


class Hold(models.Model):
    """A customer who is left in peace until a moment, because of an open case or the like.

    `only` is the class of messages that are held back; empty for surveys and marketing alike.
    """

    class Only(models.TextChoices):
        ALL = "", _("No survey and no marketing")
        SURVEY = "survey", _("No survey")
        MARKETING = "marketing", _("No marketing")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40, help_text="Why: case, complaint, bereavement.")
    # `only` is a word of SQL.
    only = models.CharField(max_length=9, choices=Only, blank=True, default="", db_default="", db_column="only_class")
    words = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="Why, in words.")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "code"], name="one_hold_a_code")]

    def __str__(self) -> str:
        return f"customer {self.customer_id}: {self.code}"

    @property
    def has_no_end(self) -> bool:
        """Whether nobody said until when: what placed it ends it, as an open case does when it closes."""
        return self.until - self.since > NO_END


class PressureDecision(models.Model):
    """The ledger: one line for each need to contact a customer, whatever the programme, the channel and the class.

    `at` is when the message would leave, as it was last asked; `until`, of a delayed one only, when to ask again.
    """

    class Verdict(models.TextChoices):
        ALLOWED = "allowed", pgettext_lazy("pressure", "Asked")
        LATER = "later", pgettext_lazy("pressure", "Waiting")
        REFUSED = "refused", pgettext_lazy("pressure", "Not asked")
        WITHDRAWN = "withdrawn", pgettext_lazy("pressure", "Withdrawn")

    key = models.CharField(max_length=120, unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False)
    message_class = models.CharField(max_length=9)
    family = models.CharField(max_length=60, blank=True)
    programme = models.CharField(max_length=60)
    channel = models.CharField(max_length=8)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    verdict = models.CharField(max_length=9, choices=Verdict)
    rule = models.CharField(max_length=60, blank=True, help_text="The rule that holds it back, or last did.")
    until = models.DateTimeField(null=True)
    times_delayed = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField()
    day = models.DateField(help_text="The day of the decision in the company's time zone.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "at"], name="pressure_customer"),
            models.Index(fields=["day", "programme", "verdict", "rule"], name="pressure_sums"),
        ]

    def __str__(self) -> str:
        return self.key


class PressureDelay(models.Model):
    """One time that a request was told to come later; kept when it is decided again."""

    decision = models.ForeignKey(PressureDecision, on_delete=models.CASCADE, related_name="delays")
    rule = models.CharField(max_length=60)
    programme = models.CharField(max_length=60)
    asked_for = models.DateTimeField()
    until = models.DateTimeField()
    decided_at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day", "programme", "rule"], name="pressure_delay_sums")]

    def __str__(self) -> str:
        return f"{self.decision_id} by {self.rule}"
