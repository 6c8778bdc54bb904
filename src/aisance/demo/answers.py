"""Who of the year's customers was asked, who was not and why, and what the others answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aisance.demo.draw import ASKING_DAYS, PICKY_TEAM, REASONS, TEAMS, Year, ease_scores, recommendation_scores
from aisance.demo.voices import BAD, FAIR, GOOD
from aisance.surveys.contracts import NotAskedReason, QuestionKind

QUIET_DAYS = 30
WAIT = timedelta(minutes=15)
UNKNOWN_SHARE, FAILED_SHARE, OPENED_SHARE, FINISHED_SHARE = 0.04, 0.015, 0.38, 0.82
BEFORE_SHARE = 0.17  # of the interactions before the programme, answered in the previous tool


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one interaction: `row` is its place in the year; `answers` by question, in order, may be empty."""

    row: int
    reason: str
    failed: bool
    opened_at: datetime | None
    answers: tuple[tuple[QuestionKind, int | None, str], ...]
    finished: bool


@dataclass(frozen=True)
class Mind:
    """The scores that each customer would give, and a number from 0 to 1 for the choice of words."""

    ease: NDArray[np.int64]
    recommendation: NDArray[np.int64]
    resolved: NDArray[np.bool_]
    choice: NDArray[np.float64]
    language: list[str]


def minds(year: Year, seed: int, language_of: list[str]) -> Mind:
    """What every customer of the year would answer."""
    rng = np.random.default_rng([seed, 1])
    n = len(year.ease)
    resolved = rng.random(n) < 1 / (1 + np.exp(-(1.05 + 1.15 * year.ease)))
    scores = recommendation_scores(year.ease, rng.normal(0, 1, n))
    return Mind(ease_scores(year.ease), scores, resolved, rng.random(n), language_of)


def unhappy_kept_away(year: Year) -> NDArray[np.bool_]:
    """The planted team does not note the address of customers it did not please, so that they cannot be asked."""
    kept: NDArray[np.bool_] = (year.team == TEAMS.index(PICKY_TEAM)) & (year.ease < 0.15) & (year.uniform < 0.9)
    return kept


def unknown_customers(year: Year) -> NDArray[np.bool_]:
    """Interactions whose customer was not identified."""
    return (year.uniform > 1 - UNKNOWN_SHARE) | unhappy_kept_away(year)


def asked_here(year: Year, mind: Mind, seed: int, now: datetime) -> Iterator[Asked]:
    """What our programme did in the last ASKING_DAYS days, one decision for each interaction that ended."""
    rng = np.random.default_rng([seed, 2])
    draws = rng.random((len(year.started), 4))
    unknown = unknown_customers(year)
    first = np.searchsorted(year.started, (now - timedelta(days=ASKING_DAYS + 1)).timestamp())
    last_asked: dict[int, int] = {}
    for row in range(int(first), len(year.started)):
        customer, moment = int(year.customer[row]), int(year.started[row])
        if unknown[row]:
            yield Asked(row, NotAskedReason.UNKNOWN_CUSTOMER.value, False, None, (), False)
        elif moment - last_asked.get(customer, 0) < QUIET_DAYS * 86_400:
            yield Asked(row, NotAskedReason.ASKED_RECENTLY.value, False, None, (), False)
        else:
            last_asked[customer] = moment
            yield _asked(row, year, mind, draws[row], now)


def _asked(row: int, year: Year, mind: Mind, draw: NDArray[np.float64], now: datetime) -> Asked:
    sent = datetime.fromtimestamp(int(year.started[row]), UTC) + WAIT
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
    old = year.started < (now - timedelta(days=ASKING_DAYS + 1)).timestamp()
    chosen = old & ~year.abandoned & ~unknown_customers(year) & (rng.random(len(old)) < BEFORE_SHARE)
    return np.flatnonzero(chosen)


def answers_of(row: int, year: Year, mind: Mind) -> tuple[tuple[QuestionKind, int | None, str], ...]:
    """What the customer of an interaction answers; some questions are skipped."""
    choice = float(mind.choice[row])
    given: list[tuple[QuestionKind, int | None, str]] = [(QuestionKind.NET_EASY, int(mind.ease[row]), "")]
    if choice * 7 % 1 < 0.95:
        given.append((QuestionKind.NPS, int(mind.recommendation[row]), ""))
    if choice * 13 % 1 < 0.92:
        given.append((QuestionKind.RESOLVED, int(mind.resolved[row]), ""))
    if choice * 29 % 1 < 0.42:
        given.append((QuestionKind.WHY, None, _words(row, year, mind, choice)))
    return tuple(given)


def _words(row: int, year: Year, mind: Mind, choice: float) -> str:
    language = "fr" if mind.language[int(year.customer[row])] == "fr" else "en"
    score, reason = int(mind.ease[row]), REASONS[int(year.reason[row])]
    if score in {3, 4}:
        return _one_of(FAIR[language], choice)
    book: dict[str, Any] = GOOD[language] if score <= 2 else BAD[language]
    return _one_of(book[reason] if choice * 3 % 1 < 0.6 else book["any"], choice)


def _one_of(texts: tuple[str, ...], choice: float) -> str:
    return texts[int(choice * 101 % 1 * len(texts))]
