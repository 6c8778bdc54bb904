"""`aisance agi`."""

import click

from aisance.cli.stopping import on_stop_signal


@click.command("agi")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=4573, show_default=True, type=click.IntRange(0, 65535), help="The port.")
def agi(host: str, port: int) -> None:
    """Answer Asterisk (FastAGI), which asks callers the questions of a link.

    FastAGI is not encrypted: listen where only your Asterisk reaches it.
    """
    from aisance.surveys.gateways.ivr.agi import AgiServer

    try:
        server = AgiServer(host, port)
    except OSError as problem:
        raise click.ClickException(f"Cannot listen on {host}:{port}: {problem.strerror}.") from None
    on_stop_signal(server.shutdown)
    click.echo(f"Asterisk is answered at agi://{host}:{server.server_address[1]}. Ctrl-C stops it.")
    with server:
        server.serve_forever()
