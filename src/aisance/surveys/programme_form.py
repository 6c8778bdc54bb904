"""The form of a programme's terms: who, how many, when, on what, what is asked, pilot."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.core.permissions import Viewer, system_viewer
from aisance.surveys import ready
from aisance.surveys.contracts import ProgrammeKind, ProgrammeTerms
from aisance.surveys.forms import LineField, in_language
from aisance.surveys.models import Programme, ProgrammeVersion, QuestionnaireVersion
from aisance.surveys.programme_fields import (
    AUDIENCE,
    HOW_MANY,
    TREES,
    WHEN,
    Fields,
    audience_fields,
    hours_fields,
    hours_terms,
    route_fields,
    route_terms,
    rule_fields,
)
from aisance.surveys.programme_initial import initial_rules
from aisance.surveys.programme_parts import Block, QuestionGroup, Row, Section, present
from aisance.surveys.programme_rows import (
    pilot_fields,
    pilot_terms,
    quota_fields,
    quota_terms,
    reminder_fields,
    reminder_terms,
)
from aisance.surveys.queries.questions import screens_offered, usual_wordings
from aisance.surveys.questionnaires.queries import questions_for, versions_to_take

PREVIEWER = system_viewer("programme form")


class TermsForm(forms.Form):
    """The rules and the words of a programme. A barometer has no contact, and employees are asked by link."""

    def __init__(
        self, *args: Any, programme: Programme | None = None, viewer: Viewer = PREVIEWER, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kind = ProgrammeKind(programme.kind) if programme else ProgrammeKind.HOT
        path = (programme.unit.path or "/") if programme else "/"
        self._groups: dict[str, Fields] = {
            "audience": audience_fields(path, self.initial, is_cold=self._kind == ProgrammeKind.COLD),
            "rules": rule_fields(is_cold=self._kind == ProgrammeKind.COLD),
            "quotas": quota_fields(),
            "hours": hours_fields(),
            "reminders": reminder_fields(),
            "routes": route_fields(),
            "pilot": pilot_fields(path),
        }
        self._keep_to_kind()
        for group in self._groups.values():
            self.fields |= group
        for code, _name in settings.LANGUAGES:
            self._add_words(code)
        self._add_questionnaire(viewer)
        # What the version asks stays on offer, also once it is retired.
        kept = (name.removeprefix("place_") for name in self.initial if name.startswith("place_"))
        self._offered = screens_offered(kept)
        for kind in self._offered:
            self._add_question(kind)

    def _keep_to_kind(self) -> None:
        """Leave out what does not concern the programme's kind."""
        if self._kind == ProgrammeKind.HOT:
            return
        kept = {"audience", "rules", "hours", "reminders", "routes"} if self._kind == ProgrammeKind.COLD else {"rules"}
        self._groups = {name: group for name, group in self._groups.items() if name in kept}
        if self._kind == ProgrammeKind.EMPLOYEE:
            self._groups["rules"] = {"valid_hours": self._groups["rules"]["valid_hours"]}

    def _add_words(self, code: str) -> None:
        places = _("{contact} becomes the contact, as in “your call of 19 November”; {company} the company's name.")
        subject = LineField(label=in_language(_("Subject (%(language)s)"), code), max_length=150)
        words = forms.CharField(
            label=in_language(_("First words (%(language)s)"), code),
            max_length=1000,
            help_text=places,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields |= {f"subject_{code}": subject, f"invitation_{code}": words}

    def _add_questionnaire(self, viewer: Viewer) -> None:
        held = self.initial.get("questionnaire_version")
        offered = [(str(pk), name) for pk, name in versions_to_take(viewer, held or None)]
        self.fields["questionnaire_version"] = forms.ChoiceField(
            label=_("Questionnaire"),
            required=False,
            choices=[("", _("None: the questions below")), *offered],
            help_text=_("A published version; the programme keeps it until you choose another one here."),
        )

    def _add_question(self, kind: str) -> None:
        places = [
            (0, pgettext_lazy("question", "Not asked")),
            *((n, str(n)) for n in range(1, len(self._offered) + 1)),
        ]
        place = forms.TypedChoiceField(
            label=pgettext_lazy("question", "Place"), coerce=int, choices=places, required=False
        )
        self.fields[f"place_{kind}"] = place
        asked = str(self.data.get(f"place_{kind}", self.initial.get(f"place_{kind}", 0))) not in ("", "0")
        worded = {"required": _("Word the question in every language.")}
        for code, _name in settings.LANGUAGES:
            label = in_language(_("Wording (%(language)s)"), code)
            self.fields[f"wording_{kind}_{code}"] = LineField(
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

    def sections(self) -> list[Section]:
        """The parts of the page before the questions."""
        parts = [
            (_("Who"), _("Of several marks in one list one is enough; the lists narrow each other."), self._who()),
            (_("How many"), _("Whoever is eligible and not asked is counted, with the reason."), self._how_many()),
            (_("When"), _("By the customer's own clock."), self._when()),
            (
                _("On what"),
                _("The first way that a customer has and accepts; one on which they answered before goes first."),
                present(Block([("three", self._bound("routes"))])),
            ),
            (
                _("Pilot"),
                _("Start with some units; the others follow by shares, and whoever was in stays in."),
                self._pilot(),
            ),
        ]
        return [Section(title, words, blocks) for title, words, blocks in parts if blocks]

    def _bound(self, *groups: str, of: tuple[str, ...] = ()) -> list[forms.BoundField]:
        names = [name for group in groups for name in self._groups.get(group, {})]
        return [self[name] for name in names if not of or name in of]

    def _in_rows(self, group: str, width: int, shape: str, *, without: tuple[str, ...] = ()) -> list[Row]:
        found = [field for field in self._bound(group) if field.name not in without]
        return [(shape, found[start : start + width]) for start in range(0, len(found), width)]

    def _who(self) -> list[Block]:
        marks = [("choices", self._bound("audience", of=AUDIENCE)), ("", self._bound("audience", of=TREES))]
        return present(Block([*marks, ("", self._bound("audience", of=("languages",)))]))

    def _how_many(self) -> list[Block]:
        return present(
            Block([("", self._bound("rules", of=HOW_MANY))]), Block(self._in_rows("quotas", 3, "three"), _("Quotas"))
        )

    def _when(self) -> list[Block]:
        days = ("choices", self._bound("hours", of=("days",)))
        times = ("three", self._bound("hours", of=("from", "to", "zone")))
        return present(
            Block([("three", self._bound("rules", of=WHEN))]),
            Block([days, times], _("Opening hours")),
            Block(self._in_rows("reminders", 4, ""), _("Reminders")),
        )

    def _pilot(self) -> list[Block]:
        units = ("", self._bound("pilot", of=("pilot_units",)))
        ramp = self._in_rows("pilot", 2, "", without=("pilot_units",))
        return present(Block([units, *ramp], _("Start with some units")))

    def clean(self) -> dict[str, Any]:
        """At least one question, each in a place of its own; rules that fit each other."""
        self._rules: dict[str, Any] = {}
        for build in (quota_terms, hours_terms, route_terms, reminder_terms, pilot_terms):
            found, problems = build(self.cleaned_data)
            self._rules |= found
            for name, words in problems:
                self.add_error(name if name in self.fields else None, words)
        if not self.cleaned_data.get("questionnaire_version"):
            self._check_questions()
        return self.cleaned_data

    def _check_questions(self) -> None:
        asked = self._asked()
        if not asked:
            raise forms.ValidationError(_("Ask at least one question."))
        taken: set[int] = set()
        for place, kind in asked:
            if place in taken:
                self.add_error(f"place_{kind}", _("Another question stands there already."))
            taken.add(place)

    def _asked(self) -> list[tuple[int, str]]:
        places = [(self.cleaned_data.get(f"place_{kind}"), kind) for kind in self._offered]
        return sorted((place, kind) for place, kind in places if place)

    def terms(self, message_channel: str) -> ProgrammeTerms:
        """What the form says, once it is valid."""
        data, codes = self.cleaned_data, [code for code, _name in settings.LANGUAGES]
        version_id = int(data["questionnaire_version"]) if data.get("questionnaire_version") else None
        routes = self._rules["routes"]
        return ProgrammeTerms(
            channels=data.get("channels", []),
            step_ids=data.get("step_ids", []),
            wait_minutes=data.get("wait_minutes") or 0,
            valid_hours=data["valid_hours"],
            quiet_days=data.get("quiet_days") or 0,
            subject={code: data[f"subject_{code}"] for code in codes},
            invitation={code: data[f"invitation_{code}"] for code in codes},
            questions=self._questions(version_id),
            message_channel=routes[0] if routes else message_channel,
            audience={name: data[name] for name in ready.AUDIENCE if data.get(name)},
            rate_percent=data.get("rate_percent") or 100,
            daily_cap=data.get("daily_cap"),
            questionnaire_version_id=version_id,
            **self._rules,
        )

    def _questions(self, version_id: int | None) -> list[dict[str, Any]]:
        if version_id is not None:
            return questions_for(QuestionnaireVersion.objects.get(pk=version_id))
        codes = [code for code, _name in settings.LANGUAGES]
        return [
            {"kind": str(kind), "wording": {code: self.cleaned_data[f"wording_{kind}_{code}"] for code in codes}}
            for _place, kind in self._asked()
        ]

    @staticmethod
    def initial_of(version: ProgrammeVersion | None) -> dict[str, Any]:
        """What the form shows first: the version's rules and words, and usual wordings of questions not asked."""
        own = version is not None and version.questionnaire_version_id is None
        questions: list[Mapping[str, Any]] = list(version.questions) if version is not None and own else []
        offered = screens_offered([question["kind"] for question in questions])
        given: dict[str, Any] = {f"place_{kind}": 0 for kind in offered}
        for kind, wording in usual_wordings(offered).items():
            given |= {f"wording_{kind}_{code}": text for code, text in wording.items()}
        given |= initial_rules(version)
        for place, question in enumerate(questions, start=1):
            kind = question["kind"]
            given[f"place_{kind}"] = place
            given |= {f"wording_{kind}_{code}": text for code, text in question["wording"].items()}
        return given
