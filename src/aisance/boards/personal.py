"""Boards keep nothing about customers: what staff put together, and with whom they share it."""

from aisance.core.personal import impersonal

impersonal(
    "What staff put together, and with whom they share it.",
    *(f"boards.{table}.*" for table in ("Board", "Share", "Part", "Subscription", "WeeklyReport", "TimeMark")),
)
