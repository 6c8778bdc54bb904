"""Interactions from files."""

from collections.abc import Mapping, Sequence

from django.utils import timezone

from aisance.core.permissions import Viewer
from aisance.intake.contracts import Column, ColumnKind, Fate, ImportKind, Refusal, Values
from aisance.intake.public import offer
from aisance.journeys.contracts import INTERACTION_COLUMNS, InteractionDraft
from aisance.journeys.public import ensure_reasons, parse_interaction, record_interactions

REQUIRED = {"source", "external_id", "channel", "started_at"}
KINDS = {
    **dict.fromkeys(("started_at", "promised_by", "done_at"), ColumnKind.MOMENT),
    **dict.fromkeys(("wait_seconds", "handling_seconds"), ColumnKind.SECONDS),
}


class InteractionImporter:
    """Reads rows by the rule that the API has too, and records them in batches."""

    def parse(self, values: Values) -> InteractionDraft | Refusal:
        return parse_interaction(values, zone=timezone.get_default_timezone())

    def record(self, drafts: Sequence[InteractionDraft], *, by: Viewer) -> list[Fate | Refusal]:
        recorded = record_interactions(drafts, by=by)
        return [item.problems if item.status == "refused" else Fate(item.status) for item in recorded]


def _add_reasons(names: Mapping[str, Mapping[str, str]], by: Viewer) -> None:
    words = {
        code: {language: text for language, text in held.items() if language != "parent"}
        for code, held in names.items()
    }
    parents = {code: held["parent"] for code, held in names.items() if "parent" in held}
    ensure_reasons(words, by=by, parents=parents)


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(name, description, name in REQUIRED, KINDS.get(name, ColumnKind.TEXT))
        for name, description in INTERACTION_COLUMNS.items()
        if not name.endswith("*")
    )


INTERACTIONS = offer(
    ImportKind("interactions", _columns(), InteractionImporter, attributes=True, add_reasons=_add_reasons)
)
