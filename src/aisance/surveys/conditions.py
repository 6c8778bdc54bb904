"""The conditions on answers that surveys offer to segments, and the ready segments made of them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aisance.customers.public import (
    LEAST,
    MOST,
    WITHIN,
    Chosen,
    ConditionField,
    ConditionKind,
    People,
    ReadySegment,
    bounds_make_sense,
    day_number,
    offer_condition,
    offer_segment,
    per_person,
    said_days,
    said_range,
    since,
    within_range,
)
from aisance.surveys.contracts import InvitationState, ProgrammeKind
from aisance.surveys.queries.questions import question_of, questions_known

type Words = Any

SCORES = 1_000
"""Scores are below it, so that the newest and its score are one number."""
LATER = 10_000_000
"""Answers of one day are told apart by the last digits of their ids."""

QUESTION = ConditionField(
    "question",
    gettext_lazy("Question"),
    "choice",
    lambda: [(card.code, card.name) for card in questions_known()],
    required=True,
    initial="nps",
)


def _last_score(words: Words, people: People, today: date) -> Chosen:
    """The last answer decides: whoever was unhappy in spring and is happy now is happy. On the usual scale only."""
    question, card = words["question"], question_of(words["question"])
    usual = card.scale.code if card else ""
    found = per_person(
        "answers",
        people,
        where=[
            since(words, today),
            lambda t: (t.question == question) & (t.scale == usual),
            lambda t: t.kind != ProgrammeKind.EMPLOYEE.value,
        ],
        maxima={"newest": lambda t: (day_number(t.day) * LATER + t.id.abs() % LATER) * SCORES + t.score},
    )
    score = found["newest"] % SCORES
    inside = score >= words.get("min", 0)
    return Chosen(found.ids[inside & (score <= words["max"]) if words.get("max") is not None else inside])


def _asked(words: Words, people: People, today: date) -> Chosen:
    """Those who were asked so many times, and answered none of them where only the silent are meant."""
    sent = [InvitationState.SENDING.value, InvitationState.DELIVERED.value]
    where = [since(words, today), lambda t: t.state.isin(sent)]
    found = per_person("invitations", people, where=where, sums={"answered": lambda t: t.answered.fill_null(0)})
    chosen = within_range(found, "n", words)
    if words.get("who") != "silent":
        return chosen
    return Chosen(found.ids[(found["answered"] == 0) & (found["n"] >= words.get("min", 1))])


def _question_name(words: Words) -> str:
    names = {card.code: card.name for card in questions_known()}
    return str(names.get(words["question"], words["question"]))


offer_condition(
    ConditionKind(
        "score",
        gettext_lazy("Answers: the last score given"),
        (
            QUESTION,
            ConditionField("min", gettext_lazy("From the score"), "whole"),
            ConditionField("max", gettext_lazy("To the score"), "whole"),
            WITHIN,
        ),
        _last_score,
        lambda words: (
            _("last answered %(question)s with %(range)s")
            % {"question": _question_name(words), "range": said_range({"min": 0, **words})}
            + said_days(words)
        ),
        bounds_make_sense,
    )
)
offer_condition(
    ConditionKind(
        "asked",
        gettext_lazy("Questions asked: how many times"),
        (
            LEAST,
            MOST,
            WITHIN,
            ConditionField(
                "who",
                gettext_lazy("Who"),
                "choice",
                lambda: [("silent", _("only those who never answered"))],
            ),
        ),
        _asked,
        lambda words: (
            (
                _("asked %(range)s times without any answer")
                if words.get("who") == "silent"
                else _("asked %(range)s times")
            )
            % {"range": said_range(words)}
            + said_days(words)
        ),
        bounds_make_sense,
    )
)

offer_segment(
    ReadySegment(
        "supporters",
        pgettext_lazy("segment", "Supporters"),
        gettext_lazy("Thank those who would recommend us, and let them speak: 9 or 10 in their last answer of a year."),
        {"all": [{"kind": "score", "question": "nps", "min": 9, "max": 10, "days": 365}]},
    )
)
offer_segment(
    ReadySegment(
        "dissatisfied",
        pgettext_lazy("segment", "Dissatisfied"),
        gettext_lazy(
            "Call back those whose last answer of a year says so: 0 to 6 of recommendation, or 1 to 2 of satisfaction."
        ),
        {
            "any": [
                {"kind": "score", "question": "nps", "min": 0, "max": 6, "days": 365},
                {"kind": "score", "question": "csat", "min": 1, "max": 2, "days": 365},
            ]
        },
    )
)
offer_segment(
    ReadySegment(
        "silent",
        pgettext_lazy("segment", "Silent"),
        gettext_lazy("Stop asking, or ask otherwise: asked three times or more in a year without any answer."),
        {"all": [{"kind": "asked", "min": 3, "days": 365, "who": "silent"}]},
    )
)
