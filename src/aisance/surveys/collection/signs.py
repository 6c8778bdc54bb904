"""Whether a response looks as if nobody had given it. Pure; what is set apart may be brought back."""

import hashlib
import re
from datetime import timedelta

from aisance.surveys.collection.contracts import Apart, Signs

# Reading one question and touching one answer takes a person over a second; a page a question adds the time of a page.
QUICKEST_BY_LINK = timedelta(milliseconds=700)
QUICKEST_INVITED = timedelta(milliseconds=100)
FEWEST_ITEMS = 3
SAME_WORDS_LENGTH = 20
SAME_WORDS_TIMES = 3

# Programmes that follow links in mails and messages before people do, or that walk through the web.
_SCANNERS = re.compile(
    r"barracuda|mimecast|proofpoint|safelinks|symantec|forcepoint|trendmicro|fireeye|ironport|cloudmark|urldefense"
    r"|googleimageproxy|bingpreview|slackbot|facebookexternalhit|whatsapp|telegrambot|skypeuripreview|linkedinbot"
    r"|(?:bot|crawler|spider|scanner)(?:[/;) ]|$)|^curl/|^wget/|^python-|^go-http-client",
    re.IGNORECASE,
)


def is_scanner(agent: str) -> bool:
    """Whether the name that a browser gives itself is that of a programme that follows links by itself.

    >>> is_scanner("Mozilla/5.0 (compatible; bingbot/2.0)"), is_scanner("Mozilla/5.0 (iPhone) Safari/604.1")
    (True, False)
    """
    return bool(_SCANNERS.search(agent))


def too_fast(taken: timedelta | None, items: int, *, invited: bool) -> bool:
    """Whether so many answers in so short a time were given by no person.

    Fewer than three answers say nothing. Whoever holds the unguessable link of an invitation is trusted further: only
    what no hand could do counts there. Where nothing is known of the time, nothing speaks against it.

    >>> too_fast(timedelta(seconds=2), 4, invited=False), too_fast(timedelta(seconds=3), 4, invited=False)
    (True, False)
    >>> too_fast(timedelta(seconds=2), 4, invited=True)
    False
    """
    if taken is None or items < FEWEST_ITEMS:
        return False
    return taken < items * (QUICKEST_INVITED if invited else QUICKEST_BY_LINK)


def plain_sign(signs: Signs) -> Apart | None:
    """What one post alone shows: a field filled that no person sees, or a scanner's name."""
    if signs.trapped:
        return Apart.TRAP
    return Apart.SCANNER if is_scanner(signs.agent) else None


def mark_of_address(address: str, secret: str, day: str) -> str:
    """An address as a mark that is the same for one day and leads back to nobody."""
    return hashlib.sha256(f"{secret}|{day}|{address}".encode()).hexdigest()[:16]


def kept_name(secret: str) -> str:
    """Under which name a response is kept whose key stands in a link only: the name does not give the key.

    >>> len(kept_name("k3y"))
    32
    """
    return hashlib.sha256(f"surveys.sitting|{secret}".encode()).hexdigest()[:32]
