"""`connect` and what it gives."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from aisance.client import frames, questions
from aisance.client.plan import Plan, plan
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

    def needed(
        self,
        name: str,
        *,
        precision: float | None = None,
        change: float | None = None,
        start: Day | None = None,
        end: Day | None = None,
        where: Filters | None = None,
    ) -> Plan:
        """How many answers it takes to know a figure to ± `precision`, or to see a `change` of it; as fractions.

        The selection is taken to go on as it is: the last four weeks without days.
        """
        words = questions.words(start=start, end=end, where=where, precision=_number(precision), change=_number(change))
        return plan(self._wire.get(f"/indicators/{quote(name, safe='')}/needed", words))

    def drifts(self, indicators: Several = (), *, seen: bool | None = None) -> "pandas.DataFrame":
        """The weeks in which indicators left what the weeks before let expect, the newest first.

        Without names those of the scorecard. `seen=False` keeps those that nobody has looked at yet.
        """
        names = questions.listed("indicators", indicators)
        words = {"indicator": names} if names else {}
        words |= {} if seen is None else {"seen": ["yes" if seen else "no"]}
        return frames.drifts(self._wire.get("/drifts", words))

    def channels(
        self, *, start: Day | None = None, end: Day | None = None, where: Filters | None = None
    ) -> "pandas.DataFrame":
        """Channels by ease, one row each, the easiest for the same reasons first; `where` keeps units.

        Columns: `channel`, `contacts`, then `n`, `value`, `low`, `high`, `best_rank`, `worst_rank` as customers
        answered, and the same with `standard_` before them for the company's mix of reasons. `attrs["mix"]` says which
        reasons those are.
        """
        words = questions.words(start=start, end=end, where=where)
        return frames.channels(self._wire.get("/channels", words))

    def suggestions(
        self, *, start: Day | None = None, end: Day | None = None, where: Filters | None = None
    ) -> "pandas.DataFrame":
        """For each reason the channels that are easier than one in use, the greatest gain first.

        An association and no experiment: read `attrs["caveat"]` before anybody acts on it.
        """
        words = questions.words(start=start, end=end, where=where)
        return frames.suggestions(self._wire.get("/channels/suggestions", words))

    def journey_map(
        self,
        journey: str,
        *,
        start: Day | None = None,
        end: Day | None = None,
        compare: Period | None = None,
        where: Filters | None = None,
    ) -> "pandas.DataFrame":
        """A journey, one row a step: levels of effort, part of the whole, satisfaction, contacts, abandonment.

        `where` keeps units and channels. Columns of levels hold numbers of answers; shares are fractions with their
        interval. `attrs["document"]` holds components and moments as the API tells them.
        """
        words = questions.words(start=start, end=end, compare=compare, where=where)
        return frames.journey_map(self._wire.get(f"/journeys/{quote(journey, safe='')}/map", words))

    def weightings(self) -> "pandas.DataFrame":
        """The declared weightings, of which `estimates` takes the `code`."""
        return frames.frame(self._wire.get("/weightings"), ["code", "name", "targets", "least", "most"])

    @cached_property
    def _definitions(self) -> dict[str, dict[str, Any]]:
        """Definitions by name, asked for once: they change when somebody decides so, not while one looks."""
        return {card["indicator"]: card for card in self._wire.get("/indicators")}

    def _about(self, document: Mapping[str, Any]) -> dict[str, Any]:
        told = {name: document[name] for name in ("indicator", "version", "unit")}
        card = self._definitions.get(document["indicator"], {})
        return {**told, "definition": card if card.get("version") == document["version"] else None}


def _number(value: float | None) -> str | None:
    """A number as the API reads it."""
    return None if value is None else repr(float(value))
