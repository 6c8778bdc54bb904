"""The ledger of consent: entries in a chain, and apart from it whom they are about."""

from typing import Any, ClassVar, Never

from django.db import models
from django.utils.translation import pgettext_lazy


class Kept(models.Manager[Any]):
    """Gives rows that no bulk change may reach, beside what the database itself refuses."""

    def get_queryset(self) -> "KeptRows":
        return KeptRows(self.model, using=self._db)


class KeptRows(models.QuerySet[Any]):
    """Rows that are only read and added."""

    def update(self, **kwargs: Any) -> Never:
        """Refused."""
        raise TypeError("An entry of the ledger is not changed.")

    def delete(self) -> Never:
        """Refused."""
        raise TypeError("An entry of the ledger is not removed.")


class Entry(models.Model):
    """One line of the ledger. What is hashed is in `sealing` and `chain`; it holds nobody's name or address.

    `position` counts from 1 without a gap. `purpose` and `channel` may be `*` for all.
    """

    class Act(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("consent", "Granted")
        CONFIRMED = "confirmed", pgettext_lazy("consent", "Confirmed by a link")
        REFUSED = "refused", pgettext_lazy("consent", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("consent", "Withdrawn")
        RESTARTED = "restarted", pgettext_lazy("consent", "Stop taken back")
        PAUSED = "paused", pgettext_lazy("consent", "Paused")
        RESUMED = "resumed", pgettext_lazy("consent", "Pause ended")
        WISHED = "wished", pgettext_lazy("consent", "Wish how often")

    class Method(models.TextChoices):
        FORM = "form", pgettext_lazy("consent", "Form")
        PHONE = "phone", pgettext_lazy("consent", "By telephone")
        SHOP = "shop", pgettext_lazy("consent", "In a shop")
        PAPER = "paper", pgettext_lazy("consent", "On paper")
        API = "api", pgettext_lazy("consent", "Told by another system")
        IMPORT = "import", pgettext_lazy("consent", "From a file")
        PREFERENCES = "preferences", pgettext_lazy("consent", "On the page of preferences")
        CONFIRMATION = "confirmation", pgettext_lazy("consent", "By the link of confirmation")
        ONE_CLICK = "one_click", pgettext_lazy("consent", "By the link in a message")
        REPLY = "reply", pgettext_lazy("consent", "In an answer to a message")
        COMPLAINT = "complaint", pgettext_lazy("consent", "Reported as unwanted")
        TRANSFER = "transfer", pgettext_lazy("consent", "Known before there was a ledger")

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(help_text="When it was written down.")
    said_at = models.DateTimeField(null=True, help_text="When it was said, where that was before.")
    purpose = models.CharField(max_length=40)
    channel = models.CharField(max_length=12)
    act = models.CharField(max_length=10, choices=Act)
    method = models.CharField(max_length=14, choices=Method)
    notice = models.ForeignKey("consent.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8, blank=True, help_text="In which the notice was read.")
    until = models.DateTimeField(null=True, help_text="Of a pause.")
    wish = models.CharField(max_length=12, blank=True)
    actor = models.CharField(max_length=60, help_text="Who wrote it down: person:12, api_key:3, system:mail, customer.")
    seal = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = Kept()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="consent_entry_at")]

    def __str__(self) -> str:
        return f"{self.position}: {self.purpose}, {self.channel}: {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises TypeError for an entry that is stored already."""
        if not self._state.adding:
            raise TypeError("An entry of the ledger is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """Refused."""
        raise TypeError("An entry of the ledger is not removed.")


class EntryPerson(models.Model):
    """Whom an entry is about, and its proof: the part that an erasure removes, while the chain keeps its seal."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="person")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, blank=True, help_text="Of the identifier that it holds for, if any.")
    value = models.CharField(max_length=254, blank=True)
    place = models.CharField(max_length=80, blank=True, help_text="Where it was said: a shop, a page, a call.")
    proof = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    key = models.CharField(max_length=120, blank=True, help_text="What is recorded once.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="one_entry_a_key", condition=~models.Q(key="")),
        ]

    def __str__(self) -> str:
        return f"entry {self.entry_id}"
