"""The front door of improvement."""

from aisance.improvement.causes.services import judge_reason, set_minute_cost
from aisance.improvement.inner.services import answer_topic, join_topics, report, say_me_too
from aisance.improvement.partners.services import add_partner, record_measures, set_criterion, set_units
from aisance.improvement.plans.causes import ask_for_plan, say_of_cause
from aisance.improvement.plans.services import begin_plan, conclude_plan, note_on_plan, stop_plan, write_plan

__all__ = [
    "add_partner",
    "answer_topic",
    "ask_for_plan",
    "begin_plan",
    "conclude_plan",
    "join_topics",
    "judge_reason",
    "note_on_plan",
    "record_measures",
    "report",
    "say_me_too",
    "say_of_cause",
    "set_criterion",
    "set_minute_cost",
    "set_units",
    "stop_plan",
    "write_plan",
]
