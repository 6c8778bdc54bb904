"""A story for machines: the JSON of the API and of the command line, and lines for a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aisance.core.permissions import Viewer
from aisance.indicators.contracts import Asked, Definition
from aisance.indicators.explaining.story import Story, explained, names_in, ordered_parts, shown_value
from aisance.indicators.explaining.words import (
    contribution_in_words,
    grounds,
    lines_of,
    sentence,
    split_in_words,
)
from aisance.indicators.statistics.decomposition import Part

type Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A story for machines (JSON values) and for a terminal (lines in the active language)."""

    document: dict[str, Any]
    lines: list[str]


def told(viewer: Viewer, definition: Definition, asked: Asked) -> Told:
    """The story of a question that has a comparison."""
    story = explained(viewer, definition, asked)
    names = names_in(viewer, story)
    return Told(as_document(story, names), as_lines(story, names))


def as_document(story: Story, names: Names) -> dict[str, Any]:
    """The JSON object of a story. Values are fractions; `parts` add up to `difference`, and so does each fold."""
    split, compare = story.split, story.now.compare
    return {
        "indicator": story.definition.name,
        "version": story.definition.version,
        "unit": story.definition.unit,
        "by": list(story.asked.by),
        "value": story.now.value,
        "n": story.now.n,
        "other_value": story.other,
        "other_n": story.other_n,
        "difference": split.difference,
        "low": split.low,
        "high": split.high,
        "p_value": split.p_value,
        "moved": story.moved,
        "answers_needed": compare.answers_needed if compare else None,
        "mix": _total(split.mix, split.mix_low, split.mix_high),
        "rate": _total(split.rate, split.rate_low, split.rate_high),
        "sentence": sentence(story),
        "words": _words(story, names),
        "parts": [_part(story, part, dict(zip(story.asked.by, part.key, strict=True))) for part in _joint(story)],
        "folded": {
            dimension: [_part(story, part, {dimension: part.key}) for part in ordered_parts(parts)]
            for dimension, parts in story.folded.items()
        },
    }


def _joint(story: Story) -> list[Part]:
    return ordered_parts(story.split.parts)


def _key(part: Part) -> tuple[str, ...]:
    return part.key if isinstance(part.key, tuple) else (part.key,)


def _total(value: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    return {"value": value, "low": low, "high": high}


def _words(story: Story, names: Names) -> dict[str, list[str]]:
    """The largest contributions as sentences, by dimension; none where nothing moved."""
    return {
        dimension: [
            contribution_in_words(one, story.definition)
            for one in lines_of(story, dimension, names[dimension]).contributions
        ]
        for dimension in (story.folded if story.moved else ())
    }


def _part(story: Story, part: Part, dimensions: dict[str, str]) -> dict[str, Any]:
    joint = len(dimensions) == len(story.asked.by)
    dimension, code = next(iter(dimensions.items()))
    before, after = story.counts[_key(part)] if joint else story.folded_counts[dimension][code]
    return {
        "dimensions": dimensions,
        "mix": _total(part.mix, part.mix_low, part.mix_high),
        "rate": _total(part.rate, part.rate_low, part.rate_high),
        "weight_before": part.weight_before,
        "weight_after": part.weight_after,
        "value_before": shown_value(part.value_before, before, story.definition),
        "value_after": shown_value(part.value_after, after, story.definition),
        "n_before": before,
        "n_after": after,
    }


def as_lines(story: Story, names: Names) -> list[str]:
    """The story as a terminal prints it."""
    lines = [sentence(story), grounds(story)]
    if not story.moved:
        return lines
    lines += [f"  {line}" for line in split_in_words(story)]
    for dimension in story.folded:
        lines += ["", f"{dimension}:"]
        found = lines_of(story, dimension, names[dimension]).contributions
        lines += [
            f"  {'*' if one.is_established else ' '} {contribution_in_words(one, story.definition)}" for one in found
        ]
    star = _("* established: beyond chance, all contributions tested together. A contribution is not a cause.")
    return [*lines, "", star]
