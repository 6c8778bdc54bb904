"""Tables of advocacy, a module for each kind of thing."""

from aisance.advocacy.models.ideas import Idea, IdeaAuthor, IdeaComment, IdeaVote
from aisance.advocacy.models.praise import Praise
from aisance.advocacy.models.promoters import Pleased
from aisance.advocacy.models.switches import Switches
from aisance.advocacy.models.testimonials import Testimonial, TestimonialText, TestimonialUse
from aisance.advocacy.models.winback import MendedCause, WinBack, WinBackAttempt

__all__ = [
    "Idea",
    "IdeaAuthor",
    "IdeaComment",
    "IdeaVote",
    "MendedCause",
    "Pleased",
    "Praise",
    "Switches",
    "Testimonial",
    "TestimonialText",
    "TestimonialUse",
    "WinBack",
    "WinBackAttempt",
]
