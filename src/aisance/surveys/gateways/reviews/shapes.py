"""How the sites say it: where each column of a review stands in the JSON that they send. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_AT_ONCE = 500
DEEPEST = 8
"""How many names a path may have."""


class UnreadableError(ValueError):
    """What was sent holds no reviews where its shape has them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the list of reviews stands (empty: the whole), and in each of them every column; dots lead inside.

    Of several paths the first that holds something counts; `text` joins them all.
    """

    reviews: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_NAMES = (
    "external_id rating scale text author handle reach link answered_at language unit place "
    "customer_external customer_email customer_phone"
).split()

OWN = Shape("reviews", {name: (name,) for name in _NAMES})

GOOGLE = Shape(
    "reviews",
    {
        "external_id": ("reviewId", "name"),
        "rating": ("starRating",),
        "text": ("comment",),
        "author": ("reviewer.displayName",),
        "answered_at": ("createTime",),
        "place": ("locationName",),
        "link": ("reviewUrl",),
    },
)

TRUSTPILOT = Shape(
    "events",
    {
        "external_id": ("eventData.id",),
        "rating": ("eventData.stars",),
        "text": ("eventData.title", "eventData.text"),
        "author": ("eventData.consumer.name",),
        "answered_at": ("eventData.createdAt",),
        "language": ("eventData.language",),
        "link": ("eventData.link",),
        "place": ("eventData.locationId",),
        "customer_external": ("eventData.referenceId",),
    },
)

SHAPES = {"own": OWN, "google": GOOGLE, "trustpilot": TRUSTPILOT}


def shape_of(name: str, paths: Mapping[str, str]) -> Shape:
    """A site's shape: one of those known, or the one that these paths tell, `reviews` being that of the list."""
    if name in SHAPES:
        return SHAPES[name]
    return Shape(paths.get("reviews", ""), {column: (path,) for column, path in paths.items() if column in _NAMES})


def reviews_in(sent: Any, shape: Shape) -> list[dict[str, str]]:
    """The columns of each review in what was sent: one alone, or a list where the shape has it.

    Raises UnreadableError where there is none, and where there are more than `MOST_AT_ONCE`.

    >>> reviews_in({"reviewId": "r1", "starRating": "FOUR", "reviewer": {"displayName": "Zoé"}}, GOOGLE)
    [{'external_id': 'r1', 'rating': 'FOUR', 'author': 'Zoé'}]
    """
    found = at_path(sent, shape.reviews) if isinstance(sent, Mapping) and shape.reviews else None
    items = sent if isinstance(sent, list) else [sent] if found is None else found
    if not isinstance(items, Sequence) or isinstance(items, str) or not items or len(items) > MOST_AT_ONCE:
        raise UnreadableError
    if not all(isinstance(item, Mapping) for item in items):
        raise UnreadableError
    return [dict(_columns(item, shape)) for item in items]


def _columns(item: Mapping[str, Any], shape: Shape) -> Iterator[tuple[str, str]]:
    for column, paths in shape.columns.items():
        held = [words for path in paths if (words := _words(at_path(item, path)))]
        if held:
            yield column, "\n".join(held) if column == "text" else held[0]


def at_path(held: Any, path: str) -> Any:
    """What stands at a path of names divided by dots; null where nothing does.

    >>> at_path({"a": {"b": 3}}, "a.b"), at_path({"a": 1}, "a.b")
    (3, None)
    """
    for name in path.split(".")[:DEEPEST]:
        if not isinstance(held, Mapping):
            return None
        held = held.get(name)
    return held


def _words(value: Any) -> str:
    """A value of JSON as a file would have it; empty where it is no single value."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def paths_of(text: str) -> dict[str, str]:
    """Paths as people write them, a column, an equals sign and a path on each line.

    Raises ValueError with the line that says nothing.

    >>> paths_of("rating = review.stars\\nreviews = data")
    {'rating': 'review.stars', 'reviews': 'data'}
    """
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        column, _sign, path = (part.strip() for part in line.partition("="))
        if column not in {*_NAMES, "reviews"} or not path or len(path) > 200:
            raise ValueError(line)
        found[column] = path
    return found
