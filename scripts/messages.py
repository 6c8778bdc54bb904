"""Collect the words to translate in every domain, and compile the catalogues. Needs Debian's gettext."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOMAINS = (
    "accounts",
    "advocacy",
    "boards",
    "cases",
    "consent",
    "core",
    "customers",
    "improvement",
    "indicators",
    "intake",
    "journeys",
    "outreach",
    "project",
    "surveys",
    "ui",
    "verbatims",
)


def main() -> None:
    environment = dict(os.environ, DJANGO_SETTINGS_MODULE="aisance.project.settings", AISANCE_HOME=tempfile.mkdtemp())
    # Run inside a domain, Python would take its statistics.py for the library's.
    environment["PYTHONSAFEPATH"] = "1"
    for domain in DOMAINS:
        folder = ROOT / "src" / "aisance" / domain
        (folder / "locale").mkdir(exist_ok=True)
        collect = ["makemessages", "-l", "fr", "--no-location", "--no-wrap", "-v", "0", "-i", "tests/*"]
        subprocess.run([sys.executable, "-m", "django", *collect], cwd=folder, env=environment, check=True)
        catalogue = folder / "locale" / "fr" / "LC_MESSAGES" / "django.po"
        if catalogue.exists():
            subprocess.run(["msgfmt", "--check", "-o", str(catalogue.with_suffix(".mo")), str(catalogue)], check=True)


if __name__ == "__main__":
    main()
