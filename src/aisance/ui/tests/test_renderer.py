"""Lists of choices are drawn as Django draws them."""

import re

from django import forms
from django.forms.renderers import TemplatesSetting

from aisance.ui.renderer import HouseRenderer

CHOICES = [
    ("", "All"),
    ("a&b", 'Here & "there" <b>'),
    ("Places", [("lille", "Lille"), (7, 1234)]),
]


class Wanted(forms.Form):
    place = forms.ChoiceField(choices=CHOICES, widget=forms.Select(attrs={"data-x": '"<', "autofocus": True}))
    places = forms.MultipleChoiceField(choices=CHOICES, required=False)


def _drawn(renderer: TemplatesSetting) -> str:
    form = Wanted({"place": "a&b", "places": ["lille", "7"]}, renderer=renderer)
    return re.sub(r"\s*\n\s*", "", "".join(str(form[name]) for name in ("place", "places")))


def test_a_list_of_choices_is_what_django_would_draw() -> None:
    drawn = _drawn(HouseRenderer())

    assert drawn == _drawn(TemplatesSetting())
    assert drawn.count(" selected") == 3
    assert "Here &amp; &quot;there&quot; &lt;b&gt;" in drawn
