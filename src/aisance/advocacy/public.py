"""The front door of advocacy."""

from aisance.advocacy.ideas.services import comment_on as comment_idea
from aisance.advocacy.ideas.services import decide_one as decide_idea
from aisance.advocacy.ideas.services import give_idea, idea_of_customer, vote
from aisance.advocacy.promoters.asking import ask
from aisance.advocacy.promoters.giving import answer_wording, decline, give, withdraw
from aisance.advocacy.promoters.using import accept, note_use, propose_wording
from aisance.advocacy.services import set_switches
from aisance.advocacy.winback.queries import arms_of, mended_causes
from aisance.advocacy.winback.services import mend_cause, plan_win_back
from aisance.advocacy.winback.services import start as start_win_back

__all__ = [
    "accept",
    "answer_wording",
    "arms_of",
    "ask",
    "comment_idea",
    "decide_idea",
    "decline",
    "give",
    "give_idea",
    "idea_of_customer",
    "mend_cause",
    "mended_causes",
    "note_use",
    "plan_win_back",
    "propose_wording",
    "set_switches",
    "start_win_back",
    "vote",
    "withdraw",
]
