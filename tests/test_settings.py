"""What the settings of Django become in production."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.sqlite_only

ASKED = (
    "ALLOWED_HOSTS DEBUG SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS SECURE_SSL_REDIRECT "
    "SECURE_PROXY_SSL_HEADER CSRF_TRUSTED_ORIGINS"
)
LOOK = f"""
import json
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
print(json.dumps({{name: getattr(settings, name) for name in "{ASKED}".split()}}))
"""


def production(home: str, **given: str) -> dict[str, Any]:
    """Settings under production, which also pass Django's own check of a deployment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AISANCE_")}
    environment = {
        **kept,
        "AISANCE_MODE": "production",
        "AISANCE_HOME": home,
        "AISANCE_SECRET_KEY": "b7Jm2kQv9xT4" * 5,
        "AISANCE_SMTP_URL": "smtp://127.0.0.1:2525",
        "DJANGO_SETTINGS_MODULE": "aisance.project.settings",
        **given,
    }
    code = f"import django; django.setup()\n{LOOK}"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_behind_a_proxy_that_ends_tls_everything_is_bound_to_it(tmp_path: os.PathLike[str]) -> None:
    found = production(str(tmp_path), AISANCE_BASE_URL="https://ease.example.org", AISANCE_TRUSTED_PROXIES="1")

    assert found == {
        "ALLOWED_HOSTS": ["ease.example.org"],
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "CSRF_TRUSTED_ORIGINS": ["https://ease.example.org"],
    }
