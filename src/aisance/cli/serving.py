"""`aisance serve` and `aisance worker`."""

import logging
import threading
from importlib import import_module

import click
from django.urls import get_resolver

from aisance.cli.failures import old_tables
from aisance.cli.ports import PortTakenError
from aisance.cli.stopping import on_stop_signal
from aisance.cli.web import WebServer, settle, unsettle
from aisance.core import worker as chores
from aisance.core.grouped import serve_in_threads
from aisance.lake.contracts import EngineError
from aisance.lake.public import warm
from aisance.project.installation import pending_migrations

log = logging.getLogger(__name__)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST", help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(0, 65535), help="The port.")
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests answered at once.")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Whether the worker runs inside.")
def serve(host: str, port: int, threads: int, with_worker: bool) -> None:
    """Serve the product: the pages, the API and, unless told otherwise, the worker, in one process.

    On SQLite run one server only. On PostgreSQL as many as you like, with `--no-worker`, and one or more workers.
    """
    _refuse_old_tables()
    run_server(host, port, threads=threads, with_worker=with_worker)


@click.command()
def worker() -> None:
    """Run a worker alone: it asks due questions, sends messages and brings facts into the store."""
    _refuse_old_tables()
    stop = threading.Event()
    on_stop_signal(stop.set)
    click.echo("The worker runs. Ctrl-C stops it.")
    chores.run_forever(stop)


def _refuse_old_tables() -> None:
    missing = pending_migrations()
    if missing:
        raise old_tables(missing)


def run_server(host: str, port: int, *, threads: int = 8, with_worker: bool = True, greeting: str = "") -> None:
    """Serve until a signal comes; prints where, once the port is ours."""
    try:
        server = WebServer(host, port, threads)
    except PortTakenError as problem:
        raise click.ClickException(str(problem)) from None
    get_resolver().check()  # loads every page, so that the address printed is one that answers
    serve_in_threads()
    stop = threading.Event()
    on_stop_signal(stop.set)
    warming = threading.Thread(target=_warm, name="warm", daemon=True)
    loop = threading.Thread(target=chores.run_forever, args=(stop,), name="worker")
    try:
        server.start()
        warming.start()
        if with_worker:
            loop.start()
        click.echo(greeting or f"Aisance runs at http://{server.shown_host}:{server.port}. Ctrl-C stops it.")
        stop.wait()
        click.echo("Stopping: requests and chores in progress end first.")
    finally:  # also where nobody reads what is printed any more: the threads would keep the process
        stop.set()
        server.stop()
        for thread in (loop, warming):  # one that still ran a library in C++ would abort the process at its end
            if thread.ident:
                thread.join(timeout=30)
        unsettle()


def _warm() -> None:
    """Make the first reading fast; the first reader would wait two seconds. Without it the product still works."""
    import_module("scipy.special")
    try:
        warm()
    except EngineError as problem:
        log.error("%s Until then no figure is shown.", problem)
    except Exception:
        log.exception("The fact store could not be read at the start")
    settle()  # again: this loaded a third as much as was there
