"""Widgets of forms that every domain uses."""

from django import forms


class DayInput(forms.DateInput):
    """The browser's own picker, which reads and writes ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
