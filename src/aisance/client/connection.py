"""`connect` and what it gives."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from aisance.client import frames, questions
from aisance.client.questions import Day, Filters, Period, Several
from aisance.client.why import Why, why
from aisance.client.wire import Wire

if TYPE_CHECKING:
    import pandas

type Adjust = Literal["holm", "bh", "none"]


def connect(url: str, key: str, *, language: str = "en", timeout: float = 60.0, insecure: bool = False) -> "Aisance":
    """A connection to the Aisance at this address; `key` is an API key with the right to see indicators.

    Nothing is asked yet. `language` is that of titles and messages, `timeout` how many seconds an answer may take. The
    address must be https unless it is this machine's; `insecure=True` sends the key over http all the same.
    """
    return Aisance(Wire(url, key, language=language, timeout=timeout, insecure=insecure))


class Aisance:
    """The indicators of one company, as far as the key may see them. AisanceError says why there is no answer."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def __repr__(self) -> str:
        return f"<Aisance at {self._wire.address}>"

    def indicators(self) -> "pandas.DataFrame":
        """One row an indicator: its name, what it asks, its formula, unit, owner, status, strength and weakness."""
        cards = list(self._definitions.values())
        return frames.frame(cards, list(cards[0]) if cards else ["indicator"])

    def estimates(
        self,
        name: str,
        *,
        by: Several = (),
        start: Day | None = None,
        end: Day | None = None,
        compare: Period | None = None,
        where: Filters | None = None,
        against: Filters | None = None,
        adjust: Adjust | None = None,
        weighting: str | None = None,
        cluster: Literal["customer"] | None = None,
        population: int | None = None,
        within: int | None = None,
        days: int | None = None,
        version: int | None = None,
    ) -> "pandas.DataFrame":
        """An indicator, one row a cell; values are fractions (0.30, not 30), seconds or numbers of calls.

        `by` names the dimensions of the cells (channel, step, reason, unit, advisor, language, month, day); `start` and
        `end` are the first and the last day, both included. `where` keeps codes: `{"channel": ["phone", "chat"]}`; a
        unit or a reason stands for all below it. `compare` is "previous" or a pair of days, `against` the filters of
        another selection; then each row says how it differs, with p-values corrected by `adjust`. `weighting` is the
        code of a declared one. `within` and `days` are the thresholds of the indicators that have one.

        Columns: the dimensions, `n`, `value`, `low`, `high` (95 %), `masked_under` (a row with fewer answers than that
        has no value), `n_effective`, `design_effect`, `raw`; compared also `difference`, `difference_low`,
        `difference_high`, `p_value`, `p_adjusted`, `verdict`, `answers_needed`. The empty code is that of rows without
        a step, a reason and so on. No data: NaN, never 0. `attrs` holds `indicator`, `version`, `unit` and, of the
        version in force, `definition`.
        """
        words = questions.words(
            by=by,
            start=start,
            end=end,
            compare=compare,
            where=where,
            against=against,
            adjust=adjust,
            weighting=weighting,
            cluster=cluster,
            population=population,
            within=within,
            days=days,
            version=version,
        )
        document = self._wire.get(f"/indicators/{quote(name, safe='')}", words)
        cut_by = list(dict.fromkeys(words.get("by", ())))
        found = frames.figures(document, cut_by, compared=bool(compare or against))
        found.attrs = self._about(document)
        return found

    def why(
        self,
        name: str,
        *,
        by: Several,
        start: Day | None = None,
        end: Day | None = None,
        compare: Period | None = None,
        where: Filters | None = None,
        against: Filters | None = None,
        version: int | None = None,
    ) -> Why:
        """Why an indicator differs from another period (`compare`) or selection (`against`): mix, or rate.

        `by` names one to three of channel, step, reason, unit and language.
        """
        words = questions.words(
            by=by, start=start, end=end, compare=compare, where=where, against=against, version=version
        )
        return why(self._wire.get(f"/indicators/{quote(name, safe='')}/why", words))

    @cached_property
    def _definitions(self) -> dict[str, dict[str, Any]]:
        """Definitions by name, asked for once: they change when somebody decides so, not while one looks."""
        return {card["indicator"]: card for card in self._wire.get("/indicators")}

    def _about(self, document: Mapping[str, Any]) -> dict[str, Any]:
        told = {name: document[name] for name in ("indicator", "version", "unit")}
        card = self._definitions.get(document["indicator"], {})
        return {**told, "definition": card if card.get("version") == document["version"] else None}
