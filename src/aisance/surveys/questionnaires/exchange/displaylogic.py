"""Qualtrics' display logic, as far as our conditions can say it. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from aisance.surveys.questionnaires.contracts import Condition, ShowIf
from aisance.surveys.questionnaires.exchange.building import Compared, joined, plain, storable

type Told = Callable[[str, Compared], Condition | None]
"""How a comparison with the question of this id is said here."""

_CHOICE = re.compile(r"q://(QID\d+)/SelectableChoice/([^/]+)$")
_QUESTION = re.compile(
    r"q://(QID\d+)(?:/(?:ChoiceNumericEntryValue(?:/\w+)?|ChoiceTextEntryValue|SelectedChoicesRecode|SelectedAnswerRecode))?$"
)
"""The answer to a question, and not how many options were chosen nor what was written beside one of them."""

OF_A_CHOICE = {"Selected": "==", "NotSelected": "!="}
OF_A_VALUE = {
    "EqualTo": "==",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
OF_ANYTHING = {"Empty": "==", "NotEmpty": "!="}


def show_if_of(logic: Mapping[str, Any], told: Told) -> ShowIf | None:
    """The conditions that a display logic means; null where they cannot say it.

    A logic is groups of expressions, `{"0": {"0": {...}, "1": {...}}, "Type": "BooleanExpression"}`; the first
    expression of a group, and of the whole, bears no conjunction.
    """
    groups = []
    for key, group in sorted(logic.items()):
        if not key.isdecimal() or not isinstance(group, dict):
            continue
        found = _group(group, told)
        if found is None:
            return None
        groups.append((str(group.get("Type", "If")), found))
    joints = {kind for kind, _found in groups[1:]}
    if len(joints) > 1:
        return None
    how = "any" if joints & {"OrIf", "Or"} else "all"
    return joined([found for _kind, found in groups], how)


def words_of(logic: Mapping[str, Any]) -> str:
    """A display logic as Qualtrics describes it to its own users, else by its operands.

    >>> words_of({"0": {"0": {"Description": "<span>If</span> Which <b>shop</b>? Is Ghent"}, "Type": "If"}})
    'If Which shop? Is Ghent'
    >>> words_of({"0": {"0": {"LeftOperand": "q://QID1", "Operator": "EqualTo", "RightOperand": "2"}}})
    'q://QID1 EqualTo 2'
    """
    groups = [group for key, group in sorted(logic.items()) if key.isdecimal() and isinstance(group, dict)]
    expressions = [one for group in groups for _key, one in sorted(group.items()) if isinstance(one, dict)]
    return " ".join(part for one in expressions if (part := _words_of_one(one)))


def _words_of_one(expression: Mapping[str, Any]) -> str:
    told = expression.get("Description")
    if isinstance(told, str) and told:
        return plain(told)[0]
    parts = (expression.get(name) for name in ("LeftOperand", "Operator", "RightOperand"))
    return storable(" ".join(str(part) for part in parts if part))


def _group(group: Mapping[str, Any], told: Told) -> ShowIf | None:
    parts: list[ShowIf | Condition] = []
    joints = set()
    for key, expression in sorted(group.items()):
        if not key.isdecimal() or not isinstance(expression, dict):
            continue
        condition = _condition(expression, told)
        if condition is None:
            return None
        # The format's own spelling of the word, as files bear it.
        joints |= {str(expression.get("Conjuction", "And"))} if parts else set()
        parts.append(condition)
    if len(joints) > 1 or not parts:
        return None
    return joined(parts, "any" if joints == {"Or"} else "all")


def _condition(expression: Mapping[str, Any], told: Told) -> Condition | None:
    if expression.get("LogicType") != "Question":
        return None
    operator = str(expression.get("Operator", ""))
    choice = _CHOICE.match(str(expression.get("ChoiceLocator") or expression.get("LeftOperand") or ""))
    if choice and operator in OF_A_CHOICE:
        return told(choice[1], Compared(choice[1], OF_A_CHOICE[operator], choice[2]))
    question = _QUESTION.match(str(expression.get("LeftOperand") or ""))
    if question and operator in OF_A_VALUE:
        return told(question[1], Compared(question[1], OF_A_VALUE[operator], str(expression.get("RightOperand", ""))))
    if question and operator in OF_ANYTHING:
        return told(question[1], Compared(question[1], OF_ANYTHING[operator], ""))
    return None
