"""The words of alert rules and of what they decided."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aisance.cases.contracts import Weighed
from aisance.cases.models import AlertRule
from aisance.core.scope import EVERYTHING
from aisance.core.translated import translated
from aisance.surveys.public import programmes_within, questions_known
from aisance.verbatims.contracts import Flag
from aisance.verbatims.public import theme_names

FLAG_WORDS = {
    Flag.CALL_BACK: gettext_lazy("asks to be called back"),
    Flag.REFUND: gettext_lazy("asks for money back"),
    Flag.LEAVE: gettext_lazy("wants to end the contract"),
    Flag.ANSWER: gettext_lazy("asks a question"),
    Flag.URGENT: gettext_lazy("says it is urgent"),
    Flag.THREAT_TO_LEAVE: gettext_lazy("threatens to leave"),
    Flag.CONTRADICTION: gettext_lazy("the score says the opposite of the words"),
}
DECISION_WORDS = {
    Weighed.OPENED: gettext_lazy("A case was opened"),
    Weighed.JOINED: gettext_lazy("Joined to the open case of the same matter"),
    Weighed.NO_RULE: gettext_lazy("No alert rule applied"),
    Weighed.REFUSED: gettext_lazy("No case could be opened"),
}
REFUSAL_WORDS = {
    "set_apart": gettext_lazy("The answer counts in no figure: it was set apart"),
    "no_customer": gettext_lazy("Nobody knows whose answer it is"),
    "restricted": gettext_lazy("The customer asked that their data be kept and not used"),
}


def rule_names() -> dict[str, str]:
    """What each rule is called in the reader's language, by code."""
    return {row.code: translated(row.name) for row in AlertRule.objects.all()}


def said(conditions: Mapping[str, Any]) -> list[str]:
    """The conditions of a rule as sentences, in the order in which people think of them."""
    found = [words for name, tell in _SAID.items() if name in conditions and (words := tell(conditions[name]))]
    return [str(words) for words in found]


def _score(terms: Mapping[str, Any]) -> str:
    card = next((card for card in questions_known() if card.code == terms["question"]), None)
    scale = next((one for one in card.scales if one.code == terms["scale"]), card.scale) if card else None
    named = {"question": card.name if card else terms["question"], "bound": terms["bound"]}
    if scale and scale.low_is_good:
        return _("%(question)s: %(bound)s or more, where more is worse") % named
    return _("%(question)s: %(bound)s or less") % named


def _programme(code: str) -> str:
    known = programmes_within(EVERYTHING).get(code)
    return _("answers of “%(programme)s” only") % {"programme": known[1] if known else code}


def _themes(codes: list[str]) -> str:
    names = theme_names()
    return _("writes about %(themes)s") % {"themes": ", ".join(names.get(code, code) for code in codes)}


def _flags(codes: list[str]) -> str:
    return " / ".join(str(FLAG_WORDS.get(Flag(code), code)) for code in codes)


def _repeat(terms: Mapping[str, Any]) -> str:
    days = terms["days"]
    return ngettext(
        "came before for the same reason within %(n)d day", "came before for the same reason within %(n)d days", days
    ) % {"n": days}


_SAID: dict[str, Any] = {
    "score": _score,
    "programme": _programme,
    "feeling": lambda _bad: _("displeased words"),
    "themes": _themes,
    "flags": _flags,
    "segments": lambda codes: _("customers of the segment %(names)s") % {"names": ", ".join(codes)},
    "profile": lambda terms: _("%(field)s of at least %(least)s") % terms,
    "repeat": _repeat,
    "broken_promise": lambda _wanted: _("a promise was not kept, or what was closed as solved is not"),
}
