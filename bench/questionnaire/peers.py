"""The peers' table, one row a response and one column a question, option, rank or row; and their two ways to count."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.questionnaire.drawn import (
    DAYS,
    FIRST,
    MULTIPLE,
    NUMBERS,
    POINTS,
    RANKED,
    ROWS,
    SCORED,
    SINGLE,
    Columns,
    Figures,
    columns,
)


def _wide() -> Any:
    """The peers' table as a model of Django's, as our own are."""
    from django.apps import apps
    from django.db import models

    if "wide" in apps.all_models["bench"]:
        return apps.all_models["bench"]["wide"]
    names = columns(1).given
    body: dict[str, Any] = {name: models.IntegerField(null=True) for name in names}
    meta = type("Meta", (), {"app_label": "bench", "managed": False, "db_table": "bench_wide"})
    return type("Wide", (models.Model,), {"__module__": __name__, "Meta": meta, "day": models.DateField(), **body})


def fill_wide(drawn: Columns) -> None:
    from django.db import connection, transaction

    wide = _wide()
    if "bench_wide" in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.delete_model(wide)
    with connection.schema_editor() as editor:
        editor.create_model(wide)
    names = ["day", *drawn.given]
    held: list[list[Any]] = [[str(FIRST + timedelta(days=int(day))) for day in drawn.day]]
    held += [[None if value < 0 else value for value in column.tolist()] for column in drawn.given.values()]
    listed = ", ".join(f'"{name}"' for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY bench_wide ({listed}) FROM STDIN") as copy:
                for row in zip(*held, strict=True):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO bench_wide ({listed}) VALUES ({marks})", [*zip(*held, strict=True)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _selected() -> Any:
    """What the page asks for: the days."""
    return _wide().objects.filter(day__gte=FIRST, day__lte=FIRST + timedelta(days=DAYS - 1))


def _places() -> Iterator[tuple[str, str, str, range]]:
    """Column, question, option and the values to be counted of each column but those of numbers."""
    for question, (_scale, low, high) in SCORED.items():
        yield question, question, "", range(low, high + 1)
    for question, options in SINGLE.items():
        yield question, question, "single", range(options)
    for question, options in MULTIPLE.items():
        for option in range(options):
            yield f"{question}_at_{option}", question, f"o{option}", range(1, 2)
    for place in range(1, RANKED + 1):
        yield f"ranking_at_{place}", "ranking", f"place {place}", range(RANKED)
    for row in range(ROWS):
        yield f"grid_at_{row}", "grid", f"o{row}", range(1, POINTS + 1)
    yield "words", "words", "", range(1, 2)


def by_counting() -> Figures:
    """One COUNT query an option; for numbers one query that groups them."""
    from django.db.models import Count

    found: Figures = Counter()
    for column, question, option, values in _places():
        for value in values:
            found[question, option, value] = _selected().filter(**{column: value}).count()
    for question in NUMBERS:
        counted = _selected().filter(**{f"{question}__isnull": False}).order_by().values_list(question)
        for value, count in counted.annotate(n=Count("pk")):
            found[question, "", value] = count
    return +found


def by_looping() -> Figures:
    """Every response, once, column by column."""
    places = [(column, question, option, values) for column, question, option, values in _places()]
    places += [(question, question, "", range(0)) for question in NUMBERS]
    counters: list[Counter[int]] = [Counter() for _ in places]
    rows = _selected().values_list(*(place[0] for place in places))
    for row in rows.iterator(chunk_size=10_000):
        for counter, value in zip(counters, row, strict=True):
            counter[value] += 1
    found: Figures = Counter()
    for (_column, question, option, values), counter in zip(places, counters, strict=True):
        for value, count in counter.items():
            if value is not None and (not values or value in values):
                found[question, option, value] += count
    return found
