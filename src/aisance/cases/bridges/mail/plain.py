"""HTML as plain text: blocks on lines of their own, quotes behind `>`, nothing that was hidden."""

import re
from collections.abc import Iterator

from lxml import etree, html

LONGEST = 2_000_000
BLOCKS = frozenset("address article blockquote div dl dt dd fieldset footer form h1 h2 h3 h4 h5 h6 header".split())
BLOCKS |= frozenset("hr li main ol p pre section table tbody tr ul".split())
SILENT = frozenset(("head", "script", "style", "title", "template", "noscript"))
RULE = "_" * 32
"""What Outlook draws above the mail it answers; quotes are recognised by it."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)


def plain(markup: str) -> str:
    """The text that a reader of this HTML sees.

    >>> plain("<p>Non.<br>Merci</p><blockquote>Bonjour</blockquote><div style='display:none'>x</div>")
    'Non.\\nMerci\\n> Bonjour'
    """
    if not markup.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup[:LONGEST].encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments
        return ""
    return _written(_pieces(root))


def _pieces(root: html.HtmlElement) -> Iterator[tuple[str, int]]:
    """The words in their order, each with how deep in quotes it stands; a line end stands alone."""
    depth, silent = 0, None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if silent is None and (tag in SILENT or _HIDDEN.search(element.get("style") or "")):
                silent = element
            depth += tag == "blockquote"
            if silent is None:
                yield from _opened(tag, element.text, depth)
            continue
        depth -= tag == "blockquote"
        if silent is None and tag in BLOCKS:
            yield "\n", depth
        if silent is element:
            silent = None
        if silent is None and element.tail:
            yield element.tail, depth


def _opened(tag: str, text: str | None, depth: int) -> Iterator[tuple[str, int]]:
    if tag in BLOCKS or tag == "br":
        yield "\n", depth
    if tag == "hr":
        yield f"{RULE}\n", depth
    if tag == "li":
        yield "- ", depth
    if tag in {"td", "th"}:
        yield " ", depth
    if text:
        yield text, depth


def _written(pieces: Iterator[tuple[str, int]]) -> str:
    lines: list[str] = []
    line, quoted = "", 0
    for piece, depth in pieces:
        if piece.endswith("\n") and piece.strip() in {"", RULE} and piece in {"\n", f"{RULE}\n"}:
            lines += [_line(line, quoted), *([RULE] if piece.strip() else [])]
            line = ""
            continue
        if piece.strip():
            quoted = depth
        line += re.sub(r"\s+", " ", piece)
    return "\n".join(_without_runs([*lines, _line(line, quoted)])).strip("\n")


def _line(line: str, quoted: int) -> str:
    words = line.strip()
    return "> " * quoted + words if words else ""


def _without_runs(lines: list[str]) -> Iterator[str]:
    """Blocks within blocks leave many empty lines; one is kept where a new paragraph may begin."""
    empty = 0
    for line in lines:
        empty = 0 if line else empty + 1
        if line or empty == 3:
            yield line
