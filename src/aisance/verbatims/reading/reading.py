"""From a text to its mentions: masks, language, clauses, themes, feelings."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.reading.book import Book
from aisance.verbatims.reading.clauses import MAX_CHARACTERS, Clause, clauses_of
from aisance.verbatims.reading.feeling import Felt
from aisance.verbatims.reading.flags import flags_of, intensity_of
from aisance.verbatims.reading.judging import Judge, Judged, Said, fast_judge
from aisance.verbatims.reading.language import language_of
from aisance.verbatims.reading.masking import Hidden, masked

GENERAL = "general"


class State(StrEnum):
    """What became of a text: read, or set apart and why."""

    READ = "read"
    EMPTY = "empty"
    NO_WORDS = "no_words"
    OTHER_LANGUAGE = "other_language"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Mention:
    """One theme with a feeling in one clause: `start` and `end` are places in the masked text."""

    theme: str
    feeling: Feeling
    probability: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be read, the language its question was put in, and names to mask beside the usual ones."""

    words: str
    asked_in: str = ""
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is kept for analysis: masked, with its state, language, feeling as a whole and mentions."""

    state: State
    text: str = ""
    language: str = ""
    feeling: Feeling | None = None
    mentions: tuple[Mention, ...] = ()
    hidden: dict[Hidden, int] = field(default_factory=dict)
    flags: frozenset[Flag] = frozenset()
    intensity: int = 0


def read(
    texts: Sequence[Text], book: Book, languages: Sequence[str] = ("fr", "en"), judge: Judge | None = None
) -> list[Reading]:
    """A reading of each text, in order; never raises for a text, whatever it holds.

    Empty, without a letter, in none of the languages, or the same few words over and over: set apart with that state,
    masked all the same. A clause without a theme of its own counts for the general one where it feels something. The
    judge is that of the fast stage where none is given.
    """
    return judged_by(judge or fast_judge(book), [_prepared(text, languages) for text in texts])


def judged_by(judge: Judge, prepared: Sequence[Reading]) -> list[Reading]:
    """Masked texts with what a judge says of their clauses, in order; those set apart stay as they are."""
    clauses = [clauses_in(one) for one in prepared]
    said = [Said(clause.text, one.language) for one, some in zip(prepared, clauses, strict=True) for clause in some]
    judged = iter(judge.judged(said))
    return [told(one, [(clause, next(judged)) for clause in some]) for one, some in zip(prepared, clauses, strict=True)]


def clauses_in(reading: Reading) -> tuple[Clause, ...]:
    """The clauses of a text that is read; none of one set apart."""
    return clauses_of(reading.text, reading.language) if reading.state is State.READ else ()


def _prepared(text: Text, languages: Sequence[str]) -> Reading:
    words = cleaned(text.words)
    if not words:
        return Reading(State.EMPTY)
    hid = masked(words, text.known)
    language = language_of(hid.text, languages, hint=text.asked_in)
    return Reading(_state(hid.text, language), hid.text, language, hidden=hid.hidden)


def cleaned(words: str) -> str:
    """One form of each letter, no control characters but line ends, at most 8,000 characters."""
    normal = unicodedata.normalize("NFC", words[: 2 * MAX_CHARACTERS])
    kept = "".join(sign for sign in normal if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return kept.strip()[:MAX_CHARACTERS]


_MASK = re.compile(r"\[[a-z]+\]")
_FEW_DIFFERENT = 0.1
_MANY_WORDS = 40


def _state(text: str, language: str) -> State:
    words = text.split()
    if not any(sign.isalpha() for sign in _MASK.sub("", text)):  # a card's number alone says nothing
        return State.NO_WORDS
    if len(words) >= _MANY_WORDS and len(set(words)) < _FEW_DIFFERENT * len(words):
        return State.SPAM
    return State.READ if language or len(words) < 3 else State.OTHER_LANGUAGE


type Fixes = Mapping[tuple[int, str], Feeling | None]
"""What people put right, by where the clause begins and the theme: its feeling, or null where it is not the theme."""


def told(reading: Reading, judged: Sequence[tuple[Clause, Judged]], fixes: Fixes | None = None) -> Reading:
    """A masked text with what was judged of each of its clauses; what people put right stands above that."""
    if reading.state is not State.READ:
        return reading
    judged = [(clause, fixed(one, clause.start, fixes or {})) for clause, one in judged]
    felt = [(clause, one.felt) for clause, one in judged]
    mentions = tuple(mention for clause, one in judged for mention in _mentions(clause, one))
    return replace(
        reading,
        feeling=_as_a_whole(felt),
        mentions=_merged(mentions),
        flags=flags_of([(clause.text, feels.said) for clause, feels in felt], reading.language),
        intensity=intensity_of(reading.text),
    )


def fixed(judged: Judged, start: int, fixes: Fixes) -> Judged:
    """A judgement of the clause at `start` as people put it right; the last feeling said of it counts."""
    here = {theme: after for (place, theme), after in fixes.items() if place == start}
    if not here:
        return judged
    said = [after for after in here.values() if after is not None]
    themes = [code for code in judged.themes if code not in here]
    themes += [code for code, after in here.items() if after is not None]
    return Judged(Felt(said[-1], 1.0) if said else judged.felt, tuple(themes))


def _mentions(clause: Clause, judged: Judged) -> list[Mention]:
    felt = judged.felt
    special = [code for code in judged.themes if code != GENERAL]
    codes = special or ([GENERAL] if judged.themes or felt.said is not Feeling.NEITHER else [])
    end = clause.start + len(clause.text)
    return [Mention(code, felt.said, felt.probability, clause.start, end) for code in codes]


def _merged(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """One mention a theme and feeling: the surest; a text that says one thing three times says it once."""
    kept: dict[tuple[str, Feeling], Mention] = {}
    for mention in mentions:
        key = (mention.theme, mention.feeling)
        if key not in kept or kept[key].probability < mention.probability:
            kept[key] = mention
    return tuple(sorted(kept.values(), key=lambda mention: (mention.start, mention.theme)))


def _as_a_whole(felt: Sequence[tuple[Clause, Felt]]) -> Feeling | None:
    """The feeling of the whole: clauses weigh by their length, those after a "but" half as much again."""
    total = sum(int(feels.said) * len(clause.text) * (1.5 if clause.turns else 1.0) for clause, feels in felt)
    weight = sum(len(clause.text) for clause, _feels in felt)
    if not weight:
        return None
    mean = total / weight
    return Feeling.BAD if mean < -0.15 else Feeling.GOOD if mean > 0.15 else Feeling.NEITHER
