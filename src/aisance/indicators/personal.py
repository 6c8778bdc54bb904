"""Indicators keep nothing about customers: definitions, figures over many, and what staff said of them."""

from aisance.core.personal import impersonal

impersonal(
    "Definitions, figures over many people, and what staff said of them.",
    *(
        f"indicators.{table}.*"
        for table in ("Scorecard", "OwnIndicator", "OwnVersion", "Weighting", "Moment", "Drift", "Bonus")
    ),
)
