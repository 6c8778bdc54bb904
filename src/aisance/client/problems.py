"""What can go wrong, in a sentence for the person at the keyboard."""

from collections.abc import Sequence


class AisanceError(Exception):
    """There is no answer; the text says why, in the words of the server where it gave any.

    `status` is that of HTTP, null where nothing was asked or nobody answered. Where something that was asked for does
    not exist, `field` holds `value`, and `possible` says what could stand there.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        field: str = "",
        value: str = "",
        possible: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.field = field
        self.value = value
        self.possible = tuple(possible)
