"""What happened along the time line, told by rooms above through a source that they register.

Figures know no boards; whoever keeps such events registers a source at start, and every trend shows what it tells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aisance.core.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Annotation:
    """A launch, a strike, an incident: its first day, its last where it lasted, its kind and its words."""

    day: date
    until: date | None
    kind: Any
    words: str

    def touches(self, start: date, end: date) -> bool:
        """Whether any of its days lies from `start` to `end`."""
        return self.day <= end and (self.until or self.day) >= start


type AnnotationSource = Callable[[Viewer, date, date], Sequence[Annotation]]

_sources: list[AnnotationSource] = []


def annotation_source(source: AnnotationSource) -> AnnotationSource:
    """Register a source: what a viewer may know of, from day to day, both included."""
    _sources.append(source)
    return source


def annotations_between(viewer: Viewer, start: date, end: date) -> list[Annotation]:
    """Everything that the sources tell of these days, in the order of time."""
    found = [one for source in _sources for one in source(viewer, start, end)]
    return sorted(found, key=lambda one: (one.day, one.words))
