"""What an SMS centre or a gateway brings us: words of customers, and receipts."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class HeardText:
    """Words from a phone. `key` is unique for ever; `series` joins the parts of a long text, and is empty else."""

    key: str
    address: str
    recipient: str
    words: str
    series: str = ""
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True)
class HeardReceipt:
    """What became of a text that was sent: `name` is what the other side calls it, or our reference."""

    name: str
    address: str
    fate: Literal["arrived", "lost"]


type Heard = HeardText | HeardReceipt
