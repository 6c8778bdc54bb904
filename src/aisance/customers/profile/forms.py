"""The forms of fields: the field itself, how much may be asked, a value, a service."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.core.translated import translated
from aisance.customers.profile.asking import WrongValueError
from aisance.customers.profile.contracts import FieldCard, FieldKind, Option, Pace, ServiceCard, Use
from aisance.customers.profile.queries import field_cards
from aisance.customers.profile.wording import KIND_NAMES, USE_NAMES, name_of
from aisance.ui.inputs import DayInput

LONGEST_KEEP = 3650
MOST_OPTIONS = 40
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)

WEIGHTS = [
    (1, gettext_lazy("1: nice to know")),
    (2, gettext_lazy("2: helps")),
    (3, gettext_lazy("3: matters")),
    (4, gettext_lazy("4: matters much")),
    (5, gettext_lazy("5: nothing works without it")),
]
NEEDED = [("no", gettext_lazy("Optional: the customer is free not to answer")), ("yes", gettext_lazy("Mandatory"))]


def _line(label: Any, length: int = 120, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, help_text=help_text, required=required)


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=300, help_text=help_text, widget=widget)


class FieldForm(forms.Form):
    """A field; `card` is the one to change, null for a new one."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Stands in segments and templates for ever: small letters, digits and hyphens."),
    )
    name_fr = _line(gettext_lazy("Name in French"), 80)
    name_en = _line(gettext_lazy("Name in English"), 80)
    question_fr = _words(gettext_lazy("Question in French"), gettext_lazy("As the customer is asked."))
    question_en = _words(gettext_lazy("Question in English"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What is answered"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    options = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For a choice only. One a line: code | French | English, as: mobile | Mobile | Mobile."),
    )
    use = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=[(use.value, name) for use, name in USE_NAMES.items()]
    )
    use_name = _line(
        gettext_lazy("Which one"),
        help_text=gettext_lazy(
            "The code of the segment, template or routing, or the article of the law. Without it no field."
        ),
    )
    purpose_fr = _words(
        gettext_lazy("Purpose in French"), gettext_lazy("Said to the customer wherever the field is asked.")
    )
    purpose_en = _words(gettext_lazy("Purpose in English"))
    keep_days = forms.IntegerField(
        label=gettext_lazy("Kept for so many days"), min_value=1, max_value=LONGEST_KEEP, initial=730
    )
    needed = forms.ChoiceField(
        label=gettext_lazy("Must the customer answer?"), choices=NEEDED, initial="no", widget=forms.RadioSelect
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much it matters"),
        choices=WEIGHTS,
        coerce=int,
        initial=2,
        help_text=gettext_lazy("The more it matters, the sooner it is asked."),
    )

    def __init__(self, data: Any = None, *, card: FieldCard | None, taken: Sequence[str]) -> None:
        super().__init__(data, initial=_initial(card) if card else None)
        self.card, self.taken = card, set(taken)
        if card:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Small letters, digits and hyphens only."))
        if code in self.taken:
            raise forms.ValidationError(_("There is a field of this code already."))
        return code

    def clean_options(self) -> tuple[Option, ...]:
        lines = [line for line in self.cleaned_data["options"].splitlines() if line.strip()]
        found = [_option(line) for line in lines]
        if len({option.code for option in found}) < len(found):
            raise forms.ValidationError(_("Each code once."))
        if len(found) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(count)d choices.") % {"count": MOST_OPTIONS})
        return tuple(found)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        is_choice, options = given.get("kind") == FieldKind.CHOICE, given.get("options")
        if options is not None and is_choice and len(options) < 2:
            self.add_error("options", _("A choice needs at least two choices."))
        if options and not is_choice:
            self.add_error("options", _("Only a choice has choices."))
        return given

    def field_card(self) -> FieldCard:
        """The field as it is to be set. For a valid form."""
        given = self.cleaned_data
        return FieldCard(
            code=self.card.code if self.card else given["code"],
            number=0,
            holds_since=0,
            name=self._both("name"),
            question=self._both("question"),
            kind=FieldKind(given["kind"]),
            options=given["options"],
            use=Use(given["use"]),
            use_name=given["use_name"],
            purpose=self._both("purpose"),
            keep_days=given["keep_days"],
            is_mandatory=given["needed"] == "yes",
            weight=given["weight"],
        )

    def _both(self, name: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{name}_{language}"] for language in ("fr", "en")}


def _option(line: str) -> Option:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts) or not _CODE.fullmatch(parts[0]) or max(map(len, parts)) > 80:
        raise forms.ValidationError(_("“%(line)s” is not as: mobile | Mobile | Mobile.") % {"line": line[:80]})
    return Option(parts[0], {"fr": parts[1], "en": parts[2]})


