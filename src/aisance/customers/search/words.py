"""Which words are meant by what was typed, and who bears them. Raw statements: each is measured among a million."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aisance.core.bulk import rows_among
from aisance.customers.models import SearchBearer, SearchSlip, SearchWord
from aisance.customers.search.rules import is_slip, slips_of

MOST_WORDS = 2_000
"""A beginning of more words than these is wide: it only chooses among those whom the other words found."""
LAST = "\U0010ffff"
READ_AT_ONCE = 500
LOOKED_THROUGH = 15_000
"""So many bearers of a word are looked through for those of the other words."""

_WORD = SearchWord._meta.db_table
_BEARER = SearchBearer._meta.db_table
_SLIPS = (
    f"SELECT DISTINCT w.id, w.bearers, w.word FROM {SearchSlip._meta.db_table} s"  # noqa: S608  names of ours
    f" JOIN {_WORD} w ON w.id = s.word_id WHERE s.slip"
)
_FROM = f"SELECT id, bearers FROM {_WORD} WHERE"  # noqa: S608  names of ours

type Condition = tuple[str, list[Any]]
"""Words of SQL and their parameters."""


@dataclass(frozen=True, slots=True)
class Term:
    """What was typed as one word: the words that it may mean, and about how many customers bear them.

    `is_wide` says that there are more words than these, all beginning with `letters`.
    """

    letters: str
    ids: tuple[int, ...]
    bearers: int
    is_wide: bool = False


def _term(letters: str, rows: Sequence[Sequence[Any]]) -> Term:
    some = rows[:MOST_WORDS]
    ids = dict.fromkeys(int(row[0]) for row in some)
    return Term(letters, tuple(ids), sum(int(row[1]) for row in some), len(rows) > MOST_WORDS)


def the_word(letters: str) -> Term:
    """The very word."""
    return _term(letters, _read(f"{_FROM} word = %s", [letters]))


def beginning(letters: str) -> Term:
    """The words that begin so."""
    condition, values = _begins("word", letters)
    return _term(letters, _read(f"{_FROM} {condition} LIMIT {MOST_WORDS + 1}", values))


def meant(letters: str) -> Term:
    """The words that begin so, and those one slip apart."""
    near = [row for row in rows_among(_SLIPS, slips_of(letters)) if is_slip(letters, row[2])]
    condition, values = _begins("word", letters)
    return _term(letters, [*near, *_read(f"{_FROM} {condition} LIMIT {MOST_WORDS + 1}", values)])


def within(letters: str) -> Term:
    """The words that hold these letters anywhere: the one reading that looks at all words, without the numbers."""
    if len(letters) < 3:
        return Term(letters, (), 0)
    real = "word ~>=~ 'a' AND" if connection.vendor == "postgresql" else "word >= 'a' AND"  # in the order of bytes
    return _term(letters, _read(f"{_FROM} {real} word LIKE %s ESCAPE '!' LIMIT {MOST_WORDS}", [f"%{_plain(letters)}%"]))


def _plain(letters: str) -> str:
    """The letters without what a pattern would take for more."""
    return "".join(f"!{letter}" if letter in "!%_" else letter for letter in letters)


def _begins(column: str, letters: str) -> Condition:
    """A condition that the index of words serves: PostgreSQL's for patterns, SQLite's in the order of bytes."""
    if connection.vendor == "postgresql":
        return f"{column} LIKE %s", ["".join(f"\\{x}" if x in "\\%_" else x for x in letters) + "%"]
    return f"{column} >= %s AND {column} < %s", [letters, letters + LAST]


def _read(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def leads(terms: Sequence[Term]) -> Term:
    """The term whose bearers are looked through: that with the fewest."""
    narrow = sorted((term for term in terms if not term.is_wide), key=lambda term: term.bearers)
    return narrow[0] if narrow else max(terms, key=lambda term: len(term.letters))


def looked_through(terms: Sequence[Term]) -> int:
    """How many bearers of the leading term are looked at.

    A wide one alone is a few letters. PostgreSQL gives all at once, where SQLite stops as soon as there are enough.
    """
    dear = leads(terms).is_wide or (connection.vendor == "postgresql" and any(term.is_wide for term in terms))
    return LOOKED_THROUGH // 3 if dear else LOOKED_THROUGH


def bearers_of(terms: Sequence[Term], most: int) -> Iterator[int]:
    """Rows of customers who bear a word of each term, at most so many, read as they are asked for.

    At most `looked_through` bearers of the leading term are looked at; each of the others is looked up for a customer.
    The plus keeps SQLite from going through all its words instead; PostgreSQL would read the whole table for it.
    """
    leader = leads(terms)
    conditions = [_also(term) for term in terms if term is not leader]
    where = " AND ".join(f"EXISTS ({sql})" for sql, _values in conditions) or "1 = 1"
    theirs = f"SELECT customer_id FROM {_BEARER} WHERE word_id IN ({_listed(leader.ids)}) LIMIT {looked_through(terms)}"  # noqa: S608  numbers of ours
    with connection.cursor() as cursor:
        values = [value for _sql, some in conditions for value in some]
        cursor.execute(f"SELECT b.customer_id FROM ({theirs}) b WHERE {where} LIMIT {most}", values)  # noqa: S608  numbers of ours
        while some := cursor.fetchmany(READ_AT_ONCE):
            yield from (pk for (pk,) in some)


def _also(term: Term) -> Condition:
    own = f"SELECT 1 FROM {_BEARER} o"  # noqa: S608  names of ours
    if not term.is_wide:
        word = "+o.word_id" if connection.vendor == "sqlite" else "o.word_id"
        return f"{own} WHERE o.customer_id = b.customer_id AND {word} IN ({_listed(term.ids)})", []
    condition, values = _begins("+w.word" if connection.vendor == "sqlite" else "w.word", term.letters)
    if connection.vendor == "sqlite":
        return f"{own} JOIN {_WORD} w ON w.id = o.word_id WHERE o.customer_id = b.customer_id AND {condition}", values
    # The words of one customer are few. Behind these fences PostgreSQL looks at them, and not at all that begin so.
    theirs = f"SELECT word_id FROM {_BEARER} WHERE customer_id = b.customer_id OFFSET 0"  # noqa: S608  names of ours
    word = f"SELECT word FROM {_WORD} WHERE id = o.word_id OFFSET 0"  # noqa: S608  names of ours
    return f"SELECT 1 FROM ({theirs}) o CROSS JOIN LATERAL ({word}) w WHERE {condition} OFFSET 0", values  # noqa: S608  names of ours


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))
