"""Whether a port is free; asked before anything slow begins, so without Django."""

import errno
import socket


class PortTakenError(Exception):
    """Nobody can listen there; the message says why and what to do."""


def refuse_taken_port(host: str, port: int) -> None:
    """Raises PortTakenError where somebody answers there already, or where this machine cannot listen.

    The server binds with SO_REUSEADDR, which would shadow a server on a more general address silently.
    """
    if port == 0:
        return
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        try:
            answered = probe.connect_ex((near, port)) == 0
        except OSError as problem:
            raise PortTakenError(explanation(host, port, problem)) from None
    if answered:
        raise PortTakenError(explanation(host, port, OSError(errno.EADDRINUSE, "in use")))


def explanation(host: str, port: int, problem: OSError) -> str:
    """Why nobody can listen there, and what to do about it."""
    if "in use" in str(problem).lower() or problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another programme. Choose another, such as PORT={_other(port)}."
    if problem.errno == errno.EACCES or "permission denied" in str(problem).lower():
        return f"Port {port} is reserved for the system. Choose one above 1023."
    return f"Cannot listen on {host}, port {port}: is it an address of this machine? Choose another with HOST=."


def _other(port: int) -> int:
    return port + 1 if port < 65535 else 8000
