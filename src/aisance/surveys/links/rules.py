"""Pure rules on links."""

from urllib.parse import urlsplit

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""The signs of a code: none that is taken for another when it is typed from paper."""

CODE_LENGTH = 10
MOST_ORIGINS = 20


def origin_of(text: str) -> str | None:
    """A web site as browsers write it: scheme, host and port, nothing after; null where it is none.

    Only https, but for machines under development. A star is no host: a widget that any page may show is one that any
    page may make people click on.

    >>> origin_of(" https://WWW.Example.org/ "), origin_of("https://shop.example.org:8443")
    ('https://www.example.org', 'https://shop.example.org:8443')
    >>> origin_of("http://localhost:8080"), origin_of("http://example.org"), origin_of("https://*.example.org")
    ('http://localhost:8080', None, None)
    """
    try:
        parts = urlsplit(text.strip())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.hostname or ""
    beyond = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    is_host = bool(host) and host.isascii() and all(sign.isalnum() or sign in ".-" for sign in host)
    near = host in {"localhost", "127.0.0.1"}
    if beyond or not is_host or not (parts.scheme == "https" or (parts.scheme == "http" and near)):
        return None
    return f"{parts.scheme}://{host}{port}"
