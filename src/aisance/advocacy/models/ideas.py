"""Ideas, those who had them, what colleagues say of them, and votes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from aisance.advocacy.contracts import IdeaSource, IdeaStatus

STATUS_NAMES: dict[str, Any] = {
    IdeaStatus.NEW: pgettext_lazy("idea", "New"),
    IdeaStatus.STUDIED: pgettext_lazy("idea", "Being studied"),
    IdeaStatus.PLANNED: pgettext_lazy("idea", "Planned"),
    IdeaStatus.DONE: pgettext_lazy("idea", "Done"),
    IdeaStatus.DECLINED: pgettext_lazy("idea", "Declined"),
}
SOURCE_NAMES: dict[str, Any] = {
    IdeaSource.ANSWER: pgettext_lazy("idea", "From an answer"),
    IdeaSource.STAFF: pgettext_lazy("idea", "From a colleague"),
    IdeaSource.TOLD: pgettext_lazy("idea", "Told by a customer"),
    IdeaSource.PAGE: pgettext_lazy("idea", "From the public page"),
}


class Idea(models.Model):
    """One idea. `title` is how staff call it, empty until they do; `words` are those of whoever gave it.

    Only an idea with a title is ever shown outside, and only where `is_public`. One merged into another is seen no
    more; its authors and votes went along. `reply` is what its authors are told with the status.
    """

    title = models.CharField(max_length=120, blank=True)
    words = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=6, choices=list(SOURCE_NAMES.items()))
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    answer = models.OneToOneField("surveys.Answer", on_delete=models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=8, choices=list(STATUS_NAMES.items()), default=IdeaStatus.NEW)
    reply = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")
    given_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=[s.value for s in IdeaStatus]), name="known_idea_status"),
            models.CheckConstraint(
                condition=~Q(status=IdeaStatus.DECLINED) | ~Q(reply=""), name="an_idea_declined_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "given_at"], name="idea_status")]

    def __str__(self) -> str:
        return f"idea {self.pk}"


class IdeaAuthor(models.Model):
    """Somebody who had the idea: a customer, or one of us. `told` is what became of telling them the latest status."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="authors")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    told = models.CharField(max_length=60, blank=True, help_text="sent, or why not.")
    told_status = models.CharField(max_length=8, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "customer"], name="one_author_a_customer"),
            models.UniqueConstraint(fields=["idea", "person"], name="one_author_a_person"),
        ]

    def __str__(self) -> str:
        return f"author of idea {self.idea_id}"


class IdeaVote(models.Model):
    """One vote: of a colleague, or of a browser on the public page, which is known by a random number only."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, null=True, related_name="+")
    browser = models.CharField(max_length=64, blank=True, help_text="A digest of the number that the browser keeps.")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idea", "person"], name="one_vote_a_person"),
            models.UniqueConstraint(fields=["idea", "browser"], name="one_vote_a_browser", condition=~Q(browser="")),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(browser=""), name="a_vote_is_a_persons_or_a_browsers"
            ),
        ]

    def __str__(self) -> str:
        return f"vote for idea {self.idea_id}"


class IdeaComment(models.Model):
    """What a colleague says of an idea; seen inside only."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"comment on idea {self.idea_id}"
