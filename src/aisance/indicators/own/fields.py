"""The fields by which scores are chosen and questions weighted."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aisance.indicators.own.choices import Chosen

MOST_BOXES = 21


class ScoresField(forms.MultipleChoiceField):
    """Scores of one scale: boxes to tick, or on a long scale ranges to write. Its value is a list of whole numbers."""

    def __init__(self, chosen: Chosen, **more: Any) -> None:
        scale, labels = chosen.scale, chosen.question.labels if chosen.scale == chosen.question.scale else {}
        self._scores = range(scale.minimum, scale.maximum + 1)
        self._is_written = len(self._scores) > MOST_BOXES
        if self._is_written:
            more |= {"widget": forms.TextInput(), "help_text": _("Ranges, as in 80-100, 42.")}
        else:
            more["widget"] = forms.CheckboxSelectMultiple
        choices = [(score, f"{score} – {labels[score]}" if labels.get(score) else str(score)) for score in self._scores]
        super().__init__(choices=choices, **more)

    def prepare_value(self, value: Any) -> Any:
        """Scores as ranges where they are written."""
        if self._is_written and isinstance(value, list):
            return ", ".join(map(str, value))
        return value

    def to_python(self, value: Any) -> list[Any]:
        texts = _written(str(value or ""), self._possible) if self._is_written else super().to_python(value)
        return [int(text) if str(text).isascii() and str(text).isdigit() else text for text in texts]

    def validate(self, value: Any) -> None:
        """Names the score that is not on the scale, and those that are."""
        if self.required and not value:
            raise ValidationError(_("Choose at least one score, %(possible)s.") % {"possible": self._possible})
        for score in value:
            if score not in self._scores:
                message = _("Score %(score)s is not on the scale; possible: %(possible)s.")
                raise ValidationError(message % {"score": str(score)[:20], "possible": self._possible})

    @property
    def _possible(self) -> str:
        return _("%(least)s to %(most)s") % {"least": self._scores[0], "most": self._scores[-1]}


def _written(text: str, possible: str) -> list[str]:
    """80-82, 90 as the scores they stand for."""
    found: list[str] = []
    for piece in filter(None, (part.strip() for part in text[:500].replace("–", "-").split(","))):
        first, dash, last = (part.strip() for part in piece.partition("-"))
        if not _is_number(first) or (dash and not _is_number(last)) or len(first + last) > 8:
            message = _("“%(value)s” is no score and no range such as 80-100; possible: %(possible)s.")
            raise ValidationError(message % {"value": piece[:20], "possible": possible})
        top = int(last) if dash else int(first)
        found += [str(score) for score in range(int(first), min(top, int(first) + 1000) + 1)]
    return found


def _is_number(text: str) -> bool:
    """Whether these are digits of which a number can be made; ² is one of which none can."""
    return text.isascii() and text.isdigit()


class WeightField(forms.DecimalField):
    """A weight in per cent, to two decimals."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=Decimal(100),
            max_digits=5,
            decimal_places=2,
            help_text=gettext_lazy("In per cent; together they make 100."),
            **more,
        )
