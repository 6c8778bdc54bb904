"""The headers of a request, read as a proxy in front reads them, or not at all.

What a proxy and this server understand differently is a way past the proxy: to speak under another's address, or to
have one request taken for two.
"""

import re
from typing import Any, override

from cheroot import server

LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([^\r\n\0]*)\r\n")
LENGTH, CODING = b"Content-Length", b"Transfer-Encoding"
ONCE = frozenset({b"Host", LENGTH})
JOINED = frozenset[bytes](server.comma_separated_headers) | {b"X-Forwarded-For"}  # type: ignore[attr-defined]  # untold in its stubs


class CarefulReader(server.HeaderReader):
    """Refuses what RFC 9112 calls a danger, and passes over names with an underscore.

    WSGI writes `X_Forwarded_For` as it writes `X-Forwarded-For`; a proxy replaces the second only.
    """

    @override
    def __call__(self, rfile: Any, hdict: dict[bytes, bytes] | None = None) -> dict[bytes, bytes]:
        """Read up to the empty line. Raises ValueError, which cheroot answers with 400."""
        found: dict[bytes, bytes] = {} if hdict is None else hdict
        while (line := rfile.readline()) != b"\r\n":
            parts = LINE.fullmatch(line)  # a line that carries on the one before is none
            if parts is None:
                raise ValueError("This is no header.")
            name, value = parts[1], parts[2].strip(b" \t")
            if b"_" in name:
                continue
            key = name.title()
            if key in found:
                if key in ONCE:
                    raise ValueError("This header may be there once.")
                value = b", ".join((found[key], value)) if key in JOINED else value
            found[key] = value
        if LENGTH in found and (CODING in found or not found[LENGTH].isdigit()):
            raise ValueError("The length of the body is not clear.")
        return found
