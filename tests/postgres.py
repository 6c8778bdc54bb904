"""A private PostgreSQL cluster for the tests: Debian's server binaries, a free port, an unprivileged user."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def binaries() -> Path:
    """The newest installed server's folder of programmes."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise RuntimeError("No PostgreSQL server here: run scripts/debian-packages.sh")
    return found[-1].parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _servant() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, since PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("Neither a user postgres nor a user nobody to run the server as.")


def start_cluster(*, durable: bool = False) -> str:
    """Start a cluster and give its URL; it stops and goes when this process ends.

    A durable one waits for the disk at each commit, as one in service does; tests have no use for that.
    """
    folder = Path(tempfile.mkdtemp(prefix="aisance-pg-"))
    servant = _servant()
    who: dict[str, Any] = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []} if servant else {}
    if servant:
        os.chown(folder, servant.pw_uid, servant.pw_gid)
    programmes, port, data = binaries(), _free_port(), folder / "data"
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "cwd": folder,
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        **who,
    }
    options = ["-U", "aisance", "-A", "trust", "-E", "UTF8", "--no-sync", "-D", str(data)]
    subprocess.run([programmes / "initdb", *options], check=True, **quiet)
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    settings += "" if durable else " -c fsync=off"
    start: list[Any] = [programmes / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings]
    subprocess.run([*start, "start"], check=True, **quiet)

    owner = os.getpid()

    def stop() -> None:
        if os.getpid() == owner:
            subprocess.run(
                [str(programmes / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], check=False, **quiet
            )
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgres://aisance@127.0.0.1:{port}/postgres"
