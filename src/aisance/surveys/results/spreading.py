"""How answers and responses become rows of the store: one an option chosen, and which items each was asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import batched
from typing import Any

from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from aisance.core import clock
from aisance.surveys.collection.cells import Cell, given_of
from aisance.surveys.models import Answer, ProgrammeVersion, Response
from aisance.surveys.questionnaires.contracts import Given, Item
from aisance.surveys.questionnaires.rules import ANSWER, items_of
from aisance.surveys.results.rules import choice_rows, items_asked

AT_ONCE = 5_000

WHERE = {
    "version_id": F("response__version_id"),
    "unit_id": F("response__unit_id"),
    "channel": F("response__channel"),
    "language": F("response__language"),
    "collected_by": F("response__collected_by"),
}

type Row = tuple[Any, ...]


def answers_without_score() -> Any:
    """Answers that hold an option, several, a number, a day or words; the words themselves stay in the database."""
    found = Answer.objects.filter(score__isnull=True, response__set_apart="")
    number = Value(None, output_field=FloatField())
    return found.annotate(option=F("value"), number=number, first=Value(1), **WHERE)


def every_answer() -> Any:
    """The whole table of answers."""
    return Answer.objects.all()


def spread_choices(rows: Sequence[Row]) -> Iterator[Row]:
    """One row an option chosen; `first` marks one row of each answer, so that answers can be counted too.

    Rows begin with id, day, moment, question, option, score, number and first.
    """
    for row in rows:
        for place, (option, score, number) in enumerate(choice_rows(row[4])):
            yield (*row[:4], option, score, number, int(place == 0), *row[8:])


def responses_given() -> Any:
    """Responses, each with the day in the company's time zone; `way` is at first how many items it came past."""
    return Response.objects.filter(set_apart="").annotate(
        day=TruncDate("answered_at", tzinfo=timezone.get_default_timezone()),
        recorded_at=F("answered_at"),
        complete=Case(When(completed_at__isnull=False, then=Value(1)), default=Value(0)),
        way=Coalesce(F("invitation__reached"), Value(0)),
    )


def every_response() -> Any:
    """The whole table of responses."""
    return Response.objects.all()


def responses_of_days(days: Sequence[date]) -> Q:
    """The responses of some days, which the table knows as moments only. Days in a row are one condition."""
    wanted = Q(pk__in=[])
    for first, last in _runs(days):
        after = clock.start_of_day(last + timedelta(days=1))
        wanted |= Q(answered_at__gte=clock.start_of_day(first), answered_at__lt=after)
    return wanted


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days in rising order as spans without a gap."""
    first: date | None = None
    for day, following in zip(days, [*days[1:], None], strict=True):
        first = first or day
        if following != day + timedelta(days=1):
            yield first, day
            first = None


def spread_ways(rows: Sequence[Row]) -> Iterator[Row]:
    """One row each, in which `way` says which items of its version it was asked, as bits in hexadecimal.

    Rows begin with id, day, moment, version, way and complete. Responses from elsewhere have no version and no way.
    """
    versions = ProgrammeVersion.objects.filter(pk__in={row[3] for row in rows if row[3] is not None})
    items = {version.pk: items_of(version) for version in versions}
    for some in batched(rows, AT_ONCE):
        given, known = _given(some, items), _known(some, items)
        for row in some:
            way = ""
            if row[3] is not None:
                answers, about = given.get(row[0], {}), known.get(row[0], {})
                way = f"{_asked(items[row[3]], answers, about, reached=row[4], complete=bool(row[5])):x}"
            yield (*row[:4], way, *row[5:])


def _asked(
    items: Sequence[Item], given: Mapping[str, Given], known: Mapping[str, str], *, reached: int, complete: bool
) -> int:
    if complete and not any(item.show_if.conditions for item in items):
        return (1 << len(items)) - 1
    return items_asked(items, given, known, reached=reached, complete=complete)


def _given(rows: Sequence[Row], items: Mapping[int, Sequence[Item]]) -> dict[int, dict[str, Given]]:
    """What was given, of those whose way depends on it: not of whoever came to the end of a straight one."""
    bent = {pk for pk, asked in items.items() if any(item.show_if.conditions for item in asked)}
    wanted = {row[0]: row[3] for row in rows if row[3] in items and (not row[5] or row[3] in bent)}
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    found = Answer.objects.filter(response_id__in=wanted).order_by()
    held: Iterable[Row] = found.values_list("response_id", "question", "scale", "score", "text", "value")
    for pk, question, *cell in held:
        cells[pk][question] = Cell(*cell)
    return {pk: given_of(items[wanted[pk]], kept) for pk, kept in cells.items()}


def _known(rows: Sequence[Row], items: Mapping[int, Sequence[Item]]) -> dict[int, dict[str, str]]:
    """What conditions look at beside answers, of the versions that have such; as it is known now."""
    bent = {pk for pk, asked in items.items() if _looked_at(asked)}
    wanted = [row[0] for row in rows if row[3] in bent]
    return {row.pop("pk"): {name: value or "" for name, value in row.items()} for row in _about(wanted)}


def _looked_at(items: Sequence[Item]) -> set[str]:
    conditions = (condition for item in items for condition in item.show_if.conditions)
    return {condition.of for condition in conditions if not condition.of.startswith(ANSWER)}


def _about(wanted: Collection[int]) -> Iterator[dict[str, Any]]:
    if not wanted:
        return
    names = ("language", "channel", "step__code", "reason__code", "unit__code", "interaction__outcome")
    for row in Response.objects.filter(pk__in=wanted).values_list("pk", *names):
        pk, language, channel, step, reason, unit, outcome = row
        yield {
            "pk": pk,
            "customer:language": language.split("-")[0],
            "interaction:channel": channel,
            "interaction:step": step,
            "interaction:reason": reason,
            "interaction:unit": unit,
            "interaction:outcome": outcome,
        }
