"""The tables of improvement: judged causes, plans, what colleagues report, partners."""

from aisance.improvement.models.causes import Judgement, MinuteCost
from aisance.improvement.models.inner import Report, Topic
from aisance.improvement.models.partners import Criterion, Measure, Partner, PartnerUnit
from aisance.improvement.models.plans import Pilot, Plan, PlanEntry, PlanIdea

__all__ = [
    "Criterion",
    "Judgement",
    "Measure",
    "MinuteCost",
    "Partner",
    "PartnerUnit",
    "Pilot",
    "Plan",
    "PlanEntry",
    "PlanIdea",
    "Report",
    "Topic",
]
