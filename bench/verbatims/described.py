"""How right reasons and themes are found where one line about each is all that is known."""

from collections.abc import Iterator, Sequence

import numpy as np

from aisance.verbatims.encoding.contracts import Encoder, Rows
from aisance.verbatims.encoding.vectors import centred
from aisance.verbatims.learning.lines import Lines, chances_by_lines
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.deep import deep_judge
from aisance.verbatims.reading.masking import masked
from aisance.verbatims.reading.reading import clauses_in
from bench.rows import Row
from bench.verbatims.right import centred_tweets, read_texts, row
from bench.verbatims.sources import coded, reviews, tweets, vectors

REASONS = {
    "Customer Service Issue": "Rude, unhelpful or unreachable customer service; nobody answers the phone.",
    "Late Flight": "The flight was late or delayed, we are waiting on the plane.",
    "Cancelled Flight": "The flight was cancelled.",
    "Lost Luggage": "My luggage or bag is lost or missing.",
    "Bad Flight": "A bad flight: uncomfortable seats, no wifi, no entertainment, bad food.",
    "Flight Booking Problems": "Problems booking, changing or paying for a reservation or ticket on the website.",
    "Flight Attendant Complaints": "A rude flight attendant, crew or gate agent.",
    "longlines": "Long lines and queues at the airport.",
    "Damaged Luggage": "My luggage arrived damaged or broken.",
}
"""One line a reason, written before anything was measured."""


def from_descriptions(by: Encoder | None) -> Iterator[Row]:
    """Reasons of tweets, and themes of French sentences, from one line about each, no label."""
    places = [place for place, one in enumerate(tweets()) if one.reason in REASONS]
    texts, names = [masked(tweets()[place].text).text for place in places], list(REASONS)
    for stage in ("fast", "both") if by else ("fast",):
        lines = Lines(list(REASONS.values()), "en", _line_rows(list(REASONS.values()), "en", by, stage))
        rows = centred_tweets(by)[places] if by and stage == "both" else None
        found = chances_by_lines(lines, texts, rows).argmax(axis=1)
        right = [names[own] == tweets()[place].reason for own, place in zip(found, places, strict=True)]
        about = f"all texts at once, no label; balanced {_balanced_accuracy(right, places):.4f}"
        yield row(f"tweet reason, one line each, {stage}", float(np.mean(right)), 0.54, len(places), about)
        yield _french_from_lines(by, stage)


def _balanced_accuracy(right: Sequence[bool], places: Sequence[int]) -> float:
    by_reason: dict[str, list[bool]] = {}
    for one, place in zip(right, places, strict=True):
        by_reason.setdefault(tweets()[place].reason, []).append(one)
    return float(np.mean([np.mean(some) for some in by_reason.values()]))


def _line_rows(lines: Sequence[str], language: str, by: Encoder | None, stage: str) -> Rows:
    if by is None or stage == "fast":
        return None
    return centred(by.encode(lines), [language] * len(lines), deep_judge(delivered(), by).means)


def _french_from_lines(by: Encoder | None, stage: str) -> Row:
    """The likeliest theme is one that the annotation has, where it has any but the general one."""
    labels = coded()
    texts = read_texts([text for text, _stars in reviews()], "fr")
    clauses = [[clause.text for clause in clauses_in(one)] if one.language == "fr" else [] for one in texts]
    sentences = [sentence for some in clauses for sentence in some]
    starts = np.cumsum([0, *map(len, clauses)])
    known = [one for one in labels if one.themes - {"general"} and clauses[one.review]]
    themes = [theme for theme in delivered().themes if theme.code != "general"]
    about = [theme.about["fr"] for theme in themes]
    rows = None
    if by and stage == "both":
        rows = centred(vectors(by, sentences), ["fr"] * len(sentences), deep_judge(delivered(), by).means)
    chances = chances_by_lines(Lines(about, "fr", _line_rows(about, "fr", by, stage)), sentences, rows)
    right = [themes[chances[starts[one.review] + one.sentence].argmax()].code in one.themes for one in known]
    said = f"own annotation, {len(themes)} lines of the book, no pattern nor example"
    return row(f"French theme, one line each, {stage}", float(np.mean(right)), None, len(known), said)
