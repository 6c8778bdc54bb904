"""The indicators that managers defined themselves, as definitions."""

from aisance.indicators.contracts import Definition


def newest() -> tuple[Definition, ...]:
    """The version in force of each own indicator, else its newest draft; in the order in which they were made."""
    return ()


def in_force(name: str) -> Definition | None:
    """The approved version in force of one, else its newest version; null where there is none of that name."""
    return next((entry for entry in newest() if entry.name == name), None)


def versions(name: str) -> tuple[Definition, ...]:
    """Every version of one that was ever approved, the oldest first."""
    return tuple(entry for entry in newest() if entry.name == name)
