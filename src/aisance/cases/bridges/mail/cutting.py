"""What was newly written in a mail, without the mail it answers and without the signature."""

import re

import quotequail

from aisance.cases.bridges.mail.contracts import Cut

LONGEST = 100_000
LONGEST_LINE = 2_000
LOOKED_AT = 600
"""So many lines are searched for a quote: the library's time grows with their square."""
SIGNATURE_LINES, SIGNATURE_WITHIN = 15, 60

_SPACES = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_FORWARDED = re.compile(r"^\s*(?:(?:re|rép|aw|antw)\s*:\s*)*(?:fwd?|tr|wg|i|vs|doorst)\s*:", re.I)
_ATTRIBUTION = re.compile(
    r"^(?:Le\b.{6,200}\ba écrit|On\b.{6,200}\bwrote|Am\b.{6,200}\bschrieb.*"
    r"|Op\b.{6,200}\b(?:schreef.*|geschreven))\s*:$"
)
_ADDRESS_OR_HOUR = re.compile(r"@|\d{1,2}[:h]\d{2}")
_OLD_OUTLOOK = re.compile(r"^-{2,}\s*(?:Message d.origine|Message original|Courriel original)\s*-{2,}$", re.I)
_HEADER = re.compile(r"^\W{0,2}(?:De|From|Von|Van|Expéditeur)\s*:\s*\S", re.I)
_HEADERS = re.compile(
    r"^\W{0,2}(?:Envoyé|Sent|Date|Gesendet|Datum|Verzonden|À|A|To|An|Aan|Pour|Objet|Subject|Betreff|Onderwerp|Cc)\s*:",
    re.I,
)
_DASHES = re.compile(r"^--\s?$")
_DEVICE = re.compile(
    r"^(?:Envoyé (?:de(?:puis)?|à partir de) (?:mon|ma|l.application|Outlook|Yahoo)|Sent from (?:my|Outlook|Yahoo|Mail)"
    r"|Get Outlook for|Télécharge[rz] Outlook|Obtenir Outlook|Von meinem .{2,40} gesendet|Gesendet von"
    r"|Verzonden vanaf|Verstuurd vanaf)\b.{0,120}$",
    re.I,
)


def cut(text: str, subject: str = "") -> Cut:
    """The new words and the signature. What was forwarded, or answered in between the lines, is left whole.

    >>> cut("Non.\\n\\n-- \\nAna\\n\\nLe 3 nov. 2025 à 14:22, Orvane <care@orvane.example> a écrit :\\n\\n> Bonjour\\n")
    Cut(words='Non.', signature='Ana')
    """
    lines = [line[:LONGEST_LINE] for line in text[:LONGEST].split("\n")]
    whole = "\n".join(_SPACES.sub(" ", line) if line.rstrip().endswith(":") else line for line in lines).strip()
    if _FORWARDED.match(subject):
        return Cut(whole)
    return _without_signature(_without_quote(whole))


def _without_quote(whole: str) -> str:
    lines = whole.split("\n")
    looked_at = "\n".join(lines[:LOOKED_AT])
    found = quotequail.unwrap(looked_at)
    if not found:
        return _above_attribution(looked_at) or whole
    above, below = (found.get("text_top") or "").strip(), (found.get("text_bottom") or "").strip()
    if re.search(r"(?m)^>", below):
        return whole  # the answers stand between the lines of the quote
    words = "\n\n".join(part for part in (above, below) if part)
    return _above_attribution(words) or _without_rule(words) or whole


def _without_rule(words: str) -> str:
    """Without the line that the mail below was set off by."""
    text, _, last = words.rpartition("\n")
    return text.strip() if _OLD_OUTLOOK.match(last) else words


def _above_attribution(looked_at: str) -> str:
    """What stands above a line that introduces the rest as somebody's mail, where that is not marked as a quote; empty
    where there is none, or where the answers stand between the lines."""
    lines = looked_at.split("\n")
    for place in range(1, len(lines)):
        if _introduces(lines, place) and not _answers_within(lines[place + 1 :]):
            return "\n".join(lines[:place]).strip()
    return ""


def _introduces(lines: list[str], place: int) -> bool:
    line = lines[place].strip()
    joined = f"{line} {lines[place + 1].strip()}" if place + 1 < len(lines) else line
    if any(_ATTRIBUTION.match(one) and _ADDRESS_OR_HOUR.search(one) for one in (line, joined)):
        return True
    return bool(_OLD_OUTLOOK.match(line) or _HEADER.match(line)) and any(
        _HEADERS.match(one.strip()) for one in lines[place + 1 : place + 5]
    )


def _answers_within(rest: list[str]) -> bool:
    """Whether quoted lines are followed by others: then somebody answers point by point."""
    quoted = [place for place, line in enumerate(rest) if line.startswith(">")]
    return bool(quoted) and any(line.strip() and not line.startswith(">") for line in rest[quoted[0] :])


def _without_signature(words: str) -> Cut:
    lines = words.split("\n")
    for place in range(max(1, len(lines) - SIGNATURE_WITHIN), len(lines)):
        below = [line for line in lines[place + 1 :] if line.strip()]
        if len(below) > SIGNATURE_LINES:
            continue
        if _DASHES.match(lines[place]):
            return Cut("\n".join(lines[:place]).strip(), "\n".join(lines[place + 1 :]).strip())
        if _DEVICE.match(lines[place].strip()):
            return Cut("\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip())
    return Cut(words)
