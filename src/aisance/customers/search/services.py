"""The only writers of the words by which customers are found.

Whoever changes a customer notes it in the same transaction, which costs one row; a chore looks the customer through
within a second or so. Thus bringing customers in does not wait for its words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from aisance.core.bulk import insert_rows, rows_among
from aisance.customers.models import Customer, Identifier, SearchBearer, SearchDue, SearchSlip, SearchWord
from aisance.customers.search.rules import slips_of, words_of, words_of_identifier

INDEXING_LOCK = 7_201_002
"""The number of the lock under which PostgreSQL lets one worker alone look customers through."""
AT_ONCE = 2_000
FILLED = ""
"""The word that says that the customers known before there were words have been noted."""

_NAMES = f"SELECT id, name FROM {Customer._meta.db_table} WHERE id"  # noqa: S608  names of ours
_KNOWN_AS = f"SELECT customer_id, kind, value FROM {Identifier._meta.db_table} WHERE customer_id"  # noqa: S608  names of ours
_HELD = (
    f"SELECT b.customer_id, w.word, w.id FROM {SearchBearer._meta.db_table} b"  # noqa: S608  names of ours
    f" JOIN {SearchWord._meta.db_table} w ON w.id = b.word_id WHERE b.customer_id"
)
_WORDS = f"SELECT word, id FROM {SearchWord._meta.db_table} WHERE word"  # noqa: S608  names of ours
_OUT_OF_DATE = (
    "SELECT relname FROM pg_stat_user_tables"
    " WHERE relname = ANY(%s) AND n_mod_since_analyze > 5000 + n_live_tup / 5 ORDER BY 1"
)

type Pair = tuple[int, str]
"""A customer and a word."""


def note_changed(customer_ids: Iterable[int]) -> None:
    """These customers' names or identifiers have changed: look them through soon. Call it within the transaction."""
    insert_rows(SearchDue._meta.db_table, ("customer_id",), [(pk,) for pk in customer_ids])


def index_due() -> int:
    """Look through some of the customers noted; returns how many notes were done. One worker at a time does it."""
    if not SearchDue.objects.exists():  # asked before the transaction, which would keep writers waiting for nothing
        return _note_everybody_once()
    with transaction.atomic():
        if not _alone():
            return 0
        due = list(SearchDue.objects.order_by("pk").values_list("pk", "customer_id")[:AT_ONCE])
        if due:
            _index({customer_id for _pk, customer_id in due})
            SearchDue.objects.filter(pk__in=[pk for pk, _customer in due]).delete()
    _let_the_planner_know()
    return len(due)


def _let_the_planner_know() -> None:
    """Tell PostgreSQL how the words are spread, once a fifth of them is new.

    Its own daemon would within minutes; until then it takes the words of a large import for few, and reads them all
    for each search.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_OUT_OF_DATE, [[table._meta.db_table for table in (SearchWord, SearchBearer, SearchSlip)]])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {table}")


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [INDEXING_LOCK])
        return bool(cursor.fetchone()[0])


def _note_everybody_once() -> int:
    """The first time, note all customers there are: those known before this release were noted by nobody."""
    if SearchWord.objects.filter(word=FILLED).exists():
        return 0
    with transaction.atomic():
        _mark, is_new = SearchWord.objects.get_or_create(word=FILLED)
        if not is_new:
            return 0
        with connection.cursor() as cursor:
            everybody = f"SELECT id FROM {Customer._meta.db_table}"  # noqa: S608  names of ours
            cursor.execute(f"INSERT INTO {SearchDue._meta.db_table} (customer_id) {everybody}")
            return int(cursor.rowcount)


def _index(customer_ids: set[int]) -> None:
    """Make the words of these customers what their names and identifiers say; none for those who are gone."""
    wanted = _wanted(customer_ids)
    held = {(pk, word): word_id for pk, word, word_id in rows_among(_HELD, customer_ids)}
    _add(wanted - held.keys())
    _take_away({pair: word_id for pair, word_id in held.items() if pair not in wanted})


def _wanted(customer_ids: set[int]) -> set[Pair]:
    named = {(pk, word) for pk, name in rows_among(_NAMES, customer_ids) for word in words_of(name)}
    known = rows_among(_KNOWN_AS, customer_ids)
    return named | {(pk, word) for pk, kind, value in known for word in words_of_identifier(kind, value)}


def _add(pairs: set[Pair]) -> None:
    counts = Counter(word for _pk, word in pairs)
    ids = dict(rows_among(_WORDS, sorted(counts)))
    _count({ids[word]: count for word, count in counts.items() if word in ids})
    ids |= _new_words({word: count for word, count in counts.items() if word not in ids})
    rows = sorted((ids[word], pk) for pk, word in pairs)
    insert_rows(SearchBearer._meta.db_table, ("word_id", "customer_id"), rows, ending="ON CONFLICT DO NOTHING")


def _new_words(counts: Mapping[str, int]) -> dict[str, int]:
    rows = sorted(counts.items())
    added = insert_rows(SearchWord._meta.db_table, ("word", "bearers"), rows, ending="RETURNING word, id")
    slips = [(slip, word_id) for word, word_id in added for slip in slips_of(word)]
    insert_rows(SearchSlip._meta.db_table, ("slip", "word_id"), slips)
    return dict(added)


def _count(changes: Mapping[int, int]) -> None:
    """So many customers more, or fewer, bear each word."""
    if changes:
        with connection.cursor() as cursor:
            update = f"UPDATE {SearchWord._meta.db_table} SET bearers = bearers + %s WHERE id = %s"  # noqa: S608  names of ours
            cursor.executemany(update, [(change, word_id) for word_id, change in sorted(changes.items())])


def _take_away(held: Mapping[Pair, int]) -> None:
    """Part customers from words; a word that nobody bears any more goes, for it may be somebody's name."""
    gone: defaultdict[int, int] = defaultdict(int)
    for (pk, _word), word_id in held.items():
        SearchBearer.objects.filter(word_id=word_id, customer_id=pk).delete()
        gone[word_id] -= 1
    _count(gone)
    borne = set(SearchBearer.objects.filter(word_id__in=gone).values_list("word_id", flat=True).distinct())
    bare = sorted(gone.keys() - borne)
    SearchSlip.objects.filter(word_id__in=bare).delete()
    SearchWord.objects.filter(pk__in=bare).delete()


def forget(customer_ids: Iterable[int]) -> int:
    """Remove these customers' words at once, within the transaction of the erasure; returns how many rows went."""
    ids = set(customer_ids)
    held = {(pk, word): word_id for pk, word, word_id in rows_among(_HELD, ids)}
    _take_away(held)
    SearchDue.objects.filter(customer_id__in=ids).delete()
    return len(held)
