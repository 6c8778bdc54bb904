"""A Qualtrics file as its questions, its blocks and the flow through them. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aisance.intake.contracts import Problem
from aisance.surveys.questionnaires.exchange import building as b
from aisance.surveys.questionnaires.exchange.contracts import BYTES_AT_MOST, FileRefused

type Row = Mapping[str, Any]

DEPTH_AT_MOST = 30
FLOWS_TOLD = {
    "Branch": _("the condition of a branch was left out: its questions are shown to everybody, give them conditions"),
    "Randomizer": _("questions stand in one order here"),
    "BlockRandomizer": _("questions stand in one order here"),
    "EmbeddedData": _("data from elsewhere are not known here"),
    "EndSurvey": _("a questionnaire ends with its last question"),
    "WebService": _("no other service is called"),
    "Authenticator": _("the link of the invitation tells who answers"),
    "Quota": _("quotas belong to the programme"),
    "QuotaCheck": _("quotas belong to the programme"),
}

LOOP_LOST = _("a block is not repeated here: its questions are asked once")
ELEMENTS_TOLD = {
    "QO": (_("Quotas"), _("quotas belong to the programme")),
    "SCO": (_("Scoring"), _("assessments are not computed here")),
}


def parsed(data: bytes) -> Row:
    """The file as JSON. Raises FileRefused for what is no Qualtrics survey."""
    if len(data) > BYTES_AT_MOST:
        raise FileRefused([Problem("file", str(len(data)), _("a file of at most 2 MB"))])
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FileRefused([Problem("file", "", _("a JSON file as Qualtrics writes it"))]) from None
    if not isinstance(root, dict) or not isinstance(root.get("SurveyElements"), list):
        raise FileRefused([Problem("SurveyElements", "", _("the list of the survey’s elements"))])
    return root


def table(value: Any) -> dict[str, Any]:
    """What should be an object: Qualtrics writes an empty one as a list, and a full one sometimes too."""
    if isinstance(value, dict):
        return {str(key): one for key, one in value.items()}
    return {str(number): one for number, one in enumerate(value, start=1)} if isinstance(value, list) else {}


def text(value: Any) -> str:
    """What should be a text."""
    if isinstance(value, str):
        return b.storable(value)
    return str(value) if isinstance(value, int | float) else ""


@dataclass(frozen=True, slots=True)
class Survey:
    """The questions by their ids, the blocks, the flow through them."""

    name: str
    language: str
    languages: Sequence[str]
    questions: Mapping[str, Row]
    blocks: Mapping[str, Row]
    flow: Sequence[Any]
    elements: frozenset[str] = frozenset()

    @classmethod
    def of(cls, root: Row) -> "Survey":
        """The survey in a parsed file."""
        entry = table(root.get("SurveyEntry"))
        elements = [one for one in root["SurveyElements"] if isinstance(one, dict)]
        questions = {
            text(one.get("PrimaryAttribute")): table(one.get("Payload"))
            for one in elements
            if one.get("Element") == "SQ"
        }
        blocks = {
            text(block.get("ID")): block
            for one in elements
            if one.get("Element") == "BL"
            for block in table(one.get("Payload")).values()
            if isinstance(block, dict)
        }
        kinds = frozenset(text(one.get("Element")) for one in elements)
        flows = [table(one.get("Payload")).get("Flow") for one in elements if one.get("Element") == "FL"]
        language = b.language_code(text(entry.get("SurveyLanguage")) or "en")
        others = {b.language_code(code) for one in questions.values() for code in table(one.get("Language"))}
        flow = next((one for one in flows if isinstance(one, list)), [{"ID": key} for key in blocks])
        listed = [language, *sorted(others - {language})]
        return cls(text(entry.get("SurveyName")), language, listed, questions, blocks, flow, kinds)

    def tell_the_rest(self, found: b.Building) -> None:
        """What the file holds beside questions and their flow."""
        for element, (what, why) in ELEMENTS_TOLD.items():
            if element in self.elements:
                found.account.dropped(str(what), why)

    def order(self, found: b.Building) -> list[str]:
        """The ids of the questions in the order of the flow; without one, in the order of the file."""
        ids = list(dict.fromkeys(self._along(self.flow, found, 0)))
        return ids or list(self.questions)

    def _along(self, flow: Sequence[Any], found: b.Building, depth: int) -> Iterator[str]:
        if depth > DEPTH_AT_MOST:
            raise FileRefused([Problem("Flow", "", _("a flow that is not nested deeper than 30"))])
        for step in flow:
            if not isinstance(step, dict):
                continue
            kind = text(step.get("Type"))
            if kind in FLOWS_TOLD:
                found.account.dropped(f"{kind} {text(step.get('FlowID'))}".strip(), FLOWS_TOLD[kind])
            block = self.blocks.get(text(step.get("ID")), {})
            if block.get("Type") != "Trash":
                yield from self._of_block(block, found)
            inner = step.get("Flow")
            yield from self._along(inner if isinstance(inner, list) else [], found, depth + 1)

    def _of_block(self, block: Row, found: b.Building) -> Iterator[str]:
        if text(table(block.get("Options")).get("Looping")) not in {"", "None"}:
            found.account.dropped(text(block.get("Description")) or "Loop & Merge", LOOP_LOST)
        for one in table(block.get("BlockElements")).values():
            if isinstance(one, dict) and one.get("Type") == "Question":
                yield text(one.get("QuestionID"))
