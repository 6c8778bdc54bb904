"""The phone beside the editor: the customers' own page, drawn from a draft. Nothing is stored, whatever is sent."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from aisance.core import clock
from aisance.core.permissions import ViewerRequest, requires
from aisance.surveys.collection.cells import Cell, cells_of, scale_of_item
from aisance.surveys.collection.contracts import LinkPlace
from aisance.surveys.collection.reading import WrongAnswerError, check_given, read_given
from aisance.surveys.models import Questionnaire, QuestionnaireVersion
from aisance.surveys.permissions import VIEW_QUESTIONNAIRES
from aisance.surveys.queries.questions import own_scales
from aisance.surveys.queries.screens import Drawing, screen
from aisance.surveys.queries.sittings import Filled, Sitting
from aisance.surveys.questionnaires.contracts import Content, Given, Item
from aisance.surveys.questionnaires.editing import item_form
from aisance.surveys.questionnaires.edits import put_item
from aisance.surveys.questionnaires.languages import direction, filled_item, language_name, languages_of, text_in
from aisance.surveys.questionnaires.queries import content_shown, may_edit, surroundings, version_of
from aisance.surveys.questionnaires.rules import content_of, next_item, shown_items
from aisance.surveys.questionnaires.views import questionnaire_seen

WITH_OWN_WORDS = frozenset({*dict(settings.LANGUAGES), "ar"})
"""The languages in which the customers' page has its own words: buttons, hints."""

# The editor shows this page in a frame of its own; no other site may.
FRAMED_CSP: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


@requires(VIEW_QUESTIONNAIRES)
@require_http_methods(["GET", "POST"])
@csrf_exempt  # the customers' page bears no token, and nothing is stored here
@xframe_options_sameorigin
@csp_override(FRAMED_CSP)
def phone(request: ViewerRequest, code: str) -> HttpResponse:
    """One screen as a customer would see it: of a version, with what the editor holds unsaved, with answers tried."""
    row = questionnaire_seen(request, code)
    version, content = _version(request, row)
    wanted = request.GET.get("item", "")
    if request.method == "POST" and "walk" not in request.GET:
        content, wanted = _with_unsaved(request, row, version, content, wanted)
    walk = _Walk(request, row, version, content)
    if not content.items:
        return walk.said("nothing")
    if request.method == "POST" and "walk" in request.GET:
        return walk.step(wanted)
    items = [item.code for item in content.items]
    return walk.drawn(wanted if wanted in items else items[0])


def _version(request: ViewerRequest, row: Questionnaire) -> tuple[QuestionnaireVersion, Content]:
    number = request.GET.get("v", "")
    if not number:
        return content_shown(row)
    version = version_of(row, int(number)) if number.isdecimal() and len(number) < 6 else None
    if version is None:
        raise Http404
    return version, content_of(version.content)


def _with_unsaved(
    request: ViewerRequest, row: Questionnaire, version: QuestionnaireVersion, content: Content, code: str
) -> tuple[Content, str]:
    """The content with an item as its form holds it now, as far as that is valid."""
    item = next((item for item in content.items if item.code == code), None)
    if item is None or version.published_at is not None or not may_edit(request.viewer, row):
        raise Http404
    form = item_form(request, content, item, surroundings())
    form.is_valid()
    new = form.item()
    return put_item(content, new, code), new.code


