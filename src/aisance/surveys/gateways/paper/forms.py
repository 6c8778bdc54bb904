"""The form into which a sheet is typed, and the one that takes two files."""

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aisance.core import clock
from aisance.core.days import WITHIN_REACH
from aisance.core.translated import translated
from aisance.surveys.collection.reading import IN_WORDS
from aisance.surveys.forms import DateInput
from aisance.surveys.gateways.paper.rules import Typed, is_sheet
from aisance.surveys.questionnaires.contracts import Item

LARGEST_FILE = 5_000_000
MOST_SHEETS = 5_000
SHEET = "sheet"


class DayForm(forms.Form):
    """The day on which sheets were filled."""

    day = forms.DateField(label=_("Day on which it was filled"), widget=DateInput(), validators=WITHIN_REACH)

    def clean_day(self) -> Any:
        """A sheet was filled today at the latest."""
        if self.cleaned_data["day"] > clock.today():
            raise forms.ValidationError(_("This day is yet to come."))
        return self.cleaned_data["day"]


class SheetForm(DayForm):
    """One sheet: its number, then a line for each item, in the order printed. Digits, Tab and Enter are enough."""

    def __init__(self, items: tuple[Item, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = {"autocomplete": "off"}
        self.fields[SHEET] = forms.CharField(
            label=_("Number of the sheet"), max_length=40, widget=forms.TextInput({**about, "autofocus": True})
        )
        for number, item in enumerate(items, start=1):
            more = about if item.kind in IN_WORDS else {**about, "inputmode": "numeric"}
            self.fields[f"item_{item.code}"] = forms.CharField(
                label=f"{number}. {translated(item.wording)}", required=False, widget=forms.TextInput(more)
            )
        self.order_fields([SHEET])

    def clean_sheet(self) -> str:
        """Letters, digits and dashes."""
        sheet: str = self.cleaned_data[SHEET]
        if not is_sheet(sheet):
            raise forms.ValidationError(_("Letters, digits and dashes only."))
        return sheet

    def typed(self) -> Typed:
        """What was typed, by item."""
        given = self.cleaned_data
        return {name.removeprefix("item_"): text for name, text in given.items() if name.startswith("item_")}


class TwiceForm(DayForm):
    """The same sheets, typed by two people into two files."""

    first = forms.FileField(label=_("File of the first person"))
    second = forms.FileField(label=_("File of the second person"))

    def __init__(self, items: tuple[Item, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = {item.code for item in items}

    def clean_first(self) -> dict[str, Typed]:
        """The sheets of the first file."""
        return _sheets(self.cleaned_data["first"], self._codes)

    def clean_second(self) -> dict[str, Typed]:
        """The sheets of the second file."""
        return _sheets(self.cleaned_data["second"], self._codes)


def _sheets(upload: Any, codes: set[str]) -> dict[str, Typed]:
    """The sheets of a CSV file by their number. Raises ValidationError, also where a column is no question."""
    if upload.size > LARGEST_FILE:
        raise forms.ValidationError(_("The file is larger than 5 MB."))
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("The file is not UTF-8.")) from None
    try:
        return _sheets_in(text, codes)
    except csv.Error:
        # A box of more than 128 kB, or a null character.
        raise forms.ValidationError(_("The file is no CSV, or a box in it is longer than any answer.")) from None


def _sheets_in(text: str, codes: set[str]) -> dict[str, Typed]:
    semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if semicolons else ",")
    if SHEET not in (rows.fieldnames or []):
        raise forms.ValidationError(_("The first line names the columns: sheet, then the codes of the questions."))
    if strange := [name for name in rows.fieldnames or [] if name and name != SHEET and name not in codes]:
        words = _("No question is called “%(name)s”: nothing was recorded. Name the columns by the codes below.")
        raise forms.ValidationError(words % {"name": strange[0][:40]})
    found: dict[str, Typed] = {}
    for row in rows:
        number = (row.pop(SHEET) or "").strip()
        if not is_sheet(number) or number in found:
            words = _("Line %(line)d: “%(number)s” is no number of a sheet, or stands here twice.")
            raise forms.ValidationError(words % {"line": rows.line_num, "number": number[:40]})
        found[number] = {name: text or "" for name, text in row.items() if isinstance(name, str)}
        if len(found) > MOST_SHEETS:
            raise forms.ValidationError(_("At most %(count)d sheets at once.") % {"count": MOST_SHEETS})
    return found
