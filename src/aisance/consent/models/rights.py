"""Requests of customers about their data, erasures, duties to keep, answers handed over, and retention."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Request(models.Model):
    """What somebody asked about their data, by when it is to be answered, and how it was.

    `customer` is null where nobody of that name is known, and after an erasure. Words and address of the one who
    asked go with the customer; that there was a request, and when it was answered, stays as proof.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access: what is known of me")
        CORRECTION = "correction", _("Correction: something is wrong")
        ERASURE = "erasure", _("Erasure: forget me")
        RESTRICTION = "restriction", _("Restriction: keep it, do not use it")
        OBJECTION = "objection", _("Objection: do not use it for this")
        PORTABILITY = "portability", _("Portability: give it to me as a file")

    class Via(models.TextChoices):
        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        LETTER = "letter", pgettext_lazy("channel", "Letter")
        PHONE = "phone", pgettext_lazy("channel", "Phone")
        SHOP = "shop", pgettext_lazy("channel", "Shop")
        WEB = "web", pgettext_lazy("channel", "Web site")

    class Proof(models.TextChoices):
        KNOWN_ADDRESS = "address", _("Wrote from an address that we know")
        CODE = "code", _("Gave back a code sent to an address that we know")
        SIGNED_IN = "signed_in", _("Was signed in to their account")
        QUESTIONS = "questions", _("Answered questions that only they can answer")
        DOCUMENT = "document", _("Showed a document; no copy is kept")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "To do")
        DOING = "doing", pgettext_lazy("request", "Under way")
        DONE = "done", pgettext_lazy("request", "Done")
        REFUSED = "refused", pgettext_lazy("request", "Refused")

    kind = models.CharField(max_length=12, choices=Kind)
    customer = models.ForeignKey("customers.Customer", on_delete=models.SET_NULL, null=True, related_name="+")
    said = models.TextField(blank=True, help_text="What they asked, in short.")
    asked_by = models.CharField(max_length=254, blank=True, help_text="Name or address to answer to.")
    language = models.CharField(max_length=8, default="en")
    via = models.CharField(max_length=8, choices=Via)
    received_on = models.DateField()
    due_on = models.DateField()
    extended_because = models.CharField(max_length=300, blank=True)
    proof = models.CharField(max_length=10, choices=Proof, blank=True)
    proved_at = models.DateTimeField(null=True)
    proved_by = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True, help_text="What was done, or why not; without data of the customer.")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=150, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="rights_request_due", condition=Q(state__in=["open", "doing"])),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.state in {self.State.DONE, self.State.REFUSED}


class Erasure(models.Model):
    """One erasure on its way, resumed wherever it was killed. `rows` counts by holding; `files` still to be removed.

    Without a request it is one of the replayed list, of retention, or the end of a duty to keep.
    """

    class Stage(models.TextChoices):
        ASKED = "asked", pgettext_lazy("erasure", "Begun")
        LISTED = "listed", pgettext_lazy("erasure", "On the list for backups")
        ERASED = "erased", pgettext_lazy("erasure", "Gone from the database")
        CLEANED = "cleaned", pgettext_lazy("erasure", "Gone from files; former files of the store go within minutes")
        DONE = "done", pgettext_lazy("erasure", "Gone everywhere")

    class Why(models.TextChoices):
        REQUEST = "request", pgettext_lazy("erasure", "The customer asked for it")
        REPLAY = "replay", pgettext_lazy("erasure", "A backup had brought them back")
        RETENTION = "retention", pgettext_lazy("erasure", "Kept long enough")

    request = models.OneToOneField(Request, on_delete=models.PROTECT, null=True, related_name="erasure")
    why = models.CharField(max_length=10, choices=Why)
    customer_ids = models.JSONField(default=list, help_text="Until the store is seen to hold none of them.")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ASKED)
    rows = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=150)
    claimed_until = models.DateTimeField(null=True)
    unseen_at = models.DateTimeField(null=True, help_text="When the store was first seen to hold none of them.")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["id"], name="erasure_unfinished", condition=~Q(stage="done"))]

    def __str__(self) -> str:
        return f"erasure {self.pk}: {self.stage}"


class KeptByDuty(models.Model):
    """A holding of a customer that an erasure leaves until a day, and why: a running dispute, an unpaid order."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    holding = models.CharField(max_length=60)
    because = models.CharField(max_length=300)
    until = models.DateField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["customer", "holding"], name="one_duty_a_holding")]

    def __str__(self) -> str:
        return f"{self.holding} of customer {self.customer_id} until {self.until}"


class Handover(models.Model):
    """The answer to a request behind a link of limited life; it opens by a code sent to an address that we know."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="handovers")
    token = models.CharField(max_length=43, unique=True)
    address_kind = models.CharField(max_length=8)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"handover {self.pk}"


class RetentionDays(models.Model):
    """How long a holding is kept, where that was set otherwise than it comes."""

    holding = models.CharField(max_length=60, unique=True)
    keep_days = models.PositiveIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.holding}: {self.keep_days} days"


class RetentionRun(models.Model):
    """What a night's round removed from one holding."""

    day = models.DateField()
    holding = models.CharField(max_length=60)
    before = models.DateTimeField()
    rows = models.PositiveIntegerField()
    files = models.JSONField(default=list, help_text="Still to be removed.")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-day", "holding"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "holding"], name="one_round_a_night")]

    def __str__(self) -> str:
        return f"{self.holding} on {self.day}"
