"""The programme that asks the 20 questions, and what our page is made of."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.questionnaire.drawn import DAYS, FIRST, MULTIPLE, NUMBERS, RANKED, ROWS, SCORED, SINGLE, Figures


def programme() -> Any:
    """A programme whose one version asks the 20 questions."""
    from aisance.accounts.public import root_unit
    from aisance.surveys.models import Programme, ProgrammeVersion

    known = Programme.objects.filter(code="twenty").first()
    if known:
        return known
    made = Programme.objects.create(code="twenty", name={"en": "Twenty"}, kind="hot", unit_id=root_unit().id)
    ProgrammeVersion.objects.create(
        programme=made, number=1, wait_minutes=15, valid_hours=168, quiet_days=30, subject={}, invitation={},
        questions=_questions(), published_at=datetime.now(UTC),
    )  # fmt: skip
    return made


def say_words(programme: Any) -> None:
    """Responses of the last day with words, as many as the page looks through: it reads them from the database."""
    from aisance.surveys.models import Answer, Response
    from aisance.surveys.results.queries import LOOKED_THROUGH

    if Response.objects.exists():
        return
    version, last = programme.versions.get(), FIRST + timedelta(days=DAYS - 1)
    moment = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    told = {"source": "bench", "version": version, "unit": programme.unit, "kind": "hot", "language": "fr"}
    made = Response.objects.bulk_create(
        Response(external_id=str(number), answered_at=moment + timedelta(seconds=number), **told)
        for number in range(LOOKED_THROUGH)
    )
    Answer.objects.bulk_create(
        Answer(response=one, question="words", text="Clear, and soon settled.", day=last, recorded_at=moment)
        for one in made
    )


def _questions() -> list[dict[str, Any]]:
    options = {**SINGLE, **MULTIPLE, "ranking": RANKED, "grid": ROWS}
    kinds = {
        **{question: question for question in SCORED},
        **dict.fromkeys(SINGLE, "single"),
        **dict.fromkeys(MULTIPLE, "multiple"),
        "ranking": "ranking",
        "grid": "matrix",
        "number_1": "number",
        "since": "date",
        "words": "text",
    }
    assert len(kinds) == 20
    return [
        {
            "code": code,
            "kind": kind,
            "wording": {"en": code},
            "scale": "csat_5" if kind == "matrix" else "",
            "options": [{"code": f"o{n}", "wording": {"en": f"Option {n}"}} for n in range(options.get(code, 0))],
        }
        for code, kind in kinds.items()
    ]


def ours(programme: Any) -> Figures:
    """What the page was made of, in the same form."""
    from aisance.surveys.results.contracts import Selection
    from aisance.surveys.results.readings import counts_of

    days = FIRST, FIRST + timedelta(days=DAYS - 1)
    counts = counts_of(Selection((programme.versions.get().pk,), *days), list(NUMBERS))
    found: Figures = Counter()
    for question, scores in counts.scores.items():
        for (_scale, score), count in scores.items():
            found[question, "", score] = count
    for question, options in counts.options.items():
        for option, count in options.items():
            if question not in NUMBERS:
                found[_named(question, option.option, option.score)] += count
    for question, numbers in counts.numbers.items():
        for value, count in numbers:
            found[question, "", int(value)] = count
    return found


def _named(question: str, option: str, score: int | None) -> tuple[str, str, Any]:
    if question in SINGLE:
        return question, "single", int(option.removeprefix("o"))
    if question == "ranking":
        return question, f"place {score}", int(option.removeprefix("o"))
    return question, option, score if question == "grid" else 1
