"""The form of a programme itself: what it is called, its kind, whose it is."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
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


class ProgrammeForm(forms.Form):
    """A new programme, or the names and the family of one that is there."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("For addresses and files: small letters, digits and dashes.")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=list(KIND_NAMES.items()),
        help_text=_("It never changes: answers of two kinds stand in no figure together."),
    )
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    family = forms.SlugField(
        label=_("Family"),
        max_length=60,
        required=False,
        help_text=_("Programmes of one family share rules of contact pressure; for a barometer it is “barometer”."),
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
        self.order_fields([f"name_{code}" for code, _name in settings.LANGUAGES])
        if programme is not None:
            for name in ("code", "kind", "unit", "anonymous"):
                del self.fields[name]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if code in RESERVED or Programme.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a programme with this code already."))
        return code

    def names(self) -> dict[str, str]:
        """The name by language."""
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in settings.LANGUAGES}
