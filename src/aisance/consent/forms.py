"""The forms of consent for staff."""

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.consent.contracts import NEVER_HELD, Act, Method, PurposeCard, PurposeKind
from aisance.consent.models import Entry, Purpose
from aisance.consent.wording import CHANNELS
from aisance.core.days import WITHIN_REACH
from aisance.core.translated import translated
from aisance.ui.inputs import DayInput

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
HEARD = (Method.PHONE, Method.SHOP, Method.PAPER)


class RecordForm(forms.Form):
    """What a customer said to a member of staff. The notice is read out, and its version is kept with the entry."""

    act = forms.ChoiceField(
        label=gettext_lazy("What the customer said"),
        choices=[
            (Act.GRANTED.value, gettext_lazy("Yes")),
            (Act.REFUSED.value, gettext_lazy("No")),
            (Act.WITHDRAWN.value, gettext_lazy("No more, from now on")),
        ],
        widget=forms.RadioSelect,
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"))
    channel = forms.ChoiceField(
        label=gettext_lazy("By which channel"), choices=[(one.value, words) for one, words in CHANNELS.items()]
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How they said it"),
        choices=[(one.value, Entry.Method(one.value).label) for one in HEARD],
    )
    heard = forms.BooleanField(
        label=gettext_lazy("The notice was read to the customer, or by them"),
        required=False,
        help_text=gettext_lazy("A yes counts only with it."),
    )
    place = forms.CharField(
        label=gettext_lazy("Where"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The shop, the number of the call, the box of the paper."),
    )

    def __init__(self, *args: Any, purposes: list[PurposeCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [card for card in purposes if card.kind not in NEVER_HELD]
        self.fields["purpose"].choices = [(card.code, translated(card.name)) for card in asked]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("act") == Act.GRANTED and not given.get("heard"):
            self.add_error("heard", _("Read the notice first: nobody agrees to what they do not know."))
        return given


class LedgerFilter(forms.Form):
    """Which entries to show."""

    all_optional = True
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), required=False)
    act = forms.ChoiceField(
        label=gettext_lazy("What was said"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *Entry.Act.choices],
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How"), required=False, choices=[("", gettext_lazy("In any way")), *Entry.Method.choices]
    )
    start = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        validators=WITHIN_REACH,
        widget=DayInput(),
    )
    end = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        validators=WITHIN_REACH,
        widget=DayInput(),
    )

    def __init__(self, data: Any, *, purposes: list[PurposeCard]) -> None:
        super().__init__(data)
        names = [(card.code, translated(card.name)) for card in purposes]
        self.fields["purpose"].choices = [("", _("All purposes")), *names]  # type: ignore[attr-defined]  # a ChoiceField


class PurposeForm(forms.Form):
    """A purpose with the words that customers read. Other words of the notice are another version of it."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, help_text=gettext_lazy("Small letters, digits and hyphens.")
    )
    name_fr = forms.CharField(label=gettext_lazy("Name in French"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Purpose.Kind.choices)
    legal_basis = forms.ChoiceField(label=gettext_lazy("Legal basis"), choices=Purpose.Basis.choices)
    words_fr = forms.CharField(
        label=gettext_lazy("What it means, in French"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    words_en = forms.CharField(
        label=gettext_lazy("What it means, in English"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    notice_fr = forms.CharField(
        label=gettext_lazy("Notice in French"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    notice_en = forms.CharField(
        label=gettext_lazy("Notice in English"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def __init__(self, *args: Any, card: PurposeCard | None = None, taken: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._card, self._taken = card, taken
        if card is not None:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("Small letters, digits and hyphens only."))
        if code in self._taken:
            raise forms.ValidationError(_("There is a purpose with this code."))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == Purpose.Kind.MARKETING and given.get("legal_basis") != Purpose.Basis.CONSENT:
            self.add_error("legal_basis", _("Marketing by message rests on consent."))
        if self._card and self._card.kind == PurposeKind.MARKETING and given.get("kind") != Purpose.Kind.MARKETING:
            self.add_error("kind", _("Customers were told that silence means no: that cannot be turned round."))
        return given

    def words_of(self, name: str) -> dict[str, str]:
        """A field in both languages."""
        return {code: self.cleaned_data[f"{name}_{code}"].strip() for code in ("fr", "en")}


def initial_of(card: PurposeCard) -> dict[str, Any]:
    """A purpose as the form shows it."""
    texts = {"name": card.name, "words": card.words, "notice": card.notice_text}
    words = {f"{name}_{code}": text.get(code, "") for name, text in texts.items() for code in ("fr", "en")}
    return {**words, "kind": card.kind.value, "legal_basis": card.legal_basis.value, "is_active": card.is_active}
