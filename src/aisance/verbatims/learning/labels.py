"""What people said of clauses, as a model is taught and judged by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aisance.verbatims.models import Coding, Correction
from aisance.verbatims.reading.clauses import clauses_of
from aisance.verbatims.reading.judging import Said
from aisance.verbatims.reading.reading import GENERAL


@dataclass(slots=True)
class Label:
    """One clause: the feeling people gave it (null: nobody said), themes it is about, and themes it is not about.

    `whole` says that its themes are all of them: whatever is not among them, it is not about.
    """

    verbatim_id: int
    said: Said
    feeling: int | None = None
    themes: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    whole: bool = False

    def says_of(self, theme: str) -> bool | None:
        """Whether it is about the theme; null where nobody said."""
        if theme in self.themes:
            return True
        return False if theme in self.others or self.whole else None


def labels() -> list[Label]:
    """Every clause that somebody corrected, confirmed or coded; the last word on it counts."""
    found: dict[tuple[int, int], Label] = {}
    for one in Correction.objects.select_related("verbatim").order_by("at", "pk"):
        clause = next((c for c in clauses_of(one.verbatim.text, one.verbatim.language) if c.start == one.start), None)
        if clause is None:
            continue
        said = Said(clause.text, one.verbatim.language)
        label = found.setdefault((one.verbatim_id, one.start), Label(one.verbatim_id, said))
        (label.others if one.after is None else label.themes).add(one.theme)
        label.feeling = label.feeling if one.after is None else one.after
    for place, coded in _coded():
        found.setdefault(place, coded)
    return list(found.values())


def _coded() -> Iterator[tuple[tuple[int, int], Label]]:
    """Clauses on which those who coded them agree, or the only one did."""
    codings: dict[int, list[Coding]] = {}
    for coding in Coding.objects.select_related("clause__verbatim").order_by("pk"):
        codings.setdefault(coding.clause_id, []).append(coding)
    for some in codings.values():
        if len({(one.feeling, tuple(sorted(one.themes))) for one in some}) == 1:
            clause, text = some[0].clause, some[0].clause.verbatim
            said = Said(text.text[clause.start : clause.end], text.language)
            themes = set(some[0].themes) or {GENERAL}
            yield (text.pk, clause.start), Label(text.pk, said, some[0].feeling, themes, whole=True)


def themes_named(some: Sequence[Label]) -> list[str]:
    """The themes that these labels say anything of by name."""
    return sorted({theme for one in some for theme in one.themes | one.others})
