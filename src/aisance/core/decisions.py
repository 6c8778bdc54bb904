"""A decision carries its reason: what was allowed, or what was refused and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go ahead."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """Do not. `reason` is a stable code that the domain translates for people."""

    reason: str

    def __bool__(self) -> bool:
        return False


type Decision = Allowed | Refused
