"""The documents of the API as data frames."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aisance.client.problems import AisanceError

if TYPE_CHECKING:
    import pandas

FIGURES = ("value", "low", "high", "n_effective", "design_effect", "raw")
DIFFERENCES = {
    "difference": "difference",
    "difference_low": "low",
    "difference_high": "high",
    "p_value": "p_value",
    "p_adjusted": "p_adjusted",
}
WHOLE = ("masked_under", "answers_needed")


def figures(document: Mapping[str, Any], by: Sequence[str], *, compared: bool) -> "pandas.DataFrame":
    """One row a cell: its dimensions, n, value and bounds, and with a comparison how it differs."""
    rows = [_figure(row, by, compared=compared) for row in document["rows"]]
    columns = [*by, "n", *FIGURES[:3], "masked_under", *FIGURES[3:]]
    if compared:
        columns += [*DIFFERENCES, "verdict", "answers_needed"]
    found = frame(rows, columns, numbers=(*FIGURES, *DIFFERENCES), whole=WHOLE)
    return with_days(found.astype({"n": "int64"}), by)


def _figure(row: Mapping[str, Any], by: Sequence[str], *, compared: bool) -> dict[str, Any]:
    masked = row.get("masked") or {}
    told = {name: row["dimensions"].get(name, "") for name in by}
    told |= {"n": row["n"], "masked_under": masked.get("minimum_n")}
    told |= {name: row.get(name) for name in FIGURES}
    if compared:
        compare = row.get("compare") or {}
        told |= {name: compare.get(field) for name, field in DIFFERENCES.items()}
        told |= {name: compare.get(name) for name in ("verdict", "answers_needed")}
    return told


def drifts(document: Mapping[str, Any]) -> "pandas.DataFrame":
    """One row a week outside, its Monday as a moment."""
    bounds = ("value", "expected", "low", "high")
    columns = ["indicator", "unit", "week", "direction", *bounds, "n", "seen", "version", "unit_of_value"]
    found = frame(document["rows"], columns, numbers=bounds, whole=("n", "version"))
    found["week"] = library().to_datetime(found["week"])
    found.attrs = {"indicators": document["indicators"]}
    return found


RANKED = ("n", "value", "low", "high", "best_rank", "worst_rank")


def channels(document: Mapping[str, Any]) -> "pandas.DataFrame":
    """One row a channel: raw figures and those for the same reasons."""
    rows = [
        {"channel": row["channel"], "contacts": row["contacts"], **_ranked(row["raw"], ""), **_standard(row)}
        for row in document["rows"]
    ]
    names = [*RANKED, *(f"standard_{name}" for name in RANKED)]
    numbers = [name for name in names if name.endswith(("value", "low", "high"))]
    whole = [name for name in names if name not in numbers]
    found = frame(rows, ["channel", "contacts", *names], numbers=numbers, whole=("contacts", *whole))
    found.attrs = {name: document[name] for name in ("indicator", "version", "mix")}
    return found


def _ranked(figure: Mapping[str, Any], before: str) -> dict[str, Any]:
    best, worst = figure["ranks"] or (None, None)
    told = {name: figure[name] for name in RANKED[:4]} | {"best_rank": best, "worst_rank": worst}
    return {f"{before}{name}": value for name, value in told.items()}


def _standard(row: Mapping[str, Any]) -> dict[str, Any]:
    return _ranked(row["standardised"], "standard_") if row["standardised"] else {}


def suggestions(document: Mapping[str, Any]) -> "pandas.DataFrame":
    """One row a suggestion, with the caveat beside them."""
    numbers = ("difference", "low", "high", "p_adjusted", "used_share", "gain", "gain_low", "gain_high")
    columns = ["reason", "channel", "instead_of", *numbers, "n", "n_instead_of"]
    found = frame(document["rows"], columns, numbers=numbers, whole=("n", "n_instead_of"))
    found.attrs = {name: document[name] for name in ("indicator", "version", "moved", "caveat")}
    return found


LEVELS = ("none", "light", "sweat", "headache")
SHARES = ("sweat_or_worse", "share_of_effort", "satisfied", "abandoned")


def journey_map(document: Mapping[str, Any]) -> "pandas.DataFrame":
    """One row a step, in the order of the journey."""
    shares = [f"{share}{bound}" for share in SHARES for bound in ("", "_low", "_high")]
    columns = ["step", "name", "source", "n", *LEVELS, *shares, "contacts"]
    rows = [_step(step) for step in document["steps"]]
    found = frame(rows, columns, numbers=shares, whole=("n", "contacts", *LEVELS))
    found.attrs = {"journey": document["journey"], "document": document}
    return found


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: step[name] for name in ("step", "name", "source", "n", "contacts")} | (step["levels"] or {})
    for share in SHARES:
        known = step[share] or {}
        told |= {
            f"{share}{end}": known.get(field) for end, field in (("", "value"), ("_low", "low"), ("_high", "high"))
        }
    return told


def frame(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    numbers: Iterable[str] = (),
    whole: Iterable[str] = (),
) -> "pandas.DataFrame":
    """A frame with these columns, of the same types whether there are rows or none, values or none."""
    pd = library()
    found = pd.DataFrame(list(rows), columns=list(columns))
    types = {name: "float64" for name in numbers if name in columns}
    types |= {name: "Int64" for name in whole if name in columns}
    return found.astype(types)


def with_days(found: "pandas.DataFrame", by: Sequence[str]) -> "pandas.DataFrame":
    """Days as moments and months as periods, so that they can be drawn and reckoned with."""
    pd = library()
    if "day" in by:
        found["day"] = pd.to_datetime(found["day"])
    if "month" in by:
        found["month"] = pd.PeriodIndex(found["month"], freq="M")
    return found


def library() -> Any:
    """Pandas, only where a frame is made: it takes half a second to import."""
    try:
        import pandas as pd
    except ImportError:
        raise AisanceError("Data frames need pandas: install aisance[client].") from None
    return pd
