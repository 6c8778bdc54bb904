"""The words of verbatims for people."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.reading.reading import State

FEELING_NAMES: Mapping[int, Any] = {
    Feeling.BAD: pgettext_lazy("feeling", "Displeased"),
    Feeling.NEITHER: pgettext_lazy("feeling", "Neither"),
    Feeling.GOOD: pgettext_lazy("feeling", "Pleased"),
}
LANGUAGE_NAMES: Mapping[str, Any] = {"fr": _("French"), "en": _("English")}
SCORE_NAMES: Mapping[int, Any] = {
    -1: pgettext_lazy("score", "Low"),
    0: pgettext_lazy("score", "In between"),
    1: pgettext_lazy("score", "High"),
}
FLAG_NAMES: Mapping[Flag, Any] = {
    Flag.CALL_BACK: _("Asks to be called back"),
    Flag.REFUND: _("Asks for a refund"),
    Flag.LEAVE: _("Asks to end the contract"),
    Flag.ANSWER: _("Asks a question"),
    Flag.URGENT: _("Urgent"),
    Flag.THREAT_TO_LEAVE: _("Says they may leave"),
    Flag.PRAISE_OF_STAFF: _("Praises somebody"),
    Flag.CONTRADICTION: _("The words contradict the score"),
}
STATE_NAMES: Mapping[str, Any] = {
    State.READ: _("Read"),
    State.EMPTY: _("Nothing but signs that are not shown"),
    State.NO_WORDS: _("No words, perhaps a drawing"),
    State.OTHER_LANGUAGE: _("Neither French nor English"),
    State.SPAM: _("The same words over and over"),
}
