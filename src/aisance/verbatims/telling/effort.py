"""Of which kinds of effort the words complain."""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import pgettext_lazy

from aisance.verbatims.telling.held import Held
from aisance.verbatims.telling.shares import Share, share

FILE = Path(__file__).parents[1] / "book" / "effort.toml"
EFFORT_NAMES = {
    "waiting": pgettext_lazy("effort", "Waiting"),
    "money": pgettext_lazy("effort", "Money"),
    "physical": pgettext_lazy("effort", "Going somewhere, lifting, carrying"),
    "cognitive": pgettext_lazy("effort", "Understanding"),
    "process": pgettext_lazy("effort", "Steps to go through"),
    "relational": pgettext_lazy("effort", "Dealing with people"),
}


@cache
def themes_of_effort() -> dict[str, frozenset[str]]:
    """The themes that speak of each kind of effort."""
    return {kind: frozenset(codes) for kind, codes in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


def efforts(texts: Held) -> dict[str, Share]:
    """By kind, the share of all texts that complain of it; a text may complain of several, and counts once a kind."""
    found = {}
    for kind, codes in themes_of_effort().items():
        places = [place for place, code in enumerate(texts.codes) if _under(code, codes)]
        found[kind] = share(int(texts.bad[:, places].any(axis=1).sum()) if places else 0, texts.n)
    return dict(sorted(found.items(), key=lambda pair: -(pair[1].value or 0.0)))


def _under(code: str, codes: frozenset[str]) -> bool:
    """Whether a theme is listed, or the nearest one above it that is in no list of its own kind."""
    if code in codes:
        return True
    listed = frozenset().union(*themes_of_effort().values())
    above = code.rpartition(".")[0]
    return bool(above) and code not in listed and _under(above, codes)
