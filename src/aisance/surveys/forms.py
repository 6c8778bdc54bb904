"""What customers and staff send us."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.intake.contracts import Problem
from aisance.journeys.public import channel_names, steps
from aisance.surveys.contracts import COMPONENTS_SCREEN, ProgrammeTerms, QuestionKind
from aisance.surveys.models import ProgrammeVersion
from aisance.surveys.queries.invitations import Question
from aisance.surveys.queries.questions import screens_offered, usual_wordings
from aisance.surveys.rules import LABEL_LIMIT, TEXT_LIMIT, WORDING_LIMIT

# The spaces that French puts before a question mark are no breaks.
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
_NUMBERS = ("wait_minutes", "valid_hours", "quiet_days")


class _DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """One question's answer: a score that lies on its scale, words, or what was ticked."""

    def __init__(self, asked: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.kind == QuestionKind.WHY:
            too_long = _("Please keep it under %(limit_value)d characters: these are %(show_value)d.")
            self.fields["text"] = forms.CharField(
                max_length=TEXT_LIMIT,
                required=False,
                error_messages={"max_length": too_long, "null_characters_not_allowed": _("Please use letters only.")},
            )
        elif asked.kind == COMPONENTS_SCREEN:
            self.fields["ticked"] = forms.MultipleChoiceField(choices=asked.points, required=False)
        else:
            missing = _("Choose an answer, or skip the question.")
            self.fields["score"] = forms.TypedChoiceField(
                choices=asked.points, coerce=int, error_messages={"required": missing, "invalid_choice": missing}
            )


class _LineField(forms.CharField):
    """Words that stand on one line, as a subject must: a line break in it would keep every message from leaving."""

    def to_python(self, value: Any) -> str:
        return _BREAKS.sub(" ", super().to_python(value) or "").strip()


class PeriodForm(forms.Form):
    """From a day to a day, both included; the last 28 days where nothing is said."""

    start = forms.DateField(label=_("From"), widget=_DateInput(), validators=WITHIN_REACH)
    end = forms.DateField(label=_("To"), widget=_DateInput(), validators=WITHIN_REACH)

    def __init__(self, given: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        usual = {"start": str(clock.today() - timedelta(days=27)), "end": str(clock.today())}
        super().__init__({**usual, **{name: value for name, value in given.items() if value}}, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse an end that lies before the start."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and start > end:
            raise forms.ValidationError(_("The first day lies after the last one."))
        return self.cleaned_data


def _in_language(words: Any, code: str) -> str:
    """The label with its language; French writes the names of languages small, English does not."""
    name = get_language_info(code)["name_translated"]
    return str(words % {"language": name.lower() if get_language() == "fr" else name})


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """What the page shows of one question: its name, and its place and wordings as fields."""

    name: Any
    fields: list[forms.BoundField]

    @property
    def place(self) -> int:
        """The place chosen; 0 where the question is not asked, or what was sent is no place."""
        value = str(self.fields[0].value() or 0)
        return int(value) if value.isascii() and value.isdigit() else 0

    @property
    def is_open(self) -> bool:
        """Whether the page shows the fields at once: the question is asked, or something is wrong with it."""
        return bool(self.place) or any(field.errors for field in self.fields)


class TermsForm(forms.Form):
    """The rules and the words of a programme."""

    channels = forms.MultipleChoiceField(
        label=_("Channels"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen means all.")
    )
    step_ids = forms.TypedMultipleChoiceField(
        label=_("Steps of journeys"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    wait_minutes = forms.IntegerField(label=_("Wait after the contact, in minutes"), min_value=0, max_value=7 * 24 * 60)
    valid_hours = forms.IntegerField(
        label=_("Time to answer, in hours"),
        min_value=1,
        max_value=90 * 24,
        help_text=_("A contact that is longer ago than this is not asked about any more."),
    )
    quiet_days = forms.IntegerField(
        label=_("Days of quiet"),
        min_value=0,
        max_value=366,
        help_text=_("A customer is asked at most once in so many days, whatever the programme."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = list(channel_names().items())  # type: ignore[attr-defined]  # a choice field
        self.fields["step_ids"].choices = [(card.id, card.name) for card in steps()]  # type: ignore[attr-defined]  # a choice field
        for code, _name in settings.LANGUAGES:
            self._add_words(code)
        # What the version asks stays on offer, also once it is retired.
        kept = (name.removeprefix("place_") for name in self.initial if name.startswith("place_"))
        self._offered = screens_offered(kept)
        for kind in self._offered:
            self._add_question(kind)

    def _add_words(self, code: str) -> None:
        places = _("{contact} becomes the contact, as in “your call of 19 November”; {company} the company's name.")
        subject = _LineField(label=_in_language(_("Subject (%(language)s)"), code), max_length=150)
        words = forms.CharField(
            label=_in_language(_("First words (%(language)s)"), code),
            max_length=1000,
            help_text=places,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields |= {f"subject_{code}": subject, f"invitation_{code}": words}

    def _add_question(self, kind: str) -> None:
        places = [
            (0, pgettext_lazy("question", "Not asked")),
            *((n, str(n)) for n in range(1, len(self._offered) + 1)),
        ]
        place = forms.TypedChoiceField(label=_("Place"), coerce=int, choices=places, required=False)
        self.fields[f"place_{kind}"] = place
        asked = str(self.data.get(f"place_{kind}", self.initial.get(f"place_{kind}", 0))) not in ("", "0")
        worded = {"required": _("Word the question in every language.")}
        for code, _name in settings.LANGUAGES:
            label = _in_language(_("Wording (%(language)s)"), code)
            self.fields[f"wording_{kind}_{code}"] = _LineField(
                label=label,
                max_length=200,
                required=asked,
                error_messages=worded,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def question_groups(self) -> list[QuestionGroup]:
        """The fields of each question, for the page: those asked first, in their order, then the others."""
        codes = [code for code, _name in settings.LANGUAGES]
        groups = [
            QuestionGroup(name, [self[f"place_{kind}"], *(self[f"wording_{kind}_{code}"] for code in codes)])
            for kind, name in self._offered.items()
        ]
        return sorted(groups, key=lambda group: group.place or len(groups) + 1)

    def word_fields(self) -> list[forms.BoundField]:
        return [self[f"{part}_{code}"] for code, _name in settings.LANGUAGES for part in ("subject", "invitation")]

    def choice_fields(self) -> list[forms.BoundField]:
        return [self["channels"], self["step_ids"]]

    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _NUMBERS]

    def clean(self) -> dict[str, Any]:
        """At least one question, each in a place of its own."""
        asked = self._asked()
        if not asked:
            raise forms.ValidationError(_("Ask at least one question."))
        taken: set[int] = set()
        for place, kind in asked:
            if place in taken:
                self.add_error(f"place_{kind}", _("Another question stands there already."))
            taken.add(place)
        return self.cleaned_data

    def _asked(self) -> list[tuple[int, str]]:
        places = [(self.cleaned_data.get(f"place_{kind}"), kind) for kind in self._offered]
        return sorted((place, kind) for place, kind in places if place)

    def terms(self, message_channel: str) -> ProgrammeTerms:
        """What the form says, once it is valid."""
        data, codes = self.cleaned_data, [code for code, _name in settings.LANGUAGES]
        return ProgrammeTerms(
            channels=data["channels"],
            step_ids=data["step_ids"],
            wait_minutes=data["wait_minutes"],
            valid_hours=data["valid_hours"],
            quiet_days=data["quiet_days"],
            subject={code: data[f"subject_{code}"] for code in codes},
            invitation={code: data[f"invitation_{code}"] for code in codes},
            questions=[
                {"kind": str(kind), "wording": {code: data[f"wording_{kind}_{code}"] for code in codes}}
                for _place, kind in self._asked()
            ],
            message_channel=message_channel,
        )

    @staticmethod
    def initial_of(version: ProgrammeVersion | None) -> dict[str, Any]:
        """What the form shows first: the version's rules and words, and usual wordings of questions not asked."""
        asked = [question["kind"] for question in version.questions] if version else []
        offered = screens_offered(asked)
        given: dict[str, Any] = {f"place_{kind}": 0 for kind in offered}
        for kind, wording in usual_wordings(offered).items():
            given |= {f"wording_{kind}_{code}": text for code, text in wording.items()}
        if version is None:
            return given
        given |= {name: getattr(version, name) for name in ("channels", "step_ids", *_NUMBERS)}
        for part in ("subject", "invitation"):
            given |= {f"{part}_{code}": text for code, text in getattr(version, part).items()}
        for place, question in enumerate(version.questions, start=1):
            kind = question["kind"]
            given[f"place_{kind}"] = place
            given |= {f"wording_{kind}_{code}": text for code, text in question["wording"].items()}
        return given


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
            label = _in_language(words, code)
            self.fields[f"{name}_{code}"] = _LineField(label=label, max_length=limit, required=required)

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
