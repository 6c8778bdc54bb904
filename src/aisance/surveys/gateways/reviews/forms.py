"""The form of a source of reviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_by_code, units_in
from aisance.core.permissions import Viewer
from aisance.surveys.forms import LineField
from aisance.surveys.gateways.reviews.contracts import SourceTerms
from aisance.surveys.gateways.reviews.shapes import paths_of
from aisance.surveys.models import ReviewSource
from aisance.surveys.permissions import EDIT_REVIEW_SOURCES

MOST_LINES = 500


class SourceForm(forms.Form):
    """Where reviews come from, whose they are, and how they are written."""

    code = forms.RegexField(
        r"\A[a-z0-9][a-z0-9-]{0,39}\Z",
        label=_("Code"),
        max_length=40,
        help_text=_("For the address and for files: small letters, digits and hyphens. It never changes."),
        error_messages={"invalid": _("Expected at most 40 small letters, digits and hyphens.")},
    )
    name = LineField(label=_("Name"), max_length=120, help_text=_("As staff know it: Google, the shop of apps."))
    unit = forms.TypedChoiceField(
        label=_("Unit"), coerce=int, help_text=_("Reviews that name no unit and no known place count for this one.")
    )
    shape = forms.ChoiceField(label=_("How it writes reviews"), choices=ReviewSource.Shape.choices)
    paths = forms.CharField(
        label=_("Paths"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "For another shape: a column and where it stands on each line, as “rating = review.stars”; "
            "“reviews = data” says where the list stands."
        ),
    )
    places = forms.CharField(
        label=_("Places"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Its name of a place and the code of the unit on each line, as “ChIJ2e = lille”."),
    )

    def __init__(self, viewer: Viewer, data: Any, source: ReviewSource | None = None) -> None:
        super().__init__(data, initial=_initial(source) if source else None)
        self._viewer = viewer
        cards = units_in(viewer.scope(EDIT_REVIEW_SOURCES))
        first = min((card.depth for card in cards), default=0)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.TypedChoiceField)  # declared above
        unit.choices = [(card.id, "· " * (card.depth - first) + card.name) for card in cards]
        if source:
            del self.fields["code"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if ReviewSource.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is a source with this code already."))
        return code

    def clean_paths(self) -> dict[str, str]:
        try:
            return paths_of(self.cleaned_data["paths"])
        except ValueError as problem:
            words = _("“%(line)s” names no column and its path, as “rating = review.stars”.")
            raise forms.ValidationError(words, params={"line": problem.args[0][:80]}) from None

    def clean_places(self) -> dict[str, str]:
        """Each line a place and a unit in which the viewer may edit sources."""
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("At most %(count)d lines."), params={"count": MOST_LINES})
        pairs = [tuple(part.strip() for part in line.rpartition("=")[::2]) for line in lines]
        units, scope = units_by_code({code for _place, code in pairs}), self._viewer.scope(EDIT_REVIEW_SOURCES)
        for line, (place, code) in zip(lines, pairs, strict=True):
            if not place or len(place) > 160 or code not in units or not scope.covers(units[code].path):
                words = _("“%(line)s” names no place and the code of a unit, as “ChIJ2e = lille”.")
                raise forms.ValidationError(words, params={"line": line[:80]})
        return dict(pairs)

    def clean(self) -> dict[str, Any]:
        """Another shape is told by paths, and by those that no review is without."""
        given = super().clean() or {}
        needed = {"external_id", "rating", "answered_at"}
        if given.get("shape") == ReviewSource.Shape.PATHS and "paths" in given and not needed <= given["paths"].keys():
            self.add_error("paths", _("Say at least where external_id, rating and answered_at stand."))
        return given

    def terms(self) -> SourceTerms:
        """What a valid form says."""
        given = self.cleaned_data
        return SourceTerms(given["name"], given["unit"], given["shape"], given["paths"], given["places"])


def _initial(source: ReviewSource) -> dict[str, Any]:
    lines = {
        name: "\n".join(f"{left} = {right}" for left, right in getattr(source, name).items())
        for name in ("paths", "places")
    }
    return {"name": source.name, "unit": source.unit_id, "shape": source.shape, **lines}
