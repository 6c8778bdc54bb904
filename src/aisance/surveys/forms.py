"""What customers and staff send us."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.intake.contracts import Problem
from aisance.surveys.rules import LABEL_LIMIT, WORDING_LIMIT

# The spaces that French puts before a question mark are no breaks.
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LineField(forms.CharField):
    """Words that stand on one line, as a subject must: a line break in it would keep every message from leaving."""

    def to_python(self, value: Any) -> str:
        return _BREAKS.sub(" ", super().to_python(value) or "").strip()


class PeriodForm(forms.Form):
    """From a day to a day, both included; the last 28 days where nothing is said."""

    start = forms.DateField(label=_("From"), widget=DateInput(), validators=WITHIN_REACH)
    end = forms.DateField(label=_("To"), widget=DateInput(), validators=WITHIN_REACH)

    def __init__(self, given: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        usual = {"start": str(clock.today() - timedelta(days=27)), "end": str(clock.today())}
        super().__init__({**usual, **{name: value for name, value in given.items() if value}}, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse an end that lies before the start."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and start > end:
            raise forms.ValidationError(_("The first day lies after the last one."))
        return self.cleaned_data


def in_language(words: Any, code: str) -> str:
    """The label with its language; French writes the names of languages small, English does not."""
    name = get_language_info(code)["name_translated"]
    return str(words % {"language": name.lower() if get_language() == "fr" else name})


class QuestionForm(forms.Form):
    """A question of the company's own."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("For files and figures: small letters, digits and underscores.")
    )
    minimum = forms.IntegerField(label=_("Lowest point"), min_value=0, max_value=99, initial=1)
    maximum = forms.IntegerField(
        label=_("Highest point"),
        min_value=1,
        max_value=100,
        initial=5,
        help_text=_("With more than 11 points a question can be imported, but not asked on a phone."),
    )
    low_is_good = forms.BooleanField(label=_("The lowest point is the good one"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._add_lines("wording", _("Wording (%(language)s)"), limit=WORDING_LIMIT, required=True)
        self._add_lines("low", _("Words of the lowest point (%(language)s)"), limit=LABEL_LIMIT)
        self._add_lines("high", _("Words of the highest point (%(language)s)"), limit=LABEL_LIMIT)
        first = [f"wording_{code}" for code, _name in settings.LANGUAGES]
        self.order_fields([*first, "code", "low_is_good", "minimum", "maximum"])

    def _add_lines(self, name: str, words: Any, *, limit: int, required: bool = False) -> None:
        for code, _name in settings.LANGUAGES:
            label = in_language(words, code)
            self.fields[f"{name}_{code}"] = LineField(label=label, max_length=limit, required=required)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say each problem under its field."""
        for problem in problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, _("Expected: %(what)s.") % {"what": problem.expected})

    def question(self) -> dict[str, Any]:
        """What the form says, once it is valid, as the service takes it."""
        data, codes = self.cleaned_data, [code for code, _name in settings.LANGUAGES]
        ends = {data["minimum"]: "low", data["maximum"]: "high"}
        labels = {at: {code: data[f"{end}_{code}"] for code in codes} for at, end in ends.items()}
        return {
            **{name: data[name] for name in ("code", "minimum", "maximum", "low_is_good")},
            "wording": {code: data[f"wording_{code}"] for code in codes},
            "labels": {at: words for at, words in labels.items() if any(words.values())},
        }
