"""A small domain of our own: notes, kept in a list, each once. No product domain is needed to try the intake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aisance.core.permissions import Viewer
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Problem, Refusal, Values


@dataclass
class Ledger:
    """The notes by number, and the reasons that mappings made."""

    notes: dict[str, Values] = field(default_factory=dict)
    reasons: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def parse(self, values: Values) -> Values | Refusal:
        if "id" not in values:
            return (Problem("id", "", "a number"),)
        return values

    def record(self, drafts: Sequence[Values], *, by: Viewer) -> list[Fate | Refusal]:
        fates: list[Fate | Refusal] = []
        for draft in drafts:
            fates.append(Fate.KNOWN if draft["id"] in self.notes else Fate.ACCEPTED)
            self.notes.setdefault(draft["id"], draft)
        return fates

    def kind(self) -> ImportKind:
        columns = (
            Column("id", "The number of the note.", required=True),
            Column("written_at", "When.", kind=ColumnKind.MOMENT),
            Column("length_seconds", "How long.", kind=ColumnKind.SECONDS),
            Column("tone", "How it sounds."),
        )
        return ImportKind("notes", columns, lambda: self, attributes=True, add_reasons=self._add_reasons)

    def _add_reasons(self, names: Mapping[str, Mapping[str, str]], by: Viewer) -> None:
        self.reasons.update(names)
