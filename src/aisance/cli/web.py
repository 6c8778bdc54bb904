"""The web server: threads in this process, so that one process holds the product."""

import errno
import gc
import logging
import socket
import sys
import threading
from typing import Any, override

from cheroot.makefile import MakeFile, StreamReader
from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Server
from django.urls import get_resolver

from aisance.cli.headers import CarefulReader
from aisance.cli.ports import PortTakenError, explanation, refuse_taken_port
from aisance.project.wsgi import application

log = logging.getLogger(__name__)


class QuickReader(StreamReader):
    """Hands out a line that has already arrived without looking at it byte by byte."""

    _read_buf: bytes
    _read_pos: int

    @override
    def readline(self, size: int | None = -1) -> bytes:
        start = self._read_pos
        end = self._read_buf.find(b"\n", start) + 1
        if not end or (size is not None and 0 <= size < end - start):
            return bytes(super().readline(size))
        self._read_pos = end
        return self._read_buf[start:end]


class Request(HTTPRequest):
    """A request whose headers are read with care."""

    header_reader = CarefulReader()

    @override
    def read_request_headers(self) -> bool:
        is_read = bool(super().read_request_headers())  # type: ignore[no-untyped-call]  # its stubs say nothing of it
        if self.chunked_read:
            # Django reads no body without a length; what is left of it must not be taken for the next request.
            self.close_connection = True
        return is_read


class Line(HTTPConnection):
    """A connection whose headers are read quickly."""

    RequestHandlerClass = Request

    def __init__(self, server: Any, sock: socket.socket, makefile: Any = MakeFile) -> None:
        super().__init__(server, sock, lambda *how: QuickReader(*how) if "r" in how[1] else makefile(*how))


class DiscreetServer(Server):
    """Says that a connection failed and where in the code; its own words quote addresses and requests."""

    ConnectionClass = Line

    @override
    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        if level >= logging.WARNING:
            log.log(level, "A connection failed.", exc_info=traceback)


class WebServer:
    """Listens at once; answers from `start` to `stop`. Port 0 takes a free one, told by `port`."""

    def __init__(self, host: str, port: int, threads: int) -> None:
        self._server = DiscreetServer(
            (host, port), application, numthreads=threads, server_name="Aisance", request_queue_size=128, timeout=30
        )
        self._server.keep_alive_conn_limit = 200  # of ten, its own limit, two browsers take all
        self._server.max_request_body_size = 25_000_000  # a batch of 10,000 interactions is about 5 MB
        self._server.max_request_header_size = 64_000  # without a limit a stranger fills the memory with them
        self._server.shutdown_timeout = 10
        try:
            refuse_taken_port(host, port)
            self._server.prepare()
        except OSError as problem:
            raise PortTakenError(explanation(host, port, problem)) from None
        self.port = int(self._server.bind_addr[1])
        self.shown_host = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104  shown, not bound
        self._thread = threading.Thread(target=self._server.serve, name="web")

    def start(self) -> None:
        _ = get_resolver().url_patterns  # what the first page would load
        settle()
        self._thread.start()

    def stop(self) -> None:
        """Let the requests in progress end, then close."""
        sys.unraisablehook = _quiet_about_closed_connections
        self._server.stop()
        self._thread.join(timeout=15)


def settle() -> None:
    """Have the sweeping of memory leave for good what is loaded by now.

    To look through it takes up to a quarter of a second in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


def unsettle() -> None:
    """Have what was left for good swept at the end of the process; DuckDB complains of whatever is left then."""
    gc.unfreeze()


def _quiet_about_closed_connections(problem: "sys.UnraisableHookArgs") -> None:
    """A client that hung up leaves a file whose last flush fails when it is swept away: nobody can do anything."""
    if not (isinstance(problem.exc_value, OSError) and problem.exc_value.errno == errno.EBADF):
        sys.__unraisablehook__(problem)
