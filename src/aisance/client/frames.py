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
