"""Desks and meanings in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.cases.bridges.desks.contracts import Desk
from aisance.cases.bridges.desks.mapping import Meaning
from aisance.cases.contracts import CaseOutcome, CaseStatus
from aisance.cases.desk.wording import OUTCOME_NAMES, STATUS_NAMES

DESKS = {Desk.ZENDESK.value: _("Zendesk and its like"), Desk.JIRA.value: _("Jira and its like")}


def meaning_words(one: Meaning) -> str:
    """Where a case then stands, and how it ended."""
    outcome = f" · {OUTCOME_NAMES[one.outcome]}" if one.outcome else ""
    return f"{STATUS_NAMES[one.status]}{outcome}"


def meaning_choices() -> list[tuple[str, Any]]:
    """Every place where a case may stand; a closed one has an outcome."""
    standing = [(status.value, STATUS_NAMES[status]) for status in CaseStatus if status != CaseStatus.CLOSED]
    ended = [Meaning("", CaseStatus.CLOSED, outcome) for outcome in CaseOutcome]
    return [*standing, *((f"closed:{one.outcome}", meaning_words(one)) for one in ended)]