def _initial(card: FieldCard) -> dict[str, Any]:
    words = {
        f"{name}_{language}": getattr(card, name).get(language, "")
        for name in ("name", "question", "purpose")
        for language in ("fr", "en")
    }
    options = "\n".join(
        f"{option.code} | {option.name.get('fr', '')} | {option.name.get('en', '')}" for option in card.options
    )
    plain = {name: getattr(card, name) for name in ("kind", "use", "use_name", "keep_days", "weight")}
    return {**words, **plain, "options": options, "needed": "yes" if card.is_mandatory else "no"}


class PaceForm(forms.Form):
    """How much may be asked of a customer."""

    most_questions = forms.IntegerField(label=gettext_lazy("Questions a contact, at most"), min_value=0, max_value=5)
    refusal_rest_days = forms.IntegerField(
        label=gettext_lazy("A refusal is respected for so many days"), min_value=1, max_value=LONGEST_KEEP
    )
    unused_days = forms.IntegerField(
        label=gettext_lazy("A field is unused after so many days without being read"),
        min_value=1,
        max_value=LONGEST_KEEP,
    )

    def pace(self) -> Pace:
        """What is to be set. For a valid form."""
        return Pace(**self.cleaned_data)


def value_field(card: FieldCard, *, required: bool) -> forms.Field:
    """The control for a value of a field; what it gives is text, which the field itself reads."""
    words: dict[str, Any] = {"label": translated(card.question) or name_of(card), "required": required}
    match card.kind:
        case FieldKind.CHOICE:
            options = [(option.code, translated(option.name)) for option in card.options]
            return forms.ChoiceField(choices=[("", "—"), *options], **words)
        case FieldKind.YES_NO:
            return forms.ChoiceField(
                choices=[("", "—"), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))], **words
            )
        case FieldKind.DATE:
            return forms.CharField(max_length=10, widget=DayInput(), **words)
        case FieldKind.NUMBER:
            return forms.CharField(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **words)
        case _:
            return forms.CharField(max_length=300, **words)


class AnswerForm(forms.Form):
    """The answer to one question."""

    def __init__(self, data: Any = None, *, card: FieldCard) -> None:
        super().__init__(data, auto_id=f"ask_{card.code}_%s")
        self.card = card
        self.fields["value"] = value_field(card, required=True)

    def say(self, problem: WrongValueError) -> None:
        """Say at the field what was expected."""
        self.add_error("value", _("Expected: %(expected)s.") % {"expected": problem.expected})


class ServiceForm(forms.Form):
    """A service in exchange; `card` is the one to change, null for a new one."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40)
    name_fr = _line(gettext_lazy("Name in French"), 80)
    name_en = _line(gettext_lazy("Name in English"), 80)
    offer_fr = _words(gettext_lazy("What the customer gets, in French"))
    offer_en = _words(gettext_lazy("What the customer gets, in English"))
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What it needs"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A mandatory field must be given to have the service; an optional one may be left blank."
        ),
    )
    is_open = forms.BooleanField(label=gettext_lazy("Offered to customers"), required=False, initial=True)

    def __init__(self, data: Any = None, *, card: ServiceCard | None, taken: Sequence[str]) -> None:
        super().__init__(data, initial=_service_initial(card) if card else None)
        self.card, self.taken = card, set(taken)
        self.cards: Mapping[str, FieldCard] = {field.code: field for field in field_cards()}
        field = self.fields["needs"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, name_of(one)) for code, one in self.cards.items()]
        if card:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code in self.taken:
            raise forms.ValidationError(_("There is a service of this code already."))
        return code

    def service_card(self) -> ServiceCard:
        """The service as it is to be set. For a valid form."""
        given = self.cleaned_data
        return ServiceCard(
            self.card.code if self.card else given["code"],
            {"fr": given["name_fr"], "en": given["name_en"]},
            {"fr": given["offer_fr"], "en": given["offer_en"]},
            tuple(self.cards[code] for code in given["needs"]),
            given["is_open"],
        )


def _service_initial(card: ServiceCard) -> dict[str, Any]:
    words = {
        f"{name}_{language}": getattr(card, name).get(language, "")
        for name in ("name", "offer")
        for language in ("fr", "en")
    }
    return {**words, "needs": [need.code for need in card.needs], "is_open": card.is_open}
