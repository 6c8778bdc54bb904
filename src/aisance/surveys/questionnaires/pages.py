"""What the editor's pages show, put together for their templates."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aisance.core.permissions import Viewer
from aisance.core.translated import translated
from aisance.surveys.models import Questionnaire, QuestionnaireVersion
from aisance.surveys.permissions import EDIT_PROGRAMMES
from aisance.surveys.questionnaires.adding import kinds_to_add
from aisance.surveys.questionnaires.checks import Surroundings, problems, scale_asked_of
from aisance.surveys.questionnaires.contracts import Content, Finding, Item, ItemKind
from aisance.surveys.questionnaires.craft import duration_seconds, warnings
from aisance.surveys.questionnaires.describing import SCALE_NAMES, differences, kind_names, shown_when
from aisance.surveys.questionnaires.languages import coverage, direction, language_name, languages_of, text_in
from aisance.surveys.questionnaires.places import known_names
from aisance.surveys.questionnaires.queries import (
    content_shown,
    draft_of,
    labels_of_own,
    may_edit,
    published_of,
    surroundings,
    taken_by,
)
from aisance.surveys.questionnaires.rules import content_of


def list_rows(rows: Iterable[Questionnaire]) -> list[dict[str, Any]]:
    """The questionnaires as the list shows them."""
    rows = list(rows)
    taken = taken_by(rows)
    return [_list_row(row, taken) for row in rows]


def _list_row(row: Questionnaire, taken: Mapping[int, Any]) -> dict[str, Any]:
    version, content = content_shown(row)
    return {
        "row": row,
        "name": translated(row.name) or row.code,
        "published": published_of(row),
        "draft": draft_of(row),
        "count": len(content.items),
        "minutes": duration_words(content),
        "languages": [language_name(code) for code in languages_of(content)],
        "taken": taken.get(row.pk, []),
        "edited_at": version.edited_at,
    }


def duration_words(content: Content) -> str:
    """How long it takes, as in "45 s to 2 min"; nothing for no question."""
    short, long = (_about(seconds) for seconds in duration_seconds(content))
    if not content.items:
        return ""
    return short if short == long else _("%(short)s to %(long)s") % {"short": short, "long": long}


def _about(seconds: float) -> str:
    """To the next ten seconds, from three minutes on to the next half minute: an estimate claims no more."""
    step = 10 if seconds <= 180 else 30
    whole = max(10, math.ceil(seconds / step) * step)
    minutes, rest = divmod(whole, 60)
    if not minutes:
        return _("%(seconds)d s") % {"seconds": rest}
    words = ngettext("%(minutes)d min", "%(minutes)d min", minutes) % {"minutes": minutes}
    return f"{words} {rest}" if rest else words


class Reading:
    """A version with everything that its pages say about it."""

    def __init__(self, row: Questionnaire, version: QuestionnaireVersion, viewer: Viewer) -> None:
        self.row, self.version, self.viewer = row, version, viewer
        self.content = content_of(version.content)
        self.around: Surroundings = surroundings()
        self.names = known_names(self.content, viewer)
        self.problems = problems(self.content, self.around)
        labels = labels_of_own(self.content.language)
        self.warnings = warnings(self.content, self.around.own, labels)

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None

    def item_rows(self) -> list[dict[str, Any]]:
        """The items in order, each with what the checks say of it."""
        kinds = kind_names(item.kind for item in self.content.items)
        wrong, odd = _by_item(self.problems), _by_item(self.warnings)
        last = len(self.content.items) - 1
        return [
            {
                "number": index + 1,
                "item": item,
                "kind": kinds[item.kind],
                "scale": self._scale_words(item),
                "wording": text_in(item.wording, self.content.language, self.content.language),
                "options": [
                    text_in(option.wording, self.content.language, self.content.language) or option.code
                    for option in item.options
                ],
                "when": shown_when(item, self.content, self.names),
                "problems": wrong.get(item.code, []),
                "warnings": odd.get(item.code, []),
                "is_first": index == 0,
                "is_last": index == last,
                "may_be_copied": item.kind in set(ItemKind),
            }
            for index, item in enumerate(self.content.items)
        ]

    def _scale_words(self, item: Item) -> str:
        scale = scale_asked_of(item, self.around.own)
        if scale is None:
            return ""
        return str(SCALE_NAMES.get(scale.code, "")) or f"{scale.minimum}–{scale.maximum}"

    def of_the_whole(self) -> dict[str, Any]:
        """What the checks say of no single item, and how much they say of all."""
        return {
            "problems": [finding for finding in self.problems if not finding.item],
            "warnings": [finding for finding in self.warnings if not finding.item],
            "problem_count": len(self.problems),
            "warning_count": len(self.warnings),
        }

    def language_rows(self) -> list[dict[str, Any]]:
        """How far each language is written."""
        return [
            {
                "cover": cover,
                "name": language_name(cover.language),
                "is_usual": cover.language == self.content.language,
                "direction": direction(cover.language),
                "left": len(cover.missing),
            }
            for cover in coverage(self.content)
        ]

    def context(self) -> dict[str, Any]:
        """What every page about one version needs."""
        return {
            "row": self.row,
            "name": translated(self.content.title) or self.row.code,
            "version": self.version,
            "content": self.content,
            "is_draft": self.is_draft,
            "may_edit": may_edit(self.viewer, self.row),
            "may_ask": self.viewer.holds(EDIT_PROGRAMMES),
            "minutes": duration_words(self.content),
            "languages": [(code, language_name(code)) for code in languages_of(self.content)],
        }

    def editor(self) -> dict[str, Any]:
        """What the editor shows."""
        row = self.row
        return {
            **self.context(),
            "draft": draft_of(row),
            "published": published_of(row),
            "rows": self.item_rows(),
            "whole": self.of_the_whole(),
            "language_rows": self.language_rows(),
            "groups": kinds_to_add(self.content),
            "history": history_of(row),
            "taken": taken_by([row]).get(row.pk, []),
        }


def _by_item(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.item].append(finding)
    return grouped


def history_of(row: Questionnaire) -> list[dict[str, Any]]:
    """Every version, the newest first, with what it changed against the one before."""
    versions = sorted(row.versions.all(), key=lambda version: version.number)
    contents = [content_of(version.content) for version in versions]
    shown = []
    for index, version in enumerate(versions):
        changes = differences(contents[index - 1], contents[index]) if index else []
        shown.append({"version": version, "changes": changes, "is_first": index == 0})
    return shown[::-1]
