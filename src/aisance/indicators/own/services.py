"""Writes own indicators: a draft, its approval, a new version, the end. Nothing approved is ever edited."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from aisance.core import audit, clock
from aisance.core.decisions import Allowed, Decision, Refused
from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Part, Status
from aisance.indicators.models import OwnIndicator, OwnVersion
from aisance.indicators.own.contracts import DefinitionRefused, Wanted
from aisance.indicators.own.rules import problems_of
from aisance.indicators.registry import BUILT_IN
from aisance.intake.contracts import Problem
from aisance.surveys.contracts import Scale
from aisance.surveys.public import scale_of

MEASURES = {"share": "share", "net": "score", "mean": "mean", "composite": "mean"}
MOVES_THE_FIGURE = ("measure", "parts", "kind")
"""A version that changes any of these starts a new series; one that mends words carries on the series before it."""

STORED = (
    "title",
    "description",
    "strength",
    "weakness",
    "owner",
    "measure",
    "parts",
    "kind",
    "minimum_n",
    "higher_is_better",
)


def define_indicator(*, wanted: Wanted, by: Viewer) -> int:
    """Make an own indicator with its first draft; the draft's number. Raises DefinitionRefused with all that is wrong.

    The name of another indicator, built in or own, and a word of the product's own addresses cannot be taken.
    """
    problems = [*_name_problems(wanted.code), *_problems(wanted)]
    if problems:
        raise DefinitionRefused(tuple(problems))
    try:
        with transaction.atomic():
            indicator = OwnIndicator.objects.create(
                code=wanted.code, created_by_id=by.person_id, created_at=clock.now()
            )
            return _write(OwnVersion(indicator=indicator, number=1), wanted, by)
    except IntegrityError:  # somebody took the name in the same moment
        raise DefinitionRefused((_taken(wanted.code),)) from None


def redraft_indicator(*, wanted: Wanted, by: Viewer) -> int:
    """Write the waiting draft anew, or begin one for the next version; its number. Raises DefinitionRefused.

    What is in force stays as it is until the draft is approved.
    """
    problems = _problems(wanted)
    if problems:
        raise DefinitionRefused(tuple(problems))
    with transaction.atomic():
        indicator = OwnIndicator.objects.select_for_update().get(code=wanted.code)
        last = indicator.versions.order_by("-number").first()
        if last is None or last.status != Status.DRAFT:
            last = OwnVersion(indicator=indicator, number=last.number + 1 if last else 1)
        return _write(last, wanted, by)


def approve_indicator(*, code: str, by: Viewer) -> Decision:
    """Put the waiting draft in force from today on. Refused("no_draft") where none waits.

    A version that changes what is counted starts a new series today; the series before it stays readable by its
    version.
    """
    with transaction.atomic():
        indicator = OwnIndicator.objects.select_for_update().get(code=code)
        draft = indicator.versions.filter(status=Status.DRAFT).first()
        if draft is None:
            return Refused("no_draft")
        before = indicator.versions.exclude(status=Status.DRAFT).order_by("-number").first()
        draft.status, draft.starts_on = Status.APPROVED, _first_day(draft, before)
        _decide(draft, by)
        changes = {"v": draft.number, "starts_on": draft.starts_on.isoformat() if draft.starts_on else None}
        audit.record(by, "indicator.approved", what="indicator", which=code, changes=changes)
    return Allowed()


def retire_indicator(*, code: str, by: Viewer) -> Decision:
    """Offer an indicator no more; it can still be read. Refused("not_in_force") where no version is in force."""
    with transaction.atomic():
        indicator = OwnIndicator.objects.select_for_update().get(code=code)
        shown = indicator.versions.exclude(status=Status.DRAFT).order_by("-number").first()
        if shown is None or shown.status != Status.APPROVED:
            return Refused("not_in_force")
        shown.status = Status.RETIRED
        _decide(shown, by)
        audit.record(by, "indicator.retired", what="indicator", which=code, changes={"v": shown.number})
    return Allowed()


def discard_draft(*, code: str, by: Viewer) -> Decision:
    """Throw the waiting draft away, and with it an indicator that was never approved. Refused("no_draft")."""
    with transaction.atomic():
        indicator = OwnIndicator.objects.select_for_update().get(code=code)
        draft = indicator.versions.filter(status=Status.DRAFT).first()
        if draft is None:
            return Refused("no_draft")
        number = draft.number
        draft.delete()
        if not indicator.versions.exists():
            indicator.delete()
        audit.record(by, "indicator.discarded", what="indicator", which=code, changes={"v": number})
    return Allowed()


def version_of(wanted: Wanted) -> OwnVersion:
    """A version that is stored nowhere: what a preview reads."""
    version = OwnVersion(indicator=OwnIndicator(code=wanted.code), number=1)
    _fill(version, wanted)
    return version


def _problems(wanted: Wanted) -> list[Problem]:
    languages = [language for language, _name in settings.LANGUAGES]
    return problems_of(wanted, _scales(wanted), languages)


def _scales(wanted: Wanted) -> dict[str, Scale]:
    found = {part.scale: scale_of(part.scale) for part in wanted.parts}
    return {code: scale for code, scale in found.items() if scale}


def _name_problems(code: str) -> list[Problem]:
    if code in BUILT_IN or OwnIndicator.objects.filter(code=code).exists():
        return [_taken(code)]
    return [_taken(code)] if _is_an_address(code) else []


def _taken(code: str) -> Problem:
    return Problem("code", code, _("another name: this one is taken"))


def _is_an_address(code: str) -> bool:
    """Whether the product has another page where one of the indicator's would stand."""
    try:
        names = [resolve(f"/indicators/{place}{code}/").url_name for place in ("", "own/")]
        return names != ["indicator-definition", "own-indicator-edit"]
    except Resolver404:
        return False  # no name at all, which is said elsewhere


def _write(version: OwnVersion, wanted: Wanted, by: Viewer) -> int:
    before = {name: getattr(version, name) for name in STORED} if version.pk else {}
    _fill(version, wanted)
    version.save()
    after = {name: getattr(version, name) for name in STORED}
    changes: dict[str, Any] = {"v": version.number}
    changes |= {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    audit.record(by, "indicator.drafted", what="indicator", which=wanted.code, changes=changes)
    return version.number


def _fill(version: OwnVersion, wanted: Wanted) -> None:
    version.measure = MEASURES[wanted.reading]
    version.parts = [_stored(part) for part in wanted.parts]
    for name in ("title", "description", "strength", "weakness"):
        setattr(version, name, {language: text.strip() for language, text in getattr(wanted, name).items()})
    for name in ("owner", "kind", "minimum_n", "higher_is_better"):
        setattr(version, name, getattr(wanted, name))


def _stored(part: Part) -> dict[str, Any]:
    values = {str(score): value for score, value in sorted(part.values.items())}
    return {"question": part.question, "scale": part.scale, "values": values, "weight": part.weight}


def _first_day(draft: OwnVersion, before: OwnVersion | None) -> Any:
    """The first version has a series without a beginning: every answer there is was given to the same question."""
    if before is None:
        return None
    is_same = all(getattr(draft, name) == getattr(before, name) for name in MOVES_THE_FIGURE)
    return before.starts_on if is_same else clock.today()


def _decide(version: OwnVersion, by: Viewer) -> None:
    version.decided_at, version.decided_by_id = clock.now(), by.person_id
    version.save(update_fields=["status", "starts_on", "decided_at", "decided_by"])
