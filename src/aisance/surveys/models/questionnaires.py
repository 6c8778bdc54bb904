"""Questionnaires and their versions."""

from typing import ClassVar

from django.db import models


class Questionnaire(models.Model):
    """What is asked, apart from whom and when; programmes take a published version of it."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.JSONField(help_text="Words by language.")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    retired = models.BooleanField(default=False, help_text="Taken by no new programme; its answers stay.")

    def __str__(self) -> str:
        return self.code


class QuestionnaireVersion(models.Model):
    """The content, never edited once published. At most one version waits to be published."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="A questionnaires.contracts.Content.")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["questionnaire", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="one_questionnaire_version_a_number"),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=models.Q(published_at__isnull=True),
                name="one_questionnaire_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.number}"
