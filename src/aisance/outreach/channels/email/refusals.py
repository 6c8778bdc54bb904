"""What a mail server's refusal says of the address."""

import re

# No such mailbox, host or syntax, moved, no mail here (RFC 3463, 3.2; RFC 7505); a mailbox that is closed (3.3).
_NOBODY = re.compile(r"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
_IN_WORDS = re.compile(
    r"(?:user|mailbox|recipient|address) (?:is )?(?:unknown|not found|does not exist)|no such user", re.I
)
_REFUSED = re.compile(r"\b5(?:\d\d|\.\d{1,3}\.\d{1,3})\b")


def reaches_nobody(words: str) -> bool:
    """Whether a refusal for good speaks of the address itself, and not of us or of what we wrote.

    >>> reaches_nobody("550 5.1.1 unknown"), reaches_nobody("550 No such user"), reaches_nobody("550 5.7.1 blocked")
    (True, True, False)
    >>> reaches_nobody("452 4.2.2 mailbox full")
    False
    """
    return bool(_NOBODY.search(words) or (_REFUSED.search(words) and _IN_WORDS.search(words)))
