"""Draws the company's year from a seed: customers, interactions, and what customers answered.

The planted stories (docs/explanation/demo-company.md) are in the constants and in the functions that read them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

DAYS = 365
CUSTOMERS = 20_000
INTERACTIONS = 96_000
ASKING_DAYS = 90  # for how long the programme has run here; older answers came from the previous tool

CHANNELS = ("phone", "ivr", "email", "web", "selfcare", "chat", "sms", "social", "letter", "shop")
CHANNEL_SHARES = np.array([0.30, 0.07, 0.13, 0.06, 0.14, 0.12, 0.05, 0.03, 0.04, 0.06])
# Where a channel stands on the latent ease: letters are planted as clearly harder than all others.
CHANNEL_EASE = np.array([0.10, -0.05, 0.18, 0.22, 0.40, 0.75, 0.50, 0.70, -1.05, 0.35])
STEPS = ("find", "price", "subscribe", "documents", "installation", "first-bill")
STEP_SHARES = np.array([0.10, 0.10, 0.16, 0.32, 0.18, 0.14])
STEP_EASE = np.array([0.30, 0.0, 0.25, 0.05, 0.05, -0.10])
REASONS = ("move", "bill", "outage", "offer", "account", "cancel")
REASON_SHARES = np.array([0.34, 0.22, 0.14, 0.10, 0.13, 0.07])
REASON_EASE = np.array([0.10, -0.12, -0.15, 0.15, 0.12, -0.20])
# What the chat adds to its own ease, by reason: for a bill, a plan or an account it is far easier than the phone, for
# a move, an outage or a cancellation it is as easy as the phone.
CHAT_BY_REASON = np.array([-0.65, 0.30, -0.65, 0.30, 0.35, -0.65])
TEAMS = ("lille-a", "lille-b", "nantes-a", "nantes-b", "namur-a", "namur-b", "shop-lille", "shop-nantes", "shop-namur")
TEAM_SHARES = np.array([0.17, 0.16, 0.16, 0.15, 0.15, 0.15, 0.02, 0.02, 0.02])
BELGIAN = {"namur-a", "namur-b", "shop-namur"}

WORSE_STEP, WORSE_SINCE_DAYS, WORSE_BY = "documents", 24, 1.15
PICKY_TEAM = "nantes-b"
REPEAT_REASON, REPEAT_SHARE = "bill", 0.38
EASED_TEAMS, EASED_SINCE_DAYS, EASED_BY = ("lille-b", "nantes-a"), 70, 0.45  # where a plan made bills easier
MIX_FROM_DAYS, MIX_TO_DAYS = 118, 90  # in Belgium, for four weeks, letters and voice menus took the place of chat
MIX_SWAP, MIX_LETTERS = 0.95, 0.8

# What is promised on written channels, in hours; how long an answer takes is drawn around a part of it.
PROMISES = {"email": 24.0, "social": 4.0, "letter": 72.0}
LATE_REASON = "cancel"

# The latent ease at which an answer falls from 7 (extremely difficult) to 6 ... to 1 (extremely easy).
EASE_CUTS = np.array([-1.55, -1.05, -0.60, -0.25, 0.15, 0.95])
NPS_CUTS = np.array([-2.1, -1.9, -1.7, -1.5, -1.3, -1.0, -0.65, -0.15, 0.45, 1.05])


@dataclass(frozen=True)
class Year:
    """Columns of equal length, one row an interaction, in order of time; indices into the tuples above."""

    started: NDArray[np.int64]  # seconds since the epoch
    customer: NDArray[np.int64]
    channel: NDArray[np.int64]
    step: NDArray[np.int64]
    reason: NDArray[np.int64]
    team: NDArray[np.int64]
    wait: NDArray[np.int64]
    handling: NDArray[np.int64]
    abandoned: NDArray[np.bool_]
    ease: NDArray[np.float64]
    uniform: NDArray[np.float64]  # one number a row, for choices made later
    promised: NDArray[np.int64]  # until when an answer was promised, in seconds since the epoch; 0 for nothing
    ended: NDArray[np.int64]  # when it was over; for what was written, when the answer left, which may be yet to come


def draw_year(seed: int, now: datetime) -> Year:
    """A year of interactions that ends now."""
    rng = np.random.default_rng(seed)
    base = _first_contacts(rng, now)
    repeats = _repeat_contacts(rng, base, now)
    columns = {name: np.concatenate([base[name], repeats[name]]) for name in base}
    order = np.argsort(columns["started"], kind="stable")
    columns = {name: column[order] for name, column in columns.items()}
    columns.update(_service(rng, columns))
    columns["ease"] = _ease(rng, columns, now)
    columns["uniform"] = rng.random(len(order))
    columns.update(_promises(np.random.default_rng([seed, 5]), columns))
    return Year(**columns)


def _first_contacts(rng: np.random.Generator, now: datetime) -> dict[str, NDArray[Any]]:
    """Contacts by themselves, before the repeats: fewer at night and on Sundays."""
    n = int(INTERACTIONS / (1 + REASON_SHARES[REASONS.index(REPEAT_REASON)] * REPEAT_SHARE))
    started = _moments(rng, n, now)
    team = rng.choice(len(TEAMS), n, p=TEAM_SHARES)
    channel = rng.choice(len(CHANNELS), n, p=CHANNEL_SHARES)
    shop = CHANNELS.index("shop")
    shops = np.array([team_code.startswith("shop") for team_code in TEAMS])
    channel = np.where(shops[team], shop, channel)
    channel = np.where(~shops[team] & (channel == shop), CHANNELS.index("phone"), channel)
    channel = _shift_the_mix(rng, channel, team, started, now)
    reason = rng.choice(len(REASONS), n, p=REASON_SHARES)
    step = np.where(reason == REASONS.index("move"), rng.choice(len(STEPS), n, p=STEP_SHARES), -1)
    step = np.where((reason == REASONS.index("bill")) & (rng.random(n) < 0.25), STEPS.index("first-bill"), step)
    customer = (rng.beta(0.9, 1.6, n) * CUSTOMERS).astype(np.int64)
    return {"started": started, "customer": customer, "channel": channel, "step": step, "reason": reason, "team": team}


def _moments(rng: np.random.Generator, n: int, now: datetime) -> NDArray[np.int64]:
    """When contacts begin, in seconds: the working day by far, the last hour before now included."""
    today = datetime(now.year, now.month, now.day, tzinfo=UTC)
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    weight = np.array([0.25 if day.weekday() == 6 else 0.7 if day.weekday() == 5 else 1.0 for day in days])
    day = rng.choice(DAYS, n, p=weight / weight.sum())
    hour = np.clip(rng.normal(12.5, 3.2, n), 6.0, 21.0)
    seconds = np.array([int(moment.timestamp()) for moment in days])[day] + (hour * 3600).astype(np.int64)
    late = seconds > now.timestamp() - 1800
    yesterday: NDArray[np.int64] = np.where(late, seconds - 86_400, seconds)
    return yesterday


def _shift_the_mix(
    rng: np.random.Generator, channel: NDArray[Any], team: NDArray[Any], started: NDArray[Any], now: datetime
) -> NDArray[Any]:
    """For four weeks in Belgium, chat and self-care were closed: their contacts came by letter and voice menu."""
    age = (now.timestamp() - started) / 86_400
    belgian = np.array([code in BELGIAN for code in TEAMS])[team]
    closed = np.isin(channel, [CHANNELS.index("chat"), CHANNELS.index("selfcare"), CHANNELS.index("sms")])
    moved = belgian & closed & (age < MIX_FROM_DAYS) & (age >= MIX_TO_DAYS) & (rng.random(len(channel)) < MIX_SWAP)
    instead = np.where(rng.random(len(channel)) < MIX_LETTERS, CHANNELS.index("letter"), CHANNELS.index("ivr"))
    shifted: NDArray[Any] = np.where(moved, instead, channel)
    return shifted


def _repeat_contacts(rng: np.random.Generator, base: dict[str, NDArray[Any]], now: datetime) -> dict[str, NDArray[Any]]:
    """Customers who call again within a week for the same bill."""
    again = (base["reason"] == REASONS.index(REPEAT_REASON)) & (rng.random(len(base["reason"])) < REPEAT_SHARE)
    again &= base["started"] < now.timestamp() - 8 * 86_400
    repeats = {name: column[again].copy() for name, column in base.items()}
    repeats["started"] += rng.integers(1, 7, again.sum()) * 86_400 + rng.integers(-3600, 3600, again.sum())
    return repeats


def _service(rng: np.random.Generator, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Waiting, handling, abandonment: queues only where somebody must pick up."""
    n = len(columns["channel"])
    queued = np.isin(columns["channel"], [CHANNELS.index(c) for c in ("phone", "chat")])
    wait = np.where(queued & (rng.random(n) < 0.65), rng.exponential(75, n), 0).astype(np.int64)
    patience = rng.exponential(420, n)
    abandoned = queued & (wait > patience)
    wait = np.where(abandoned, patience, wait).astype(np.int64)
    handling = np.where(abandoned, 0, rng.lognormal(5.2, 0.7, n)).astype(np.int64)
    return {"wait": wait, "handling": handling, "abandoned": abandoned}


