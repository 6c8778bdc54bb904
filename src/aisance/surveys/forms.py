"""What customers and staff send us."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.surveys.contracts import QuestionKind
from aisance.surveys.queries.invitations import Question
from aisance.surveys.rules import TEXT_LIMIT


class AnswerForm(forms.Form):
    """One question's answer: a score that lies on its scale, or words."""

    def __init__(self, asked: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.kind == QuestionKind.WHY:
            too_long = _("Please keep it under %(limit_value)d characters: these are %(show_value)d.")
            self.fields["text"] = forms.CharField(
                max_length=TEXT_LIMIT,
                required=False,
                error_messages={"max_length": too_long, "null_characters_not_allowed": _("Please use letters only.")},
            )
        else:
            missing = _("Choose an answer, or skip the question.")
            self.fields["score"] = forms.TypedChoiceField(
                choices=asked.points, coerce=int, error_messages={"required": missing, "invalid_choice": missing}
            )
