"""The form of a link."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aisance.accounts.public import units_in
from aisance.core.permissions import Viewer
from aisance.journeys.public import channel_names, steps
from aisance.surveys.forms import LineField
from aisance.surveys.links.contracts import LinkTerms
from aisance.surveys.links.rules import MOST_ORIGINS, origin_of
from aisance.surveys.models import OpenLink, Programme
from aisance.surveys.permissions import EDIT_PROGRAMMES

NOT_SAID = ("", _("Not said"))


class LinkForm(forms.Form):
    """Where a link is used, and what that says of the contact."""

    name = LineField(
        label=_("Name"), max_length=120, help_text=_("Where it is used: a campaign, a shop, a page. Staff only see it.")
    )
    use = forms.ChoiceField(
        label=_("Use"),
        choices=OpenLink.Use.choices,
        help_text=_(
            "A tablet goes back to the first question by itself. Only a widget may be shown within other pages."
        ),
    )
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, help_text=_("Its answers count for this unit."))
    channel = forms.ChoiceField(label=_("Channel of the contact"), required=False)
    step = forms.TypedChoiceField(label=_("Journey step"), coerce=int, required=False, empty_value=None)
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("People may choose another one on the page.")
    )
    per_hour = forms.IntegerField(
        label=_("Responses an hour, at most"),
        min_value=1,
        max_value=100_000,
        initial=300,
        help_text=_("Whoever gives them. Beyond that the page asks to wait."),
    )
    origins = forms.CharField(
        label=_("Web sites that may show the widget"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a widget: one a line, as https://www.example.org."),
    )

    def __init__(self, viewer: Viewer, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top = programme.unit.path or "/"
        cards = [card for card in units_in(viewer.scope(EDIT_PROGRAMMES)) if card.path.startswith(top)]
        first = min((card.depth for card in cards), default=0)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "unit": [(card.id, "· " * (card.depth - first) + card.name) for card in cards],
            "channel": [NOT_SAID, *channel_names().items()],
            "step": [NOT_SAID, *((card.id, card.name) for card in steps())],
            "language": [("", _("The browser’s")), *settings.LANGUAGES],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]  # choice fields

    def clean_origins(self) -> tuple[str, ...]:
        """Each line a web site, written as browsers write it."""
        lines = self.cleaned_data["origins"].split()
        found = {line: origin_of(line) for line in lines}
        wrong = [line for line, origin in found.items() if origin is None]
        if wrong:
            words = _("“%(line)s” is no address of a web site, as https://www.example.org.")
            raise forms.ValidationError(words % {"line": wrong[0][:80]})
        if len(found) > MOST_ORIGINS:
            raise forms.ValidationError(_("At most %(count)d web sites.") % {"count": MOST_ORIGINS})
        return tuple(dict.fromkeys(origin for origin in found.values() if origin))

    def clean(self) -> dict[str, Any]:
        """A widget is shown somewhere; nothing else is."""
        is_widget = self.cleaned_data.get("use") == OpenLink.Use.WIDGET
        if is_widget and "origins" in self.cleaned_data and not self.cleaned_data["origins"]:
            self.add_error("origins", _("Name the web sites that show the widget."))
        return self.cleaned_data

    def terms(self) -> LinkTerms:
        """What the form says, once it is valid."""
        given = self.cleaned_data
        return LinkTerms(
            name=given["name"],
            use=given["use"],
            unit_id=given["unit"],
            channel=given["channel"],
            step_id=given["step"],
            language=given["language"],
            per_hour=given["per_hour"],
            origins=given["origins"] if given["use"] == OpenLink.Use.WIDGET else (),
        )


def said_by(link: OpenLink) -> dict[str, Any]:
    """What a link says, for the form that changes it."""
    return {
        "name": link.name,
        "use": link.use,
        "unit": link.unit_id,
        "channel": link.channel,
        "step": link.step_id,
        "language": link.language,
        "per_hour": link.per_hour,
        "origins": "\n".join(link.origins),
    }
