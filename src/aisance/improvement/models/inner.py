"""What gets in the way of the work, as those who do it report."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from aisance.improvement.contracts import About, TopicStatus


class Topic(models.Model):
    """One thing that gets in the way, whatever number of colleagues reported it; the answer stands here.

    A topic that turned out to be the same as another is `joined_into` it and has no reports any more. `plan` is what
    shall mend it: once the plan's cause is gone, the topic is done.
    """

    title = models.CharField(max_length=120)
    about = models.CharField(max_length=12, choices=[(a.value, a.value) for a in About])
    status = models.CharField(max_length=10, default=TopicStatus.NEW, choices=[(s.value, s.value) for s in TopicStatus])
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    is_shared = models.BooleanField(default=False, help_text="Shown to every unit, not only to those that reported it.")
    joined_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    plan = models.ForeignKey("improvement.Plan", on_delete=models.SET_NULL, null=True, related_name="topics")
    opened_on = models.DateField()

    def __str__(self) -> str:
        return f"topic {self.pk}"


class Report(models.Model):
    """One colleague's report. Where they asked not to be named, `person` was never written, and `on` is a day only.

    `key` is drawn with the empty form, so that a form sent twice is one report.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.TextField(blank=True)
    on = models.DateField()
    key = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["topic", "person"], condition=Q(words=""), name="one_me_too_a_person_and_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"
