"""Reads of questions: the product's and the company's own, their scales and the words of their points."""

from collections.abc import Iterable
from typing import Any

from aisance.core.translated import translated
from aisance.surveys.catalogue import COMPONENTS_NAME, POINT_NAMES, QUESTION_NAMES, SCREENS_OFFERED
from aisance.surveys.contracts import (
    COMPONENTS_SCREEN,
    DEFAULT_SCALES,
    OWN_SCALE,
    SCALES,
    QuestionCard,
    QuestionKind,
    Scale,
)
from aisance.surveys.models import OwnQuestion
from aisance.surveys.ready import USUAL_WORDINGS
from aisance.surveys.rules import STEPS_ASKED, fitting_scales

_BUILT_IN = frozenset(kind.value for kind in QuestionKind) | {COMPONENTS_SCREEN}


def own_scales(codes: Iterable[str] | None = None) -> dict[str, Scale]:
    """The scales of own questions by the question's code: of these codes, or of all. No query where none is own."""
    if codes is None:
        return {row.code: _scale(row) for row in OwnQuestion.objects.all()}
    wanted = set(codes) - _BUILT_IN
    return {row.code: _scale(row) for row in OwnQuestion.objects.filter(code__in=wanted)} if wanted else {}


def scales_asked(kinds: Iterable[str]) -> dict[str, Scale]:
    """The scale on which our own questionnaires ask each of these questions; one in words, or unknown, is absent."""
    wanted = set(kinds)
    built_in = {kind: SCALES[DEFAULT_SCALES[QuestionKind(kind)]] for kind in wanted if kind in DEFAULT_SCALES}
    return built_in | own_scales(wanted)


def scale_asked(kind: str) -> Scale | None:
    """The same of one question; null for words and for the screen of components."""
    return scales_asked([kind]).get(kind)


def points_asked(kind: str) -> list[tuple[int, Any]]:
    """The points of a question in the order shown, each with its words, empty where a point has none."""
    if kind in _BUILT_IN:
        scale = scale_asked(kind)
        return _points(scale, POINT_NAMES.get(scale.code, {})) if scale else []
    row = OwnQuestion.objects.filter(code=kind).first()
    return _points(_scale(row), _labels(row)) if row else []


def points_on(scale: Scale) -> list[tuple[int, Any]]:
    """The points of a scale of the trade in the order shown, each with its words, empty where a point has none."""
    return _points(scale, POINT_NAMES.get(scale.code, {}))


def question_of(code: str) -> QuestionCard | None:
    """A scored question by its code, in the active language; null for words and for what nobody knows."""
    if code in DEFAULT_SCALES:
        return _built_in(QuestionKind(code))
    row = OwnQuestion.objects.filter(code=code).first()
    return _own(row) if row else None


def questions_known() -> list[QuestionCard]:
    """Every scored question that we ask: the product's in their order, then the company's own, retired ones too."""
    return [
        *(_built_in(kind) for kind in DEFAULT_SCALES if kind != QuestionKind.PUBLIC_RATING),
        *(_own(row) for row in OwnQuestion.objects.order_by("code")),
    ]


def scale_of(code: str) -> Scale | None:
    """A scale by its code, an own question's by `own:` and the question's code; null where there is none."""
    if code in SCALES:
        return SCALES[code]
    question = code.removeprefix(OWN_SCALE)
    return own_scales([question]).get(question) if code.startswith(OWN_SCALE) else None


def question_names(codes: Iterable[str]) -> dict[str, Any]:
    """What staff call these questions and screens; an own question is called by its wording."""
    wanted = set(codes)
    names: dict[str, Any] = {code: QUESTION_NAMES[QuestionKind(code)] for code in wanted if code in QUESTION_NAMES}
    if COMPONENTS_SCREEN in wanted:
        names[COMPONENTS_SCREEN] = COMPONENTS_NAME
    own = wanted - _BUILT_IN
    rows = OwnQuestion.objects.filter(code__in=own) if own else ()
    return names | {row.code: translated(row.wording) for row in rows}


def screens_offered(also: Iterable[str] = ()) -> dict[str, Any]:
    """What a programme may ask, with its name: by code in the order offered. Retired questions only where in `also`."""
    kept = set(also)
    own = [
        row.code
        for row in OwnQuestion.objects.order_by("code")
        if row.code in kept or (not row.retired and row.maximum - row.minimum < STEPS_ASKED)
    ]
    names = question_names([*SCREENS_OFFERED, *own])
    return {code: names[code] for code in (*SCREENS_OFFERED, *own)}


def usual_wordings(codes: Iterable[str]) -> dict[str, dict[str, str]]:
    """How these questions are worded until somebody words them otherwise, by language."""
    wanted = set(codes)
    own = wanted - _BUILT_IN
    rows = OwnQuestion.objects.filter(code__in=own) if own else ()
    words = {code: USUAL_WORDINGS[code] for code in wanted if code in USUAL_WORDINGS}
    return words | {row.code: row.wording for row in rows}


def _scale(row: OwnQuestion) -> Scale:
    return Scale(f"{OWN_SCALE}{row.code}", row.minimum, row.maximum, row.low_is_good)


def _labels(row: OwnQuestion) -> dict[int, str]:
    return {int(score): translated(words) for score, words in row.labels.items()}


def _points(scale: Scale, names: dict[int, Any]) -> list[tuple[int, Any]]:
    """In the order of the scale; yes comes before no."""
    if scale.code == "resolved_2":
        return list(names.items())
    return [(score, names.get(score, "")) for score in range(scale.minimum, scale.maximum + 1)]


def _built_in(kind: QuestionKind) -> QuestionCard:
    scales = tuple(fitting_scales(kind))
    return QuestionCard(
        code=kind.value,
        name=str(QUESTION_NAMES[kind]),
        wording=translated(USUAL_WORDINGS.get(kind.value, {})) or str(QUESTION_NAMES[kind]),
        scale=scales[0],
        is_own=False,
        scales=scales,
        labels={score: str(words) for score, words in POINT_NAMES.get(scales[0].code, {}).items()},
    )


def _own(row: OwnQuestion) -> QuestionCard:
    scale, wording = _scale(row), translated(row.wording)
    return QuestionCard(row.code, wording, wording, scale, True, (scale,), _labels(row), row.retired)
