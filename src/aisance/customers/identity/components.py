"""From judgements to people: pure, and the same whatever the order in which the judgements came."""

from collections.abc import Iterable
from dataclasses import dataclass

from aisance.customers.contracts import JudgedBy, Verdict

_TRUST = {JudgedBy.PERSON.value: 0, JudgedBy.RULE.value: 1, JudgedBy.MODEL.value: 2}


@dataclass(frozen=True, slots=True)
class Word:
    """One standing judgement: the two rows, the verdict, by what, and how sure."""

    left: int
    right: int
    verdict: str
    by_kind: str
    score: float = 0.0


def components(rows: Iterable[int], words: Iterable[Word]) -> dict[int, int]:
    """The person (the oldest row, so the lowest id) of each row.

    The surest word joins first: a person's before a rule's, a rule's before the model's, then by score and ids. A pair
    that is judged not the same is never in one person, however many others lie between them: a word that would bring
    them together is not followed. Rows named by words are added to `rows`.

    >>> same, other = Verdict.SAME.value, Verdict.NOT_SAME.value
    >>> components([1, 2, 3], [Word(1, 2, same, "model", 0.9), Word(2, 3, same, "model", 0.8)])
    {1: 1, 2: 1, 3: 1}
    >>> components([], [Word(1, 2, same, "model", 0.9), Word(2, 3, same, "model", 0.8), Word(1, 3, other, "person")])
    {1: 1, 2: 1, 3: 3}
    """
    said = effective(words)
    groups = {pk: {pk} for pk in sorted({*rows, *(pk for pair in said for pk in pair)})}
    apart: dict[int, set[int]] = {pk: set() for pk in groups}
    for (left, right), word in said.items():
        if word.verdict == Verdict.NOT_SAME:
            apart[left].add(right)
            apart[right].add(left)
    for word in sorted((word for word in said.values() if word.verdict == Verdict.SAME), key=_surest_first):
        _join(groups, apart, word.left, word.right)
    return {pk: min(group) for pk, group in groups.items()}


def _join(groups: dict[int, set[int]], apart: dict[int, set[int]], left: int, right: int) -> None:
    """Make two groups one, unless anybody in the one is judged not the same as anybody in the other."""
    one, other = groups[left], groups[right]
    small, large = sorted((one, other), key=len)
    if one is other or any(not apart[pk].isdisjoint(large) for pk in small):
        return
    large |= small
    for pk in small:
        groups[pk] = large


def _surest_first(word: Word) -> tuple[int, float, int, int]:
    return _TRUST[word.by_kind], -word.score, word.left, word.right


def effective(words: Iterable[Word]) -> dict[tuple[int, int], Word]:
    """The word that counts for each pair: not the same before the same, a person's before any other's.

    A person's word overrules a rule's and the model's, either way; among the others "not the same" wins. Words of
    doubt join nothing and part nothing.
    """
    found: dict[tuple[int, int], Word] = {}
    for word in words:
        if word.verdict != Verdict.UNSURE:
            pair = (word.left, word.right)
            found[pair] = min(found.get(pair, word), word, key=_weightiest)
    return found


def _weightiest(word: Word) -> tuple[bool, bool, tuple[int, float, int, int]]:
    return word.by_kind != JudgedBy.PERSON, word.verdict != Verdict.NOT_SAME, _surest_first(word)
