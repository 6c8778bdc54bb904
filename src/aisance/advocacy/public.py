"""The front door of advocacy."""

from aisance.advocacy.ideas.queries import idea_cards, ideas_to_do
from aisance.advocacy.ideas.services import comment_on as comment_idea
from aisance.advocacy.ideas.services import decide_one as decide_idea
from aisance.advocacy.ideas.services import finish as finish_ideas
from aisance.advocacy.ideas.services import give_idea, idea_of_customer, vote
from aisance.advocacy.promoters.asking import ask
from aisance.advocacy.promoters.giving import answer_wording, decline, give, withdraw
from aisance.advocacy.promoters.using import accept, note_use, propose_wording
from aisance.advocacy.services import set_switches
from aisance.advocacy.winback.accepting import accept as accept_offer
from aisance.advocacy.winback.queries import arms_of, mended_causes, offers_of
from aisance.advocacy.winback.services import mend_cause, note_returns, plan_win_back, write_waiting
from aisance.advocacy.winback.services import start as start_win_back

__all__ = [
    "accept",
    "accept_offer",
    "answer_wording",
    "arms_of",
    "ask",
    "comment_idea",
    "decide_idea",
    "decline",
    "finish_ideas",
    "give",
    "give_idea",
    "idea_cards",
    "idea_of_customer",
    "ideas_to_do",
    "mend_cause",
    "mended_causes",
    "note_returns",
    "note_use",
    "offers_of",
    "plan_win_back",
    "propose_wording",
    "set_switches",
    "start_win_back",
    "vote",
    "withdraw",
    "write_waiting",
]
