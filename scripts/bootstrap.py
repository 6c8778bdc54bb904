"""Find or install uv, then create .venv with everything locked. Needs Python 3.8 and touches nothing outside the clone.

Written for any Python 3: it is the only file here that must run before there is an environment.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
LINK = TOOLS / "bin" / "uv"


def working(command):
    """Whether this uv runs and is new enough to read the lock file."""
    try:
        said = subprocess.run([str(command), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    version = said.split()[1].split(".")
    return (int(version[0]), int(version[1])) >= (0, 7)


def installed():
    """A uv of our own under .tools: by venv and pip, or by pip alone where Debian's venv is missing."""
    print("Installing uv under .tools ...", flush=True)
    home = TOOLS / "uv"
    ways = (
        ([sys.executable, "-m", "venv", str(home)], [str(home / "bin" / "python"), "-m", "pip", "install", "-q", "uv"]),
        ([sys.executable, "-m", "pip", "install", "-q", "--target", str(home), "uv"],),
    )
    for way in ways:
        shutil.rmtree(home, ignore_errors=True)
        if all(subprocess.run(step, capture_output=True, check=False).returncode == 0 for step in way):
            return home / "bin" / "uv"
    sys.exit(
        "uv could not be installed: this Python has neither a working venv nor pip.\n"
        "Install uv (https://docs.astral.sh/uv/), or Debian's python3-venv, and try again."
    )


def found():
    """The uv to use, linked at .tools/bin/uv."""
    if working(LINK):
        return
    path = shutil.which("uv")
    uv = Path(path) if path and working(path) else installed()
    LINK.parent.mkdir(parents=True, exist_ok=True)
    if LINK.is_symlink() or LINK.exists():
        LINK.unlink()
    LINK.symlink_to(uv)


def fitting(environment):
    """The Python to use: 3.13, or a 3.12 where that is the one installed, or else 3.13 for uv to fetch."""
    for version in ("3.13", "3.12"):
        find = [str(LINK), "python", "find", "--no-project", "--no-python-downloads", version]
        if subprocess.run(find, capture_output=True, env=environment, check=False).returncode == 0:
            return version
    print("Fetching a Python 3.13 under .tools ...", flush=True)
    return "3.13"


def synced():
    """Create or refresh .venv; a fitting Python that uv has to fetch goes under .tools, not into the user's home."""
    environment = dict(os.environ, UV_PYTHON_INSTALL_DIR=str(TOOLS / "python"))
    environment.pop("VIRTUAL_ENV", None)
    sync = [str(LINK), "sync", "--frozen", "-q", "--python", fitting(environment)]
    done = subprocess.run(sync, cwd=str(ROOT), env=environment, check=False)
    if done.returncode:
        sys.exit("The environment could not be made: see the lines above. Is the package index within reach?")


if __name__ == "__main__":
    try:
        found()
        synced()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
