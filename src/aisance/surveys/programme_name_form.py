"""The form of a programme itself: what it is called, its kind, whose it is."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.outreach.public import families_to_name
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.forms import LineField, in_language
from aisance.surveys.models import Programme
from aisance.surveys.permissions import EDIT_PROGRAMMES

KIND_NAMES = {
    ProgrammeKind.HOT: _("Hot: right after a contact"),
    ProgrammeKind.COLD: _("Cold: a barometer"),
    ProgrammeKind.EMPLOYEE: _("Employees"),
}
RESERVED = {"new"}
LONGEST_CODE = 60
CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)


class ProgrammeForm(forms.Form):
    """A new programme, or the names and the family of one that is there."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=list(KIND_NAMES.items()),
        help_text=_("It never changes: answers of two kinds stand in no figure together."),
    )
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    family = forms.ChoiceField(
        label=_("Family"),
        required=False,
        help_text=_(
            "A family is what a rule of contact pressure may name instead of one programme, as in “at most one message "
            "of this family a month”."
        ),
    )
    new_family = LineField(
        label=_("Or a new family"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("Typed here, it takes the place of the one chosen above."),
    )
    code = LineField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=_("For addresses and files. Left empty, it is made of the name; it never changes."),
    )
    anonymous = forms.BooleanField(
        label=_("Anonymous: answers keep no link to a customer or a contact"),
        required=False,
        help_text=_("It never changes once the programme has begun."),
    )

    def __init__(self, viewer: Viewer, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cards = units_in(viewer.scope(EDIT_PROGRAMMES))
        top = min((card.depth for card in cards), default=0)
        units = [(card.id, "· " * (card.depth - top) + card.name) for card in cards]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]  # a choice field
        for code, _name in settings.LANGUAGES:
            self.fields[f"name_{code}"] = LineField(label=in_language(_("Name (%(language)s)"), code), max_length=120)
        self.order_fields([*(f"name_{code}" for code, _name in settings.LANGUAGES), "code"])
        self._offer_families(programme)
        if programme is not None:
            for name in ("code", "kind", "unit", "anonymous"):
                del self.fields[name]

    def _offer_families(self, programme: Programme | None) -> None:
        """Those that exist; a family that nothing names any more stays with its programme."""
        known = families_to_name()
        none = pgettext_lazy("family", "None") if programme else _("None; a barometer joins “barometer”")
        held = {programme.family: programme.family} if programme and programme.family else {}
        self.fields["family"].choices = [("", none), *{**held, **known}.items()]  # type: ignore[attr-defined]  # a choice field

    def clean_code(self) -> str:
        """As it was typed, in small letters."""
        code: str = self.cleaned_data["code"].lower()
        if code and not CODE.fullmatch(code):
            words = _("Only small letters, digits and dashes, as in “%(code)s”.")
            raise forms.ValidationError(words % {"code": slugify(code) or "after-a-contact"})
        if code and code in _taken(code):
            words = _("There is a programme with this code already; “%(code)s” is free.")
            raise forms.ValidationError(words % {"code": _free(code)})
        return code

    def clean_new_family(self) -> str:
        """As a code."""
        words: str = self.cleaned_data["new_family"]
        if words and not slugify(words):
            raise forms.ValidationError(_("A family needs letters or digits."))
        return slugify(words)

    def code_given(self) -> str:
        """The code that was typed, else one made of the name."""
        names = self.names()
        return self.cleaned_data["code"] or _free(slugify(names["en"] or names["fr"]) or "programme")

    def family_given(self) -> str:
        """The family that was typed, else the one that was chosen; empty for none."""
        return str(self.cleaned_data["new_family"] or self.cleaned_data["family"])

    def names(self) -> dict[str, str]:
        """The name by language."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}


def _taken(code: str) -> set[str]:
    return RESERVED | set(Programme.objects.filter(code__startswith=code).values_list("code", flat=True))


def _free(code: str) -> str:
    """The code where no programme has it, else with a number behind it."""
    stem = code[: LONGEST_CODE - 4].strip("-_")
    taken = _taken(stem)
    return next(name for name in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
