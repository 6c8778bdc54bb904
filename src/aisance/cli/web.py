"""The web server: threads in this process, so that one process holds the product."""

import errno
import socket
import threading

from cheroot.wsgi import Server

from aisance.project.wsgi import application


class PortTakenError(Exception):
    """Something else listens there; the message says so and what to do."""


class WebServer:
    """Listens at once; answers from `start` to `stop`. Port 0 takes a free one, told by `port`."""

    def __init__(self, host: str, port: int, threads: int) -> None:
        self._server = Server((host, port), application, numthreads=threads, request_queue_size=128, timeout=30)
        self._server.max_request_body_size = 25_000_000  # a batch of 10,000 interactions is about 5 MB
        self._server.shutdown_timeout = 10
        try:
            refuse_taken_port(host, port)
            self._server.prepare()
        except OSError as problem:
            raise PortTakenError(_explanation(host, port, problem)) from None
        self.port = int(self._server.bind_addr[1])
        self.shown_host = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104  shown, not bound
        self._thread = threading.Thread(target=self._server.serve, name="web")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Let the requests in progress end, then close."""
        self._server.stop()
        self._thread.join(timeout=15)


def refuse_taken_port(host: str, port: int) -> None:
    """Raises PortTakenError where somebody answers there already.

    The server binds with SO_REUSEADDR, which would shadow a server on a more general address silently.
    """
    if port == 0:
        return
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0:  # noqa: S104
            raise PortTakenError(_explanation(host, port, OSError(errno.EADDRINUSE, "in use")))


def _explanation(host: str, port: int, problem: OSError) -> str:
    if "in use" in str(problem).lower() or problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another programme. Choose another, such as PORT={port + 1}."
    if problem.errno == errno.EACCES:
        return f"Port {port} is reserved for the system. Choose one above 1023."
    return f"Cannot listen on {host}:{port}: {problem}."
