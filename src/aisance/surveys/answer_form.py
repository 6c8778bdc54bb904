"""Which answers to read: what people choose, and what a figure that leads here keeps besides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.core.scope import Scope
from aisance.journeys.public import Kept, UnknownWordError, channel_names, codes_in, kept
from aisance.surveys.contracts import ProgrammeKind
from aisance.surveys.forms import PeriodForm
from aisance.surveys.gateways.reviews.queries import names_of_sources
from aisance.surveys.queries.answers import ASKED_FOR, Asked
from aisance.surveys.queries.questions import question_names

ALL = "all"
HIDDEN = ("unit", "step", "reason", "advisor", "language", "exactly", "without")


class AnswerFilterForm(PeriodForm):
    """The filters of the page. What is hidden comes with the address of a figure and stays in it.

    `question` holds questions that must all have a score, each with its scale where it matters, as in
    `nps:nps_11,csat:csat_5`. `score` holds the scores of the first of them, `kind` the kind of programme.
    """

    channel = forms.CharField(label=gettext_lazy("Channel"), required=False, widget=forms.Select)
    source = forms.CharField(label=gettext_lazy("Source"), required=False, widget=forms.Select)
    words = forms.BooleanField(label=gettext_lazy("Only those with words"), required=False)
    unit = forms.CharField(required=False, widget=forms.HiddenInput)
    step = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, widget=forms.HiddenInput)
    advisor = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.CharField(required=False, widget=forms.HiddenInput)
    exactly = forms.CharField(required=False, widget=forms.HiddenInput)
    without = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(required=False, widget=forms.HiddenInput)
    score = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, Any], *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__({"channel": ALL, **{name: value for name, value in given.items() if value}}, *args, **kwargs)
        self.scope = scope
        self.kept = Kept(Q(), {})
        self._offer_channels(str(self.data["channel"]))
        self._offer_sources()

    def _offer_channels(self, given: str) -> None:
        """The channels, and those of the address where it holds several of them."""
        names = channel_names()
        several = [(given, ", ".join(names.get(code, code) for code in codes_in(given)))]
        every = (ALL, pgettext_lazy("channels", "All"))
        select = self.fields["channel"].widget
        assert isinstance(select, forms.Select)  # declared above
        select.choices = [every, *names.items(), *(several if "," in given else [])]

    def _offer_sources(self) -> None:
        """What we asked for, and each source of public reviews; nothing to choose where there is none."""
        self.sources = names_of_sources()
        if not self.sources:
            self.fields["source"].widget = forms.HiddenInput()
            return
        asked = (ASKED_FOR, _("Asked by us"))
        select = self.fields["source"].widget
        assert isinstance(select, forms.Select)  # declared above
        select.choices = [("", pgettext_lazy("sources", "All")), asked, *self.sources.items()]

    def clean_source(self) -> str:
        source = str(self.cleaned_data["source"])
        if source not in {"", ASKED_FOR, *self.sources}:
            raise _unknown(source)
        return source

    def clean_channel(self) -> str:
        channel = str(self.cleaned_data["channel"])
        for code in codes_in("" if channel == ALL else channel):
            if code not in channel_names():
                raise _unknown(code)
        return channel

    def clean(self) -> dict[str, Any]:
        """Refuse what names nothing here, so that a figure is never answered by other rows than its own."""
        cleaned = super().clean()
        words = {name: cleaned.get(name) for name in HIDDEN}
        words["channel"] = "" if cleaned.get("channel") == ALL else cleaned.get("channel")
        try:
            self.kept = kept(words, self.scope)
        except UnknownWordError as problem:
            raise _unknown(problem.code) from problem
        for score in codes_in(cleaned.get("score")):
            if not (score.isascii() and score.isdigit() and len(score) < 4):
                raise _unknown(score)
        if cleaned.get("kind") and cleaned["kind"] not in set(ProgrammeKind):
            raise _unknown(cleaned["kind"])
        return cleaned

    @property
    def asked(self) -> list[Asked]:
        """The questions that must have been answered, for a valid form."""
        scores = tuple(int(score) for score in codes_in(self.cleaned_data["score"]))
        pairs = [code.partition(":") for code in codes_in(self.cleaned_data["question"])]
        return [Asked(code, scale, scores if place == 0 else ()) for place, (code, _colon, scale) in enumerate(pairs)]

    @property
    def hidden_in_words(self) -> str:
        """What a figure that led here keeps besides days and channel; empty where it keeps nothing more."""
        names = [name for word, name in self.kept.names.items() if word != "channel" or not self._has_channel]
        if "unit" in codes_in(self.cleaned_data["exactly"]):
            names.append(_("the unit itself, without those below it"))
        titles = question_names([one.question for one in self.asked])
        for one in self.asked:
            title = str(titles.get(one.question, one.question))
            names.append(f"{title} = {', '.join(map(str, one.scores))}" if one.scores else title)
        return " · ".join(names)

    @property
    def _has_channel(self) -> bool:
        return self.cleaned_data["channel"] not in ("", ALL)


def _unknown(code: str) -> forms.ValidationError:
    return forms.ValidationError(_("“%(code)s” is not known here."), params={"code": code})
