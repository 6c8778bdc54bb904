"""How right feelings, reasons, themes and languages are read. Every split and seed is said in the row."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from aisance.verbatims.encoding.contracts import Encoder, Rows
from aisance.verbatims.encoding.vectors import centred
from aisance.verbatims.learning.linear import LinearModel, Task, learn
from aisance.verbatims.learning.rules import alpha
from aisance.verbatims.reading.book import delivered
from aisance.verbatims.reading.deep import DeepJudge, deep_judge
from aisance.verbatims.reading.judging import Judge, Said, fast_judge
from aisance.verbatims.reading.language import language_of
from aisance.verbatims.reading.masking import masked
from aisance.verbatims.reading.reading import Reading, State, Text, clauses_in, read, told
from bench.rows import Row
from bench.verbatims.sources import UNCLEAR, coded, nominal, reviews, tweets, vectors

SECTION = "verbatims"
SEED = 7
NOT_A_REVIEW_STAR = 3
TWEETS_WITHOUT_LABEL = 2_500
SEEDS = tuple(range(601, 611))


def row(name: str, value: float, bar: float | None, n: int, against: str) -> Row:
    """A share in per cent beside the one that was asked for."""
    ratio = None if bar is None else value / bar
    return Row(SECTION, name, 100 * value, "%", None if bar is None else 100 * bar, ratio, n, against)


def stages(by: Encoder | None) -> list[tuple[str, Judge]]:
    """The judges that are measured beside each other."""
    fast: Judge = fast_judge(delivered())
    return [("fast", fast)] + ([("both", deep_judge(delivered(), by))] if by else [])


def judged_whole(judge: Judge, prepared: Sequence[Reading]) -> list[Reading]:
    """Texts as a judge reads them, clause by clause."""
    clauses = [clauses_in(one) for one in prepared]
    said = [Said(clause.text, one.language) for one, some in zip(prepared, clauses, strict=True) for clause in some]
    rows = _rows(judge, said)
    judged = iter(judge.judged(said, rows))
    return [told(one, [(clause, next(judged)) for clause in some]) for one, some in zip(prepared, clauses, strict=True)]


def _rows(judge: Judge, said: Sequence[Said]) -> Rows:
    if not isinstance(judge, DeepJudge):
        return None
    return centred(vectors(judge.encoder, [one.text for one in said]), [one.language for one in said], judge.means)


def _macro(truth: Sequence[Any], told_: Sequence[Any]) -> tuple[float, float]:
    from sklearn.metrics import accuracy_score, f1_score

    return float(accuracy_score(truth, told_)), float(f1_score(truth, told_, average="macro"))


def without_labels(by: Encoder | None) -> Iterator[Row]:
    """Feelings with no label of the source: French reviews against their stars, English tweets in three classes."""
    french = [
        (one, stars) for (text, stars), one in zip(reviews(), read_texts([t for t, _ in reviews()], "fr"), strict=True)
    ]
    kept = [(one, stars) for one, stars in french if one.language == "fr" and one.state is State.READ]
    kept = [(one, stars) for one, stars in kept if stars != NOT_A_REVIEW_STAR]
    chosen = sorted(np.random.default_rng(SEED).choice(len(tweets()), TWEETS_WITHOUT_LABEL, replace=False))
    english = read_texts([tweets()[place].text for place in chosen], "en")
    truth = [tweets()[place].feeling for place in chosen]
    for name, judge in stages(by):
        felt = [one.feeling or 0 for one in judged_whole(judge, [one for one, _stars in kept])]
        rights = [
            np.mean(
                [(feels > 0) == good for feels, (_one, stars) in zip(felt, kept, strict=True) if (stars > 3) == good]
            )
            for good in (True, False)
        ]
        about = "reviews 1-2 against 4-5 stars, pleased or not; balanced accuracy, no label"
        yield row(f"French feeling, {name}", float(np.mean(rights)), 0.90, len(kept), about)
        found = [one.feeling or 0 for one in judged_whole(judge, english)]
        about = f"tweets, {TWEETS_WITHOUT_LABEL:,} drawn with seed {SEED}; macro-F1 of three, no label"
        yield row(f"English feeling, {name}", _macro(truth, found)[1], 0.60, len(truth), about)


def facts(by: Encoder | None) -> Iterator[Row]:
    """Facts told without a verb or a word of feeling, in both languages: displeased, neither or pleased."""
    for name, judge in stages(by):
        for half, kept in (("developed with", False), ("held out", True)):
            some = [one for one in nominal() if one.is_held_out == kept]
            said = [Said(one.text, one.language) for one in some]
            felt = [int(one.felt.said) for one in judge.judged(said, _rows(judge, said))]
            right = [feels == one.feeling for feels, one in zip(felt, some, strict=True)]
            n = sum(one.feeling != 0 for one in some)
            told_right = sum(good for good, one in zip(right, some, strict=True) if one.feeling)
            about = f"own clauses; {told_right} of {n} felt, {sum(right) - told_right} of {len(some) - n} neither"
            yield row(f"facts without a verb, {half}, {name}", float(np.mean(right)), None, len(some), about)


def read_texts(texts: Sequence[str], asked_in: str) -> list[Reading]:
    return read([Text(text, asked_in) for text in texts], delivered())


def with_labels(by: Encoder | None) -> Iterator[Row]:
    """Feelings and reasons of tweets where four of five are labelled: the product's learner.

    Reasons are noisy and few, so that one split says little: they are the mean of ten. Nothing was chosen on them: the
    learner chooses inside the labels that it is taught.
    """
    every = range(len(tweets()))
    feelings = [str(one.feeling) for one in tweets()]
    yield from _learned("tweet feeling", every, feelings, (0.83, 0.76), by, (SEED,))
    reasons = [place for place in every if tweets()[place].reason not in {"", UNCLEAR}]
    yield from _learned("tweet reason", reasons, [tweets()[place].reason for place in reasons], (0.71, 0.60), by, SEEDS)


def _learned(
    name: str,
    places: Sequence[int],
    classes: Sequence[str],
    bars: tuple[float, float],
    by: Encoder | None,
    seeds: Sequence[int],
) -> Iterator[Row]:
    texts = [masked(tweets()[place].text).text for place in places]
    rows = centred_tweets(by)[np.array(places)] if by else None
    for stage, own in (("fast", None), ("both", rows)):
        if stage == "both" and own is None:
            continue
        found = np.array([_split(texts, own, classes, seed) for seed in seeds])
        for place, figure in enumerate(("accuracy", "macro-F1")):
            some, about = found[:, place], f"a fifth held out, stratified, seed {seeds[0]}"
            if len(seeds) > 1:
                each = ", ".join(f"{100 * one:.1f}" for one in some)
                about += f" to {seeds[-1]}: mean of {each}; ±{100 * some.std(ddof=1):.1f}"
            value = float(some.mean())
            yield row(f"{name}, labelled, {figure}, {stage}", value, bars[place], round(len(places) / 5), about)


def _split(texts: Sequence[str], rows: Rows, classes: Sequence[str], seed: int) -> tuple[float, float]:
    """Accuracy and macro-F1 on a fifth, where the others were taught."""
    from sklearn.model_selection import train_test_split

    seen, unseen = train_test_split(np.arange(len(texts)), test_size=0.2, random_state=seed, stratify=classes)
    model = taught(texts, rows, seen, classes)
    found = _said(model, [texts[place] for place in unseen], None if rows is None else rows[unseen])
    return _macro([classes[place] for place in unseen], found)


def centred_tweets(by: Encoder) -> Rows:
    """The tweets as the product stores them, hence without the names of those they are sent to."""
    judge = deep_judge(delivered(), by)
    return centred(vectors(by, [masked(one.text).text for one in tweets()]), ["en"] * len(tweets()), judge.means)


def taught(texts: Sequence[str], rows: Rows, seen: Sequence[int], classes: Sequence[str]) -> LinearModel:
    task = Task(list(range(len(seen))), [classes[place] for place in seen], [1.0] * len(seen))
    return learn([texts[place] for place in seen], None if rows is None else rows[np.array(seen)], {"x": task})


def _said(model: LinearModel, texts: Sequence[str], rows: Rows) -> list[str]:
    head = model.heads["x"]
    return [head.classes[place] for place in head.chances(model.features(texts, rows)).argmax(axis=1)]


def themes(by: Encoder | None) -> Iterator[Row]:
    """Themes of French sentences against the own annotation: macro-F1 over the twelve largest."""
    labels = coded()
    texts = read_texts([text for text, _stars in reviews()], "fr")
    clauses = {place: clauses_in(one) for place, one in enumerate(texts)}
    said = [Said(clauses[one.review][one.sentence].text, "fr") for one in labels]
    largest = [theme for theme, _n in Counter(theme for one in labels for theme in one.themes).most_common(12)]
    for name, judge in stages(by):
        judged = judge.judged(said, _rows(judge, said))
        found = [_themes_of(one) for one in judged]
        score = float(np.mean([_f1(theme, [one.themes for one in labels], found) for theme in largest]))
        about = "own annotation, themes with most sentences: " + ", ".join(largest)
        yield row(f"French themes, twelve largest, {name}", score, 0.70, len(labels), about)
        felt = [int(one.felt.said) for one in judged]
        yield row(
            f"French feeling of a sentence, {name}",
            _macro([one.feeling for one in labels], felt)[0],
            None,
            len(labels),
            "own annotation; accuracy of three",
        )
    yield from _twice()


def _themes_of(one: Any) -> frozenset[str]:
    special = {code for code in one.themes if code != "general"}
    return frozenset(special or ({"general"} if one.themes or one.felt.said else set()))


def _f1(theme: str, truth: Sequence[frozenset[str]], found: Sequence[frozenset[str]]) -> float:
    both = sum(theme in one and theme in other for one, other in zip(truth, found, strict=True))
    either = sum(theme in one for one in truth) + sum(theme in one for one in found)
    return 2 * both / either if either else 0.0


def _twice() -> Iterator[Row]:
    """Every sentence was coded by two who did not see what the other wrote, from the same descriptions of the book."""
    second = {(one.review, one.sentence): one for one in coded("labels_fr_twice.csv")}
    pairs = [(one, second[one.review, one.sentence]) for one in coded()]
    felt = alpha([a.feeling for a, _b in pairs], [b.feeling for _a, b in pairs], "ordinal")
    same = [a.themes == b.themes for a, b in pairs]
    yield row("annotation: alpha of the feeling", felt or 0.0, None, len(pairs), "two coders; Krippendorff, ordinal")
    yield row("annotation: same themes", float(np.mean(same)), None, len(pairs), "two coders; just the same set")
    largest = [theme for theme, _n in Counter(theme for a, _b in pairs for theme in a.themes).most_common(12)]
    agreed = [
        alpha([theme in a.themes for a, _b in pairs], [theme in b.themes for _a, b in pairs]) for theme in largest
    ]
    lowest = min(agreed, key=lambda one: one or 0.0)
    mean = float(np.mean([one or 0.0 for one in agreed]))
    yield row("annotation: alpha of a theme, mean of twelve", mean, None, len(pairs), f"lowest {lowest or 0:.2f}")


_NO_WORDS = re.compile(r"\[[a-z]+\]|#\w+|…")


def languages() -> Iterator[Row]:
    """French against English by the first words of reviews and tweets, without masks and tags.

    A few reviews are in English: those whose whole text is read as English are left out.
    """
    french = [text for text, _stars in reviews() if language_of(text) != "en"]
    english = [one.text for one in tweets()][:3_000]
    for words, bar in ((4, 0.95), (8, 0.995)):
        shares, n = [], 0
        for code, texts in (("fr", french), ("en", english)):
            plain = [_NO_WORDS.sub(" ", masked(text).text).split() for text in texts]
            begun = [" ".join(some[:words]) for some in plain if len(some) >= words]
            shares.append(float(np.mean([language_of(text, hint=code) == code for text in begun])))
            n += len(begun)
        about = f"French {shares[0]:.4f}, English {shares[1]:.4f}; reviews and 3,000 tweets"
        yield row(f"language at {words} words", float(np.mean(shares)), bar, n, about)
