"""Answers, programmes and their decisions as files."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aisance.journeys.public import channel_names
from aisance.surveys.contracts import SCALES, LatestAnswer
from aisance.surveys.models import Answer, Invitation, Response
from aisance.surveys.queries.answers import as_read
from aisance.surveys.queries.programmes import DECISION_FIELDS, decision_rows
from aisance.surveys.queries.questions import own_scales, question_names
from aisance.ui.sheets import Column, Sheet

AT_ONCE = 1_000

type Given = tuple[str, str]
"""A question and the scale on which it was answered."""

GIVEN = (
    Column("response", "whole"),
    Column("answered_at", "moment"),
    Column("channel"),
    Column("channel_name"),
    Column("reason_name"),
    Column("language"),
    Column("words"),
)

FUNNEL = (
    Column("programme"),
    Column("from", "day"),
    Column("to", "day"),
    Column("stage"),
    Column("stage_name"),
    Column("reason"),
    Column("reason_name"),
    Column("contacts", "whole"),
    Column("share", "number"),
)

PROGRAMMES = (
    Column("programme"),
    Column("name"),
    Column("state"),
    Column("unit"),
    Column("from", "day"),
    Column("to", "day"),
    Column("eligible", "whole"),
    Column("invited", "whole"),
    Column("answered", "whole"),
    Column("completed", "whole"),
    Column("response_rate", "number"),
    Column("low", "number"),
    Column("high", "number"),
)


def sheet_of_answers(found: QuerySet[Response]) -> Sheet:
    """One row a response, in the order of the page: its words, and a column for each question with its score."""
    asked = Answer.objects.filter(response__in=found.order_by().values("pk"), score__isnull=False)
    given = sorted(asked.order_by().values_list("question", "scale").distinct())
    title = _("What customers answered")
    about = [
        (_("Table"), title),
        (_("Personal data"), _("Keep this file no longer than you need it. That it was taken is on record.")),
        *_scales(given),
    ]
    columns = [*GIVEN, *(Column(f"{question}_on_{scale}", "whole") for question, scale in given)]
    return Sheet(title, columns, _answers(found, given, channel_names()), about, size=found.count())


def _scales(given: Sequence[Given]) -> list[tuple[str, str]]:
    """What each question is called, and which end of its scale is the good one."""
    questions = [question for question, _scale in given]
    names, own = question_names(questions), {scale.code: scale for scale in own_scales(questions).values()}
    found = []
    for question, code in given:
        scale, name = SCALES.get(code) or own.get(code), str(names.get(question, question))
        if scale:
            best = scale.minimum if scale.low_is_good else scale.maximum
            words = {"name": name, "least": scale.minimum, "most": scale.maximum, "best": best}
            name = _("%(name)s, from %(least)s to %(most)s; %(best)s is best") % words
        found.append((f"{question}_on_{code}", name))
    return found


def _answers(found: QuerySet[Response], given: Sequence[Given], channels: Mapping[str, str]) -> Iterator[Any]:
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE):
        for answer in as_read(some):
            yield (*_said(answer, channels), *_scores(answer, given))


def _said(answer: LatestAnswer, channels: Mapping[str, str]) -> tuple[Any, ...]:
    channel = answer.channel.value if answer.channel else None
    return (
        *(answer.response_id, answer.at, channel, channels.get(channel or "")),
        *(answer.reason or None, answer.language or None, answer.text or None),
    )


def _scores(answer: LatestAnswer, given: Sequence[Given]) -> list[int | None]:
    """Scores on two scales never share a column."""
    found = {(score.question, score.scale.code): score.score for score in answer.scores}
    return [found.get(one) for one in given]


def sheet_of_decisions(found: QuerySet[Invitation], title: str) -> Sheet:
    """One row a decision, oldest first: which contact, asked or not, why; no names, no addresses, no words."""
    columns = [Column(name, _kind(name)) for name in DECISION_FIELDS]
    return Sheet(title, columns, decision_rows(found), [(_("Table"), title)], size=found.count())


def _kind(name: str) -> Any:
    return "moment" if name.endswith("_at") else "whole" if name == "version_number" else "text"


def sheet_of_funnel(rows: list[tuple[Any, ...]], title: str) -> Sheet:
    """The stages from an eligible contact to an answer, each followed by why it shrinks."""
    share = _("Of a stage: of the stage before. Of a reason: of the stage that it shrinks.")
    return Sheet(title, FUNNEL, rows, [(_("Table"), title), ("share", share)])


def sheet_of_programmes(rows: list[tuple[Any, ...]]) -> Sheet:
    """Every programme with what it did; the rate is answered out of invited, with Wilson's interval."""
    title = _("Programmes")
    # xgettext:no-python-format
    rate = _("Answered out of invited, a fraction, with Wilson's interval of 95%; empty where nobody was invited.")
    return Sheet(title, PROGRAMMES, rows, [(_("Table"), title), ("response_rate", rate)])
