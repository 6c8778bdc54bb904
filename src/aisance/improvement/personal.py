"""Improvement keeps nothing about customers: judgements, plans, what staff say of their tools, partners' figures."""

from aisance.core.personal import impersonal

impersonal(
    "Judgements, plans and figures of the company, what staff say of their own tools, and partners, who are companies.",
    *(
        f"improvement.{table}.*"
        for table in (
            *("MinuteCost", "Judgement", "Plan", "PlanEntry", "Topic", "Report"),
            *("Partner", "Criterion", "Measure"),
        )
    ),
)
