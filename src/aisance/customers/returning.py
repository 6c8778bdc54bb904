"""Who must not come back by a file: those who were erased, as whoever erases them knows."""

from collections.abc import Callable, Iterable

type Opened = Callable[[], Callable[[str], bool]]
"""Opens a list once; what it gives says of words such as `email:ana@example.org` whether they stand in it."""

_LISTS: list[Opened] = []


def lists_erased(opened: Opened) -> Opened:
    """Register a list of those who were erased, at start."""
    if opened not in _LISTS:
        _LISTS.append(opened)
    return opened


class ErasedWords:
    """Every list, read when the first word is looked up, and once."""

    def __init__(self) -> None:
        self._checks: list[Callable[[str], bool]] | None = None

    def first(self, words: Iterable[tuple[str, str]]) -> str:
        """The name of the first whose words were somebody's who was erased; empty where none was."""
        if self._checks is None:
            self._checks = [opened() for opened in _LISTS]
        checks = self._checks
        return next((name for name, one in words if any(check(one) for check in checks)), "")
