"""How a message is named, how long a refused one waits, and what of a server's words may be kept."""

import hashlib
import re
from datetime import timedelta
from urllib.parse import urlsplit

RETRY_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 16, 64, 256, 1024))


def message_id(key: str, base_url: str) -> str:
    """The Message-ID of the message with this key: the same for ever, telling nothing about the customer.

    Source: RFC 5322, section 3.6.4.

    >>> message_id("surveys.invitation:812", "https://ease.example.org:8443")
    '<1e3ce60ca08911090f6597af46cde472@ease.example.org>'
    """
    host = urlsplit(base_url).hostname or "localhost"
    place = f"[IPv6:{host}]" if ":" in host else host
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{place}>"


def pause_after(refusals: int) -> timedelta | None:
    """How long to wait after the n-th "not now" of the mail server (n from 1); null when it is time to give up.

    Each pause is four times the one before; together they last 22 hours and 45 minutes, so that a message is given up
    about a day after its first refusal, well before the five days of RFC 5321, section 4.5.4.1: a question right
    after a contact is worth nothing later.

    >>> pause_after(1), pause_after(6), pause_after(7)
    (datetime.timedelta(seconds=60), datetime.timedelta(seconds=61440), None)
    """
    return RETRY_PAUSES[refusals - 1] if refusals <= len(RETRY_PAUSES) else None


def without_links(text: str, base_url: str) -> str:
    """The text with what follows the product's own address taken out: whoever opens such a link acts as the customer.

    >>> without_links("Answer: https://ease.example.org/a/x.y/1/?score=2", "https://ease.example.org")
    'Answer: https://ease.example.org/…'
    """
    return re.sub(rf"{re.escape(base_url)}/\S+", f"{base_url}/…", text)


def without_addresses(words: str, limit: int = 200) -> str:
    """A server's words on one line, cut, with every e-mail address and telephone number taken out: servers like to
    quote them.

    >>> without_addresses("550 5.1.1 <ana@example.org>: no such\\r\\nuser")
    '550 5.1.1 …: no such user'
    >>> without_addresses("400 no such number +33612345678")
    '400 no such number …'
    """
    plain = re.sub(r"<?[^\s<>@]+@[^\s<>:;,]*>?", "…", " ".join(words.split()))
    plain = re.sub(r"\+\d{8,15}|\b\d{9,15}\b", "…", plain)
    readable = "".join(letter for letter in plain if letter.isprintable())
    return readable if len(readable) <= limit else readable[: limit - 1] + "…"


def storable(text: str) -> str:
    """What came from outside, with signs that no database takes replaced: the null sign, and halves of other signs.

    >>> storable("STOP\\0"), storable("ok \\ud83d")
    ('STOP\ufffd', 'ok ?')
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def spellings(name: str) -> list[str]:
    """The ways in which an SMS centre may have written its own name of a message, the likeliest first: in hexadecimal
    when it took the message and in decimal in the receipt, or the other way round, with leading zeros or without.

    >>> spellings("0000001F")
    ['0000001F', '1F', '1f', '31']
    >>> spellings("31")
    ['31', '49', '1f', '1F']
    >>> spellings("a-b")
    ['a-b']
    """
    if not name.isalnum():
        return [name]
    short = name.lstrip("0") or "0"
    found = [name, short, short.lower()]
    if re.fullmatch(r"[0-9a-fA-F]{1,16}", name):
        found.append(str(int(name, 16)))
    if name.isdecimal() and len(name) <= 20:
        found += [f"{int(name):x}", f"{int(name):X}"]
    return list(dict.fromkeys(found))


def is_passing(words: str) -> bool:
    """Whether a mail server's words speak of a trouble that may pass: a status of 4.x.x, or a reply of 4xx.

    Source: RFC 3463, section 2; RFC 5321, section 4.2.1.

    >>> is_passing("smtp; 452 4.2.2 mailbox full"), is_passing("550 5.1.1 unknown"), is_passing("user unknown")
    (True, False, False)
    """
    status = re.search(r"\b([245])\.\d{1,3}\.\d{1,3}\b", words) or re.search(r"\b([245])\d\d\b", words)
    return status is not None and status.group(1) == "4"
