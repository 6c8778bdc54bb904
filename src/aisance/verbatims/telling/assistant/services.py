"""Asks the language model, within its budget, and keeps a trace of every call."""

import time
from collections.abc import Mapping

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aisance.core import clock
from aisance.core.permissions import Viewer
from aisance.verbatims.models import ModelCall
from aisance.verbatims.telling.assistant.contracts import LanguageModel, ModelError, Reply, Summary
from aisance.verbatims.telling.assistant.openai import OpenAiCompatible
from aisance.verbatims.telling.assistant.rules import (
    INSTRUCTIONS,
    LANGUAGE_NAMES,
    answer_in,
    question_of,
    tokens_about,
    verified,
)

PURPOSE = "summary"


class NotAskedError(Exception):
    """The model was not asked, or gave nothing that can be shown; the message says why, for people."""


def model_in_use() -> LanguageModel | None:
    """The model that the settings name; none by default."""
    given = settings.ENVIRONMENT
    if not given.language_model_url:
        return None
    return OpenAiCompatible(given.language_model_url, name=given.language_model, key=given.language_model_key)


def tokens_left() -> int:
    """What is left of the budget of this month."""
    first = clock.today().replace(day=1)
    used = ModelCall.objects.filter(at__date__gte=first).aggregate(tokens=Sum("tokens"))["tokens"] or 0
    return max(settings.ENVIRONMENT.language_model_tokens - used, 0)


def summarise(texts: Mapping[int, str], *, by: Viewer) -> Summary:
    """A summary of masked texts by their numbers. Raises NotAskedError.

    The call is traced whatever comes of it: how much, for whom, and how many quotes stood in no text; never the words.
    No transaction is held while the model thinks.
    """
    model = model_in_use()
    if model is None:
        raise NotAskedError(_("No language model is set up."))
    if not texts:
        raise NotAskedError(_("There is no text to sum up."))
    instructions = INSTRUCTIONS % {"language": LANGUAGE_NAMES.get((get_language() or "en")[:2], "English")}
    question = question_of(texts)
    if tokens_about(instructions + question) > tokens_left():
        _trace(model, by, texts, outcome="over_budget")
        raise NotAskedError(_("The budget of the language model for this month is used up."))
    return _asked(model, instructions, question, texts, by)


def _asked(model: LanguageModel, instructions: str, question: str, texts: Mapping[int, str], by: Viewer) -> Summary:
    began = time.monotonic()
    reply = Reply("", 0)
    try:
        reply = model.ask(instructions, question)
        name, summary, quotes = answer_in(reply.text)
    except ModelError as problem:
        tokens = reply.tokens or tokens_about(instructions + question)
        _trace(model, by, texts, outcome="failed", tokens=tokens, seconds=time.monotonic() - began)
        raise NotAskedError(
            _("The language model gave no answer that can be shown: %(why)s.") % {"why": problem}
        ) from None
    kept, dropped = verified(quotes, texts)
    tokens = reply.tokens or tokens_about(instructions + question + reply.text)
    seconds = time.monotonic() - began
    _trace(model, by, texts, outcome="answered", tokens=tokens, seconds=seconds, kept=len(kept), dropped=dropped)
    return Summary(name, summary, tuple(kept), dropped, len(texts), model.name)


def _trace(
    model: LanguageModel,
    by: Viewer,
    texts: Mapping[int, str],
    *,
    outcome: str,
    tokens: int = 0,
    seconds: float = 0.0,
    kept: int = 0,
    dropped: int = 0,
) -> None:
    ModelCall.objects.create(
        purpose=PURPOSE,
        model=model.name[:120],
        tokens=tokens,
        texts=len(texts),
        kept_quotes=kept,
        dropped_quotes=dropped,
        outcome=outcome,
        seconds=seconds,
        by_id=by.person_id,
        at=clock.now(),
    )
