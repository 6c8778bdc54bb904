"""Who of the year's customers was asked, who was not and why, and what the others answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aisance.demo.draw import ASKING_DAYS, PICKY_TEAM, REASONS, TEAMS, Year
from aisance.demo.minds import Mind
from aisance.demo.voices import BAD, FAIR, GOOD, NEWS
from aisance.surveys.contracts import CXI_QUESTIONS, EFFORT_COMPONENTS, NotAskedReason, QuestionKind

QUIET_DAYS = 30
WAIT = timedelta(minutes=15)
UNKNOWN_SHARE, FAILED_SHARE, OPENED_SHARE, FINISHED_SHARE = 0.04, 0.015, 0.38, 0.82
BEFORE_SHARE = 0.17  # of the interactions before the programme, answered in the previous tool
EFFORT_BEFORE_SHARE = 0.25  # of those answers, asked about effort as well
INTERVIEWED_SHARE = 0.05  # of the year's interactions, whose customers an institute called back
CLARITY = "clarity"  # the company's own question

type Given = tuple[str, int | None, str]
"""A question, a score or none, words or none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one interaction: `row` is its place in the year; `answers` by question, in order, may be empty."""

    row: int
    reason: str
    failed: bool
    opened_at: datetime | None
    answers: tuple[Given, ...]
    finished: bool


def unhappy_kept_away(year: Year) -> NDArray[np.bool_]:
    """The planted team does not note the address of customers it did not please, so that they cannot be asked."""
    kept: NDArray[np.bool_] = (year.team == TEAMS.index(PICKY_TEAM)) & (year.ease < 0.15) & (year.uniform < 0.9)
    return kept


def unknown_customers(year: Year) -> NDArray[np.bool_]:
    """Interactions whose customer was not identified."""
    return (year.uniform > 1 - UNKNOWN_SHARE) | unhappy_kept_away(year)


def asked_here(year: Year, mind: Mind, seed: int, now: datetime) -> Iterator[Asked]:
    """What our programme did in the last ASKING_DAYS days, one decision for each interaction that ended, in that order."""
    rng = np.random.default_rng([seed, 2])
    draws = rng.random((len(year.started), 4))
    unknown = unknown_customers(year)
    last_asked: dict[int, int] = {}
    for row in _ended_since(year, now - timedelta(days=ASKING_DAYS + 1), now):
        customer, moment = int(year.customer[row]), int(year.ended[row])
        if unknown[row]:
            yield Asked(row, NotAskedReason.UNKNOWN_CUSTOMER.value, False, None, (), False)
        elif moment - last_asked.get(customer, 0) < QUIET_DAYS * 86_400:
            yield Asked(row, NotAskedReason.ASKED_RECENTLY.value, False, None, (), False)
        else:
            last_asked[customer] = moment
            yield _asked(row, year, mind, draws[row], now)


def _ended_since(year: Year, since: datetime, now: datetime) -> list[int]:
    """The interactions that ended from then to now, in the order in which they did."""
    order = np.argsort(year.ended, kind="stable")
    ended = year.ended[order]
    kept: list[int] = order[(ended >= since.timestamp()) & (ended <= now.timestamp())].tolist()
    return kept


def _asked(row: int, year: Year, mind: Mind, draw: NDArray[np.float64], now: datetime) -> Asked:
    sent = datetime.fromtimestamp(int(year.ended[row]), UTC) + WAIT
    opened_at = sent + timedelta(minutes=float(draw[2]) ** 3 * 2400 + 2)
    if draw[0] < FAILED_SHARE:
        return Asked(row, "", True, None, (), False)
    if draw[1] > OPENED_SHARE or opened_at >= now:
        return Asked(row, "", False, None, (), False)
    finished = bool(draw[3] < FINISHED_SHARE)
    answers = answers_of(row, year, mind)
    return Asked(row, "", False, opened_at, answers if finished else answers[:1], finished)


def answered_before(year: Year, seed: int, now: datetime) -> NDArray[np.int64]:
    """The rows of the interactions that were answered in the previous tool."""
    rng = np.random.default_rng([seed, 3])
    old = year.ended < (now - timedelta(days=ASKING_DAYS + 1)).timestamp()
    chosen = old & ~year.abandoned & ~unknown_customers(year) & (rng.random(len(old)) < BEFORE_SHARE)
    return np.flatnonzero(chosen)


def interviewed(year: Year, seed: int, now: datetime) -> NDArray[np.int64]:
    """The rows of the interactions whose customers an institute called back the day after."""
    rng = np.random.default_rng([seed, 7])
    past = year.ended < (now - timedelta(days=1, hours=1)).timestamp()
    chosen = past & ~year.abandoned & ~unknown_customers(year) & (rng.random(len(past)) < INTERVIEWED_SHARE)
    return np.flatnonzero(chosen)


def answers_of(row: int, year: Year, mind: Mind) -> tuple[Given, ...]:
    """What the customer of an interaction answers to our questionnaire; some questions are skipped."""
    return (
        (QuestionKind.NET_EASY, mind.ease[row], ""),
        *_of_effort(row, mind, share=0.94),
        *_of_the_rest(row, mind),
        *_of_clarity(row, mind),
        *_in_words(row, year, mind),
    )


def answers_before(row: int, year: Year, mind: Mind) -> tuple[Given, ...]:
    """The same in the previous tool, which asked few people about effort."""
    return (
        (QuestionKind.NET_EASY, mind.ease[row], ""),
        *_of_effort(row, mind, share=EFFORT_BEFORE_SHARE),
        *_of_the_rest(row, mind),
        *_in_words(row, year, mind),
    )


def answers_on_the_phone(row: int, mind: Mind) -> tuple[Given, ...]:
    """What customers told the institute that called them back."""
    return (
        (QuestionKind.CSAT, mind.satisfaction[row], ""),
        *((question, mind.experience[row][place], "") for place, question in enumerate(CXI_QUESTIONS)),
        (QuestionKind.NPS, mind.recommendation[row], ""),
        (QuestionKind.STAY, mind.loyalty[row], ""),
    )


def _of_effort(row: int, mind: Mind, *, share: float) -> Iterator[Given]:
    choice = mind.choice[row] * 17 % 1
    if choice < share:
        yield QuestionKind.EFFORT, mind.effort[row], ""
    if choice < share * 0.85:
        for place, question in enumerate(EFFORT_COMPONENTS):
            yield question, int(mind.components[row][place]), ""


def _of_the_rest(row: int, mind: Mind) -> Iterator[Given]:
    choice = mind.choice[row]
    if choice * 7 % 1 < 0.95:
        yield QuestionKind.NPS, mind.recommendation[row], ""
    if choice * 13 % 1 < 0.92:
        yield QuestionKind.RESOLVED, int(mind.resolved[row]), ""


def _of_clarity(row: int, mind: Mind) -> Iterator[Given]:
    if mind.choice[row] * 19 % 1 < 0.88:
        yield CLARITY, mind.clarity[row], ""


def _in_words(row: int, year: Year, mind: Mind) -> Iterator[Given]:
    choice = mind.choice[row]
    if choice * 29 % 1 < 0.42:
        yield QuestionKind.WHY, None, _words(row, year, mind, choice)


NEWS_DAYS = 14
NEWS_SHARE = 0.3
"""Since the application was updated so many of the displeased write of that."""
CONTRADICTING_SHARE = 0.02


def _words(row: int, year: Year, mind: Mind, choice: float) -> str:
    language = "fr" if mind.language[int(year.customer[row])] == "fr" else "en"
    score, reason = mind.ease[row], REASONS[int(year.reason[row])]
    if score in {3, 4}:
        return _one_of(FAIR[language], choice)
    if score > 4 and choice * 37 % 1 < NEWS_SHARE and year.started[row] > year.started.max() - NEWS_DAYS * 86_400:
        return _one_of(NEWS[language], choice)
    # Some read the scale upside down, and some are too polite to score what they are angry about.
    is_content = (score <= 2) != (choice * 41 % 1 < CONTRADICTING_SHARE)
    book: dict[str, Any] = GOOD[language] if is_content else BAD[language]
    return _one_of(book[reason] if choice * 3 % 1 < 0.6 else book["any"], choice)


def _one_of(texts: tuple[str, ...], choice: float) -> str:
    return texts[int(choice * 101 % 1 * len(texts))]
