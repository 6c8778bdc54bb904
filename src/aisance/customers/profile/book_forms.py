"""The form of a note of the client book."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.accounts.contracts import UnitCard
from aisance.accounts.public import root_unit, units_in
from aisance.core.permissions import Viewer
from aisance.core.scope import EVERYTHING
from aisance.customers.models import BookNote
from aisance.customers.permissions import WRITE_BOOK
from aisance.customers.profile.contracts import Found, NoteDraft, Purpose, Subject
from aisance.customers.profile.sensitive import sensitive_words
from aisance.customers.profile.wording import PURPOSE_DAYS, PURPOSE_NAMES, SUBJECT_NAMES

LONGEST_NOTE = 2_000
LONGEST_DAYS = max(PURPOSE_DAYS.values())


class NoteForm(forms.Form):
    """What was heard, what it is about, what it is kept for and for how long, and who reads it.

    Sensitive words are shown back once: the author rewords, or says why they stay.
    """

    heard = forms.CharField(
        label=gettext_lazy("What the customer said, word for word"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The customer may read it. Write what they would recognise as their own words."),
    )
    subject = forms.ChoiceField(
        label=gettext_lazy("Subject"), choices=[(word.value, name) for word, name in SUBJECT_NAMES.items()]
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is kept for"), choices=[(word.value, name) for word, name in PURPOSE_NAMES.items()]
    )
    keep_days = forms.IntegerField(
        label=gettext_lazy("Kept for so many days"),
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=gettext_lazy("Left blank: as long as is usual for the purpose."),
    )
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Read by"), coerce=int, help_text=gettext_lazy("Nobody outside this unit reads the note.")
    )
    because = forms.CharField(
        label=gettext_lazy("Why the sensitive words must stay"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The data protection officer reads this. Better: reword the note and leave this blank."),
    )

    def __init__(self, data: Any = None, *, viewer: Viewer, note: BookNote | None = None) -> None:
        super().__init__(data, initial=_initial(note) if note else None)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        units = _units_for(viewer)
        first = min((unit.depth for unit in units), default=0)
        field.choices = [(unit.id, "· " * (unit.depth - first) + unit.name) for unit in units]
        if note is None:
            field.initial = _own_unit(viewer, units)
        self.found = self._found()
        if not self.found and not (note and note.confirmed_because):
            del self.fields["because"]

    def _found(self) -> list[Found]:
        heard = self.data.get("heard", "") if self.is_bound else ""
        return sensitive_words(str(heard)[:LONGEST_NOTE])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.found and not str(given.get("because", "")).strip():
            self.add_error("because", _("Reword the note, or say why these words must stay."))
        return given

    def draft(self) -> NoteDraft:
        """The note as it is to be written. For a valid form."""
        given = self.cleaned_data
        purpose = Purpose(given["purpose"])
        days = given["keep_days"] or PURPOSE_DAYS[purpose]
        because = given.get("because", "")
        return NoteDraft(given["unit"], given["heard"], Subject(given["subject"]), purpose, days, because)


def _units_for(viewer: Viewer) -> list[UnitCard]:
    """The units in which somebody writes, those below them, and those they belong to."""
    scope = viewer.scope(WRITE_BOOK)
    every = units_in(EVERYTHING)
    return [
        unit for unit in every if scope.covers(unit.path) or any(path.startswith(unit.path) for path in scope.paths)
    ]


def _own_unit(viewer: Viewer, units: list[UnitCard]) -> int:
    """The highest unit of the author's own: the one they work in."""
    scope = viewer.scope(WRITE_BOOK)
    own = [unit for unit in units if unit.path in scope.paths]
    return own[0].id if own else root_unit().id


def _initial(note: BookNote) -> dict[str, Any]:
    names = ("heard", "subject", "purpose")
    days = (note.expires_at - (note.first or note).written_at).days
    words = {name: getattr(note, name) for name in names}
    return {**words, "keep_days": days, "unit": note.unit_id, "because": note.confirmed_because}