def _promises(rng: np.random.Generator, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """What was promised on written channels, and when the answer left: late for about one in twelve, and for nearly
    half of the cancellations."""
    n = len(columns["channel"])
    hours = np.array([PROMISES.get(code, 0.0) for code in CHANNELS])[columns["channel"]]
    taken = hours * rng.lognormal(-0.95, 0.68, n)
    slow = (columns["reason"] == REASONS.index(LATE_REASON)) & (rng.random(n) < 0.85)
    taken = np.where(slow, taken * 2.6, taken)
    spoken = columns["started"] + columns["wait"] + columns["handling"]
    answered = columns["started"] + (taken * 3600).astype(np.int64)
    promised = np.where(hours > 0, columns["started"] + (hours * 3600).astype(np.int64), 0)
    return {"promised": promised, "ended": np.where(hours > 0, np.maximum(spoken, answered), spoken)}


def _ease(rng: np.random.Generator, columns: dict[str, NDArray[Any]], now: datetime) -> NDArray[np.float64]:
    """The latent ease of each interaction: channel, step, reason, waiting, and the step that got worse."""
    age = (now.timestamp() - columns["started"]) / 86_400
    worse = (columns["step"] == STEPS.index(WORSE_STEP)) & (age < WORSE_SINCE_DAYS)
    eased = np.isin(columns["team"], [TEAMS.index(code) for code in EASED_TEAMS]) & (age < EASED_SINCE_DAYS)
    eased &= columns["reason"] == REASONS.index(REPEAT_REASON)
    step = np.where(columns["step"] >= 0, STEP_EASE[columns["step"]], 0.0)
    by_reason = np.where(columns["channel"] == CHANNELS.index("chat"), CHAT_BY_REASON[columns["reason"]], 0.0)
    ease: NDArray[np.float64] = (
        CHANNEL_EASE[columns["channel"]]
        + by_reason
        + step
        + REASON_EASE[columns["reason"]]
        - 0.0012 * columns["wait"]
        - WORSE_BY * worse
        + EASED_BY * eased
        + rng.normal(0, 1.0, len(age))
    )
    return ease


def ease_scores(ease: NDArray[np.float64]) -> NDArray[np.int64]:
    """Net Easy as BT asks it: 1 = extremely easy ... 7 = extremely difficult."""
    return 7 - np.searchsorted(EASE_CUTS, ease)


def recommendation_scores(ease: NDArray[np.float64], noise: NDArray[np.float64]) -> NDArray[np.int64]:
    """0 to 10: half from this contact, half from everything else."""
    return np.searchsorted(NPS_CUTS, 0.62 * ease + 0.75 * noise)