class _Walk:
    """Somebody trying a questionnaire out; the answers tried so far stand in the address."""

    def __init__(
        self, request: ViewerRequest, row: Questionnaire, version: QuestionnaireVersion, content: Content
    ) -> None:
        self.request, self.row, self.version = request, row, version
        languages = languages_of(content)
        wanted = request.GET.get("lang", "")
        self.language = wanted if wanted in languages else content.language
        self.content, self.languages = content, languages
        self.items = tuple(filled_item(item, languages, content.language) for item in content.items)
        own = own_scales()
        self.scales = {item.code: scale_of_item(item, own) for item in self.items}
        self.given = _given_in(request.GET.get("given", ""), self.items, self.scales)

    def step(self, code: str) -> HttpResponse:
        """Take what was tried on a screen, and show the next one."""
        item = next((item for item in self.items if item.code == code), None)
        if item is None:
            raise Http404
        fields = dict(self.request.POST.lists())
        self.given.pop(code, None)
        if "skip" not in fields:
            try:
                self.given[code] = read_given(item, self.scales[code], fields)
            except WrongAnswerError as wrong:
                return self.drawn(code, fields, {code: wrong.words})
        following = next_item(self.items, code, self.given, self._known())
        return self.drawn(following.code) if following else self.said("end")

    def drawn(self, code: str, posted: Mapping[str, Any] | None = None, wrong: Any = None) -> HttpResponse:
        """One item, on the customers' own page."""
        number = [item.code for item in self.items].index(code) + 1
        sitting = self._sitting()
        with translation.override(self._own_language()):
            asked = screen(sitting, number, Drawing(self.language, posted=posted, wrong=wrong or {}))
            assert asked is not None, "the item was found among them"
            context = {
                **self._frame(code),
                "asked": asked,
                "action": self._address(walk=1, item=code),
                "previous": self._address(item=self.items[asked.previous - 1].code) if asked.previous else "",
            }
            page = "surveys/questionnaires/phone.html"
            return render(self.request, page, context, status=422 if wrong else 200)

    def said(self, what: str) -> HttpResponse:
        """The end, or that there is nothing to show yet."""
        thanks = text_in(self.content.thanks, self.language, self.content.language)
        with translation.override(self._own_language()):
            context = {**self._frame(""), "what": what, "thanks": thanks, "again": self._address(given="")}
            return render(self.request, "surveys/questionnaires/phone_end.html", context)

    def _sitting(self) -> Sitting:
        now = clock.now()
        cells: dict[str, Cell] = {}
        for item in self.items:
            if item.code in self.given:
                cells |= cells_of(item, self.scales[item.code], self.given[item.code])
        return Sitting(
            place=LinkPlace(code="", key="", version_id=0, began_at=now),
            name="",
            programme_id=0,
            kind="",
            anonymous=False,
            version_id=self.version.pk,
            unit_id=self.row.unit_id,
            language=self.language,
            collected_by="",
            items=self.items,
            scales=self.scales,
            held=Filled(0, now, None, "", cells=cells),
        )

    def _known(self) -> dict[str, str]:
        """Nothing is known of a contact here but the language."""
        return {"customer:language": self.language.split("-")[0]}

    def _frame(self, code: str) -> dict[str, Any]:
        tongues = [
            {
                "code": language,
                "name": language_name(language),
                "query": urlencode(self._query(item=code, lang=language)),
                "current": language == self.language,
            }
            for language in self.languages
        ]
        way = [item.code for item in shown_items(self.items, self.given, self._known())]
        return {
            "tongues": tongues if len(tongues) > 1 else [],
            "text_language": self.language,
            "direction": "rtl" if direction(self.language) == "rtl" else "",
            "keep": "",
            "trap": "website",
            "is_hidden": bool(code) and code not in way,
        }

    def _query(self, **change: Any) -> dict[str, Any]:
        given = json.dumps({code: _as_plain(one) for code, one in self.given.items()}, ensure_ascii=False)
        query = {"lang": self.language, "given": given, "v": self.request.GET.get("v", ""), **change}
        return {name: value for name, value in query.items() if value not in ("", "{}")}

    def _address(self, **change: Any) -> str:
        path = reverse("questionnaire-phone", args=[self.row.code])
        return f"{path}?{urlencode(self._query(**change))}"

    def _own_language(self) -> str:
        stem = self.language.split("-")[0]
        return stem if stem in WITH_OWN_WORDS else translation.get_language() or settings.LANGUAGE_CODE


def _as_plain(given: Given) -> list[Any]:
    return [given.score, given.text, given.value]


def _given_in(text: str, items: tuple[Item, ...], scales: Mapping[str, Any]) -> dict[str, Given]:
    """The answers that stand in the address; what does not read, or does not fit any more, was never given."""
    try:
        rows = json.loads(text[:20_000] or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(rows, dict):
        return {}
    found: dict[str, Given] = {}
    for item in items:
        row = rows.get(item.code)
        if isinstance(row, list) and len(row) == 3 and _fits(item, scales[item.code], Given(*row)):
            found[item.code] = Given(*row)
    return found


def _fits(item: Item, scale: Any, given: Given) -> bool:
    try:
        check_given(item, scale, given)
    except (WrongAnswerError, AttributeError, KeyError, TypeError, ValueError):
        return False
    return True
