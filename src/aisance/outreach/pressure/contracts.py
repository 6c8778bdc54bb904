"""What a rule of pressure says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from aisance.outreach.contracts import MessageClass


class RuleKind(StrEnum):
    """What a rule looks at.

    `cap`: how many messages a customer gets in so many days. `apart`: how long before or after a message of another
    programme. `hold`: whether the customer is on hold, for an open case. `reserve`: whether a programme that waits for
    the customer, or that is due soon, would find its place taken.
    """

    CAP = "cap"
    APART = "apart"
    HOLD = "hold"
    RESERVE = "reserve"


class Effect(StrEnum):
    """What a rule does to a request that it holds back."""

    DELAY = "delay"
    REFUSE = "refuse"


class Per(StrEnum):
    """What a cap counts together: everything, or only what shares the request's programme, family or channel."""

    ALL = "all"
    PROGRAMME = "programme"
    FAMILY = "family"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class About:
    """Which messages: of these classes, this family, this programme, this channel; empty stands for any."""

    classes: frozenset[MessageClass] = frozenset()
    family: str = ""
    programme: str = ""
    channel: str = ""


EVERYTHING = About()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. It holds back survey and marketing messages that it is about, and counts all that it is about.

    A cap allows `limit` messages in any `days` days: a message exactly `days` after the one before is free. An `apart`
    rule keeps its messages `days` away from those of the programme `other`, before and after. A `hold` rule heeds the
    holds with `codes`, or all. A `reserve` rule is about the programme, or family, for which room is kept, `days`
    ahead; with `every_days`, that programme is due so long after a customer's last one.
    """

    code: str
    kind: RuleKind
    effect: Effect = Effect.DELAY
    about: About = EVERYTHING
    limit: int = 1
    days: int = 7
    per: Per = Per.ALL
    other: str = ""
    codes: frozenset[str] = frozenset()
    every_days: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """A message that took place or is allowed to; or one that `waits`, to be asked again `at`."""

    key: str
    customer_id: int
    message_class: str
    family: str
    programme: str
    channel: str
    at: datetime
    expires_at: datetime
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A customer on hold until a moment, with the code of why; for messages of one class `only`, where it is said."""

    code: str
    until: datetime
    only: str = ""


type Holds = Mapping[int, tuple[Held, ...]]


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule as a page shows it: what it says, its names by language, whether it is in force and comes ready-made."""

    rule: Rule
    name: Mapping[str, str] = field(default_factory=dict)
    position: int = 0
    is_active: bool = True
    is_ready_made: bool = False
