"""Steps, reasons and channels by code, and the numbers under which the store knows them."""

from aisance.journeys.public import reasons, steps


def step_ids(code: str) -> tuple[int, ...] | None:
    """The number of a step; null where none is asked for, nothing for one that is not known."""
    return tuple(step.id for step in steps() if step.code == code) if code else None


def reason_ids(code: str) -> tuple[int, ...] | None:
    """The numbers of a reason and those below it; null where none is asked for."""
    if not code:
        return None
    known = reasons()
    path = next((reason.path for reason in known if reason.code == code), "")
    return tuple(reason.id for reason in known if path and reason.path.startswith(path))


def step_names() -> dict[int, str]:
    """The names of steps in their order, by number."""
    return {step.id: step.name for step in steps()}


def reason_names() -> dict[int, str]:
    """The names of reasons, by number."""
    return {reason.id: reason.name for reason in reasons()}
