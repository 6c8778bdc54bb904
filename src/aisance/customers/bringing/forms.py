"""The forms of the import page: the file, then which of its columns is what."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aisance.customers.bringing.runs import KINDS, MOST_BYTES, SUFFIXES
from aisance.intake.contracts import ImportKind
from aisance.intake.public import Look

KIND_NAMES = {"customers": _("Customers"), "purchases": _("Purchases"), "visits": _("Visits")}
EXAMPLES = 3
LONGEST_EXAMPLE = 24


class UploadForm(forms.Form):
    """What is brought, and the file."""

    kind = forms.ChoiceField(label=_("What the file holds"), choices=[(kind, KIND_NAMES[kind]) for kind in KINDS])
    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV, TSV, XLSX or Parquet with a first row that names the columns; at most 500 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(_("The end of its name says what a file is: .csv, .tsv, .xlsx or .parquet."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 500 MB: bring it in by the command line."))
        return file


class ColumnsForm(forms.Form):
    """For each of the product's columns, the file's column that holds it."""

    def __init__(self, data: Any, *, kind: ImportKind, look: Look, chosen: Mapping[str, str]) -> None:
        super().__init__(data, prefix="column", initial=dict(chosen))
        choices = [("", _("not in the file")), *((name, _described(name, look)) for name in look.header)]
        for column in kind.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=column.description, choices=choices, required=column.required
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = [name for name in given.values() if name]
        doubles = {name for name in chosen if chosen.count(name) > 1}
        if doubles:
            raise forms.ValidationError(_("Named for two things: %(names)s.") % {"names": ", ".join(sorted(doubles))})
        return given


def _described(name: str, look: Look) -> str:
    """A heading with what stands under it in the first rows."""
    place = look.header.index(name)
    cells = dict.fromkeys(row[place] for row in look.rows if place < len(row) and row[place])
    examples = ", ".join(cell[:LONGEST_EXAMPLE] for cell in list(cells)[:EXAMPLES])
    return gettext("%(name)s: %(value)s") % {"name": name, "value": examples} if examples else name


def columns_of(kind: ImportKind) -> Sequence[str]:
    """The names of the product's columns."""
    return [column.name for column in kind.columns]
