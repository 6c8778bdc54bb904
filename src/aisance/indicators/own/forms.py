"""The two forms of an own indicator: what is read and how, then the words and what each score is worth."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from aisance.indicators.contracts import Part
from aisance.indicators.models import OwnVersion
from aisance.indicators.own.choices import Chosen, choices_known
from aisance.indicators.own.contracts import READINGS, Reading, Wanted
from aisance.indicators.own.fields import ScoresField, WeightField
from aisance.indicators.own.rules import LEAST_N, MOST_PARTS, TEXT_LIMITS, fraction_of, mean_of, net_of, share_of
from aisance.intake.contracts import Problem

READING_NAMES: dict[Reading, Any] = {
    "share": gettext_lazy("A share: how many gave one of the good scores"),
    "net": gettext_lazy("A net score: how many gave a good score, less how many gave a bad one"),
    "mean": gettext_lazy("The mean score"),
    "composite": gettext_lazy("Several questions together, each with its weight"),
}

KIND_NAMES = [
    ("hot", gettext_lazy("Customers, right after a contact")),
    ("cold", gettext_lazy("Customers, in a barometer")),
    ("employee", gettext_lazy("Employees")),
]

TEXT_NAMES = {
    "title": gettext_lazy("Title (%(language)s)"),
    "description": gettext_lazy("What it says, in a sentence (%(language)s)"),
    "strength": gettext_lazy("What it is good for (%(language)s)"),
    "weakness": gettext_lazy("Of what to beware (%(language)s)"),
}


class ReadingForm(forms.Form):
    """Which question, and how to read it. `reading` and `chosen` after `is_valid`."""

    read = forms.ChoiceField(
        label=gettext_lazy("How to read the scores"), choices=list(READING_NAMES.items()), widget=forms.RadioSelect
    )
    q = forms.MultipleChoiceField(
        label=gettext_lazy("The question"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("One; several only for an indicator of several questions."),
    )

    def __init__(self, data: Any = None, *, kept: Iterable[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self.known = choices_known(kept)
        field = self.fields["q"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, pair.name) for key, pair in self.known.items()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reading, keys = cleaned.get("read"), cleaned.get("q", [])
        if not reading or not keys:
            return cleaned
        asked = [self.known[key].question.code for key in keys]
        if reading != "composite" and len(keys) > 1:
            self.add_error("q", _("Choose one question, or read several together."))
        elif reading == "composite" and not 2 <= len(keys) <= MOST_PARTS:
            self.add_error("q", _("Choose 2 to %(most)d questions.") % {"most": MOST_PARTS})
        elif len(set(asked)) < len(asked):
            self.add_error("q", _("Choose each question on one scale only: nobody answers one on two."))
        return cleaned

    @property
    def reading(self) -> Reading:
        return next(reading for reading in READINGS if reading == self.cleaned_data["read"])

    @property
    def chosen(self) -> list[Chosen]:
        return [self.known[key] for key in self.cleaned_data["q"]]


class QuestionForm(forms.Form):
    """A scored question of the company's own."""

    question_code = forms.CharField(
        label=gettext_lazy("Short name of the question"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits and _, as in clear_bill. Imports use it."),
    )
    minimum = forms.IntegerField(label=gettext_lazy("Lowest score"), min_value=0, max_value=99, initial=1)
    maximum = forms.IntegerField(label=gettext_lazy("Highest score"), min_value=1, max_value=100, initial=5)
    low_is_good = forms.TypedChoiceField(
        label=gettext_lazy("Which end is the good one"),
        coerce=lambda value: value == "low",
        choices=[("high", gettext_lazy("The highest score")), ("low", gettext_lazy("The lowest score"))],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for language in languages():
            label = _("Wording (%(language)s)") % {"language": _name_of(language)}
            self.fields[f"wording_{language}"] = forms.CharField(label=label, max_length=200)
        self.order_fields(["question_code", *(f"wording_{language}" for language in languages())])

    @property
    def wording(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"wording_{language}"] for language in languages()}

    def refuse(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            field = "question_code" if problem.field == "code" else problem.field
            self.add_error(field if field in self.fields else None, _expected(problem))


class WantedForm(forms.Form):
    """The words of an own indicator and what each score is worth. `wanted` after `is_valid`."""

    code = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters, digits and _, as in clear_bill. Addresses and the API use it; it stays."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Who is asked"), choices=KIND_NAMES)
    minimum_n = forms.IntegerField(
        label=gettext_lazy("Fewest answers shown"),
        min_value=1,
        max_value=10_000,
        initial=10,
        help_text=gettext_lazy("A figure on fewer is withheld. At least 5 where employees are asked."),
    )
    higher_is_better = forms.TypedChoiceField(
        label=pgettext_lazy("indicator", "Direction"),
        coerce=lambda value: value == "higher",
        choices=[("higher", gettext_lazy("Higher is better")), ("lower", gettext_lazy("Lower is better"))],
    )
    owner = forms.CharField(
        label=gettext_lazy("Owner"), max_length=100, required=False, help_text=gettext_lazy("Who answers for it.")
    )

    def __init__(
        self, data: Any = None, *, reading: Reading, chosen: list[Chosen], code: str = "", **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.reading = reading
        self.chosen = chosen
        self._code = code
        if code:
            del self.fields["code"]
        for name, label in TEXT_NAMES.items():
            for language in languages():
                self.fields[f"{name}_{language}"] = forms.CharField(
                    label=label % {"language": _name_of(language)},
                    max_length=TEXT_LIMITS[name],
                    widget=forms.TextInput() if name == "title" else forms.Textarea(attrs={"rows": 2}),
                )
        self._add_mapping()

    def _add_mapping(self) -> None:
        if self.reading == "composite":
            for place, pair in enumerate(self.chosen):
                self.fields[f"weight_{place}"] = WeightField(label=pair.name)
        if self.reading in ("share", "net"):
            (pair,) = self.chosen
            self.fields["good"] = ScoresField(
                pair, label=_("Scores that count") if self.reading == "share" else _("Good scores")
            )
        if self.reading == "net":
            self.fields["bad"] = ScoresField(self.chosen[0], label=_("Bad scores"))

    def text_fields(self) -> list[forms.BoundField]:
        return [self[f"{name}_{language}"] for name in TEXT_NAMES for language in languages()]

    def mapping_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in ("good", "bad") or name.startswith("weight_")]

    def other_fields(self) -> list[forms.BoundField]:
        return [
            self[name] for name in ("code", "owner", "kind", "minimum_n", "higher_is_better") if name in self.fields
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_group(cleaned)
        self._check_scores(cleaned)
        self._check_weights(cleaned)
        return cleaned

    def _check_weights(self, cleaned: Mapping[str, Any]) -> None:
        given = [cleaned.get(f"weight_{place}") for place in range(len(self.chosen))]
        weights: list[Decimal] = [weight for weight in given if weight is not None]
        if self.reading == "composite" and len(weights) == len(given) and sum(weights) != 100:
            message = _("The weights add up to %(total)s %%; they must add up to 100 %%.")
            self.add_error(None, message % {"total": f"{sum(weights):g}"})

    def _check_group(self, cleaned: Mapping[str, Any]) -> None:
        least = LEAST_N.get(cleaned.get("kind", ""), 1)
        if (cleaned.get("minimum_n") or least) < least:
            message = _("At least %(least)d: in a smaller group an employee could be recognised.")
            self.add_error("minimum_n", message % {"least": least})

    def _check_scores(self, cleaned: Mapping[str, Any]) -> None:
        good, bad = cleaned.get("good") or [], cleaned.get("bad") or []
        if both := sorted(set(good) & set(bad)):
            message = _("Score %(score)s is good already; a score counts once.")
            self.add_error("bad", message % {"score": ", ".join(map(str, both))})
        elif self.reading == "share" and good and len(good) == self._width:
            self.add_error("good", _("All scores count: the share would always be 100 %. Leave at least one out."))

    @property
    def _width(self) -> int:
        scale = self.chosen[0].scale
        return scale.maximum - scale.minimum + 1

    @property
    def wanted(self) -> Wanted:
        """What the form says, once it is valid."""
        data = self.cleaned_data
        texts = {name: {language: data[f"{name}_{language}"] for language in languages()} for name in TEXT_NAMES}
        return Wanted(
            code=self._code or data["code"],
            reading=self.reading,
            parts=tuple(self._part(place, pair) for place, pair in enumerate(self.chosen)),
            owner=data["owner"],
            kind=data["kind"],
            minimum_n=data["minimum_n"],
            higher_is_better=data["higher_is_better"],
            **texts,
        )

    def _part(self, place: int, pair: Chosen) -> Part:
        data, scale = self.cleaned_data, pair.scale
        values = {
            "share": lambda: share_of(scale, data["good"]),
            "net": lambda: net_of(scale, data["good"], data["bad"]),
            "mean": lambda: mean_of(scale),
            "composite": lambda: fraction_of(scale),
        }[self.reading]()
        weight = float(data[f"weight_{place}"] / 100) if self.reading == "composite" else 1.0
        return Part(pair.question.code, scale.code, values, weight)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say each under the field it is about, or above the form."""
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, _expected(problem))

    @staticmethod
    def initial_of(version: OwnVersion | None) -> dict[str, Any]:
        """What the form shows first when a version is changed."""
        if version is None:
            return {}
        given: dict[str, Any] = {name: getattr(version, name) for name in ("owner", "kind", "minimum_n")}
        given["higher_is_better"] = "higher" if version.higher_is_better else "lower"
        for name in TEXT_NAMES:
            given |= {f"{name}_{language}": text for language, text in getattr(version, name).items()}
        values = {int(score): value for score, value in version.parts[0]["values"].items()}
        given["good"] = [score for score, value in values.items() if value > 0]
        given["bad"] = [score for score, value in values.items() if value < 0]
        given |= {f"weight_{place}": f"{100 * part['weight']:g}" for place, part in enumerate(version.parts)}
        return given


def languages() -> list[str]:
    """The languages in which every text is wanted."""
    return [language for language, _name in settings.LANGUAGES]


def _name_of(language: str) -> str:
    """French writes the names of languages small, English does not."""
    name = str(get_language_info(language)["name_translated"])
    return name.lower() if get_language() == "fr" else name


def _expected(problem: Problem) -> str:
    if not problem.value:
        return _("Expected: %(expected)s.") % {"expected": problem.expected}
    return _("“%(value)s”: expected %(expected)s.") % {"value": problem.value, "expected": problem.expected}
