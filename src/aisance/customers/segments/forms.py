"""The conditions of a segment as forms: one for each condition, made of what its kind says that it takes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aisance.core.money import decimals
from aisance.customers.purchases.contracts import USUAL_CURRENCY
from aisance.customers.purchases.rules import minor_units
from aisance.customers.segments.contracts import BLOCKS, MOST_CONDITIONS, ConditionField, ConditionKind
from aisance.customers.segments.queries import Conditions, code_taken
from aisance.customers.segments.registry import condition_kinds

BLOCK_NAMES = {
    "all": _("All of these must be so"),
    "any": _("And at least one of these"),
    "none": _("And none of these"),
}
MOST_DAYS = 3_650
MOST_WHOLE = 1_000_000_000


def _field(held: ConditionField) -> forms.Field:
    words: dict[str, Any] = {"label": held.title, "required": held.required, "initial": held.initial}
    match held.kind:
        case "whole":
            return forms.IntegerField(min_value=0, max_value=MOST_WHOLE, **words)
        case "days":
            return forms.IntegerField(min_value=0, max_value=MOST_DAYS, **words)
        case "choice":
            choices = list(held.choices() if held.choices else ())
            blank = [] if held.required else [("", _("any"))]
            return forms.ChoiceField(choices=[*blank, *choices], **words)
        case _:
            return forms.CharField(max_length=80, **words)


class ConditionForm(forms.Form):
    """One condition. What it holds is in `words`, blanks left out and amounts in the smallest unit."""

    all_optional = True  # so that the fields do not say it one by one

    def __init__(self, data: Any, *, kind: ConditionKind, block: str, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        self.kind, self.block, self.slot = kind, block, prefix.removeprefix("c")
        for held in kind.fields:
            self.fields[held.name] = _field(held)

    def clean(self) -> dict[str, Any]:
        given = {name: held for name, held in super().clean().items() if held not in (None, "")}  # type: ignore[union-attr]  # a form gives a dict
        for held in self.kind.fields:
            if held.kind == "amount" and held.name in given:
                self._clean_amount(held.name, given)
        if not self.errors and (problem := self.kind.problem(given)):
            raise forms.ValidationError(problem)
        return given

    def _clean_amount(self, name: str, given: dict[str, Any]) -> None:
        try:
            given[name] = minor_units(given[name], str(given.get("currency", USUAL_CURRENCY)).upper())
        except ValueError:
            self.add_error(name, _("Write an amount, such as 1234.50."))

    @property
    def words(self) -> dict[str, Any]:
        return {"kind": self.kind.code, **self.cleaned_data}


@dataclass(slots=True)
class Draft:
    """The conditions in the address of a page: `c0=all.purchases`, and their fields as `c0-min`."""

    forms: list[ConditionForm]

    @property
    def is_valid(self) -> bool:
        return bool(self.forms) and all(form.is_valid() for form in self.forms)

    @property
    def is_wrong(self) -> bool:
        """Whether something was filled in that makes no sense. A condition that was just added is only unfinished."""
        return any(form.is_bound and not form.is_valid() for form in self.forms)

    @property
    def conditions(self) -> dict[str, list[dict[str, Any]]]:
        blocks = {block: [form.words for form in self.forms if form.block == block] for block in BLOCKS}
        return {block: held for block, held in blocks.items() if held}

    def blocks(self) -> list[tuple[str, Any, list[ConditionForm]]]:
        """Each block with its name and the forms in it."""
        return [(block, BLOCK_NAMES[block], [form for form in self.forms if form.block == block]) for block in BLOCKS]


def draft_of(query: QueryDict) -> Draft:
    """The draft that an address holds, with what its buttons ask for done: a condition added, another taken away."""
    kinds = condition_kinds()
    given = query.copy()
    removed = given.get("remove", "")
    found: list[ConditionForm] = []
    for place in range(MOST_CONDITIONS):
        block, _dot, code = given.get(f"c{place}", "").partition(".")
        if block in BLOCKS and code in kinds and removed != str(place):
            found.append(ConditionForm(given, kind=kinds[code], block=block, prefix=f"c{place}"))
    free = next((place for place in range(MOST_CONDITIONS) if not given.get(f"c{place}")), None)
    for block in BLOCKS:
        code = given.get(f"add-{block}", "")
        if code in kinds and free is not None:
            found.append(_just_added(kinds[code], block, f"c{free}"))
            free = None
    return Draft(found)


def _just_added(kind: ConditionKind, block: str, prefix: str) -> ConditionForm:
    """With what it first shows, where that is enough for a count; else for somebody to fill in."""
    shown = {f"{prefix}-{field.name}": field.initial for field in kind.fields}
    form = ConditionForm(shown, kind=kind, block=block, prefix=prefix)
    return form if form.is_valid() else ConditionForm(None, kind=kind, block=block, prefix=prefix)


def as_query(conditions: Conditions) -> QueryDict:
    """The address of conditions that are stored."""
    query = QueryDict(mutable=True)
    place = 0
    for block in BLOCKS:
        for held in conditions.get(block, ()):
            query[f"c{place}"] = f"{block}.{held['kind']}"
            for name, value in _as_typed(held).items():
                query[f"c{place}-{name}"] = str(value)
            place += 1
    return query


def _as_typed(held: Mapping[str, Any]) -> dict[str, Any]:
    kind = condition_kinds().get(held["kind"])
    amounts = {field.name for field in kind.fields if field.kind == "amount"} if kind else set()
    unit = decimals(str(held.get("currency", USUAL_CURRENCY)))
    words = {name: value for name, value in held.items() if name != "kind"}
    return {name: f"{value / 10**unit:.{unit}f}" if name in amounts else value for name, value in words.items()}


class SegmentForm(forms.Form):
    """What a segment is called and is for; the conditions come along as they were counted."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and dashes; programmes name it by this.")
    )
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    purpose = forms.CharField(
        label=_("What it is used for"),
        max_length=300,
        help_text=_("As the register of processing will say it, such as “thank the best customers once a year”."),
    )
    conditions = forms.CharField(max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, code: str = "", taken: Sequence[str] = (), **more: Any) -> None:
        super().__init__(data, **more)
        self._code, self._taken = code, taken
        if code:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if code_taken(code) or code in self._taken:
            raise forms.ValidationError(_("This code is taken."))
        return code

    def clean_conditions(self) -> dict[str, Any]:
        """Read again from what a browser sent, by the forms that first read it."""
        try:
            draft = draft_of(as_query(json.loads(self.cleaned_data["conditions"])))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise forms.ValidationError(_("Count the customers once more, then save.")) from None
        if not draft.is_valid:
            raise forms.ValidationError(_("A segment needs one condition at least."))
        return draft.conditions

    def names(self) -> dict[str, str]:
        """The words by language."""
        return {"fr": self.cleaned_data["name_fr"], "en": self.cleaned_data["name_en"]}
