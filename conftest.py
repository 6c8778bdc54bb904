"""What every test stands on: a database of the chosen kind, a home folder, a stopped company with a small cast.

`pytest --database postgres` starts a private PostgreSQL cluster on a free port and stops it at the end.
"""

import atexit
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))


def _chosen_database() -> str:
    """The value of `--database`, which must be known before Django reads its settings."""
    words = sys.argv[1:]
    for index, word in enumerate(words):
        if word.startswith("--database="):
            return word.partition("=")[2]
        if word == "--database" and index + 1 < len(words):
            return words[index + 1]
    return "sqlite"


if "PYTEST_XDIST_WORKER" not in os.environ:
    for name in [name for name in os.environ if name.startswith("AISANCE_") and name != "AISANCE_ACCEPTANCE_DATA"]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    if _chosen_database() == "postgres":
        from tests.postgres import start_cluster

        os.environ["DATABASE_URL"] = start_cluster()

_home = Path(tempfile.mkdtemp(prefix="aisance-test-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
(_home / "static").mkdir()  # whitenoise warns where there is none
os.environ["AISANCE_HOME"] = str(_home)
os.environ["AISANCE_SECRET_KEY"] = "a key for tests only, long enough for every check there is"
os.environ["AISANCE_TIME_ZONE"] = "Europe/Paris"
os.environ["AISANCE_LANGUAGE"] = "en"
os.environ["AISANCE_DEEP_READING"] = "no"  # its tests name their encoder: a real one takes 15 ms a text
os.environ["DJANGO_SETTINGS_MODULE"] = "aisance.project.settings"

if not hasattr(sys.modules["__main__"], "__file__"):
    # A worker of xdist has no file, and PySpark would take that for a run of its own doctests, and end it.
    sys.modules["__main__"].__file__ = str(ROOT / "conftest.py")

import django  # noqa: E402  only now that the environment is set
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from tests import migrated  # noqa: E402

# A slow moment of the machine is no fault of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

django.setup()
# Workers of xdist inherit this process's environment: with the name of the settings in it, pytest-django would read
# them there before this file has given the worker a home of its own.
os.environ.pop("DJANGO_SETTINGS_MODULE")
PLUGINS = ("browsing", "cast", "engines", "installation", "smtp", "standing", "store")
pytest_plugins = [f"tests.{name}" for name in PLUGINS]


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgres"], default="sqlite", help="run on this database")


def pytest_configure(config):
    config.addinivalue_line("markers", "sqlite_only: does not depend on the database; runs once, with SQLite")


# What is drawn from the store, and what speaks to the servers of others, does not depend on the database: these
# modules run once, so that all tests end in time. What they stand on (recording, deciding, answering, facts, pulling,
# figures, kills) runs on both.
RUN_ONCE = {
    "accounts": {"test_administration"},
    "advocacy": {"test_praise"},
    "boards": {"test_answer_narrowing", "test_comparing", "test_mail", "test_pages", "test_time_line", "test_titles"},
    "bridges": {"test_calendar", "test_desks", "test_mail_pages", "test_mailbox"},
    "exchange": {"test_pages"},
    "cases": {"test_desk_page", "test_desk_queue", "test_pages"},
    "core": {"test_once"},
    "gestures": {"test_outcomes", "test_pages", "test_suspicion"},
    "gateways": {"test_ivr", "test_widget", "test_widget_in_browser"},
    "improvement": {"test_causes", "test_plans"},
    "indicators": {
        *("test_channels", "test_drift", "test_explaining", "test_first_page", "test_journey_map", "test_own_pages"),
        *("test_ranks_and_plans", "test_scorecards", "test_weighting"),
    },
    "lake": {"test_cubes", "test_readings", "test_shares", "test_summing"},
    "outreach": {
        *("test_amazon_ses", "test_http_gateway", "test_provider", "test_smpp", "test_smpp_centre"),
        "test_texts_sent_once",  # by the same ledger and worker as mails, whose kills run on both
    },
    "questionnaires": {"test_editor"},
    "results": {"test_pages"},
    "rights": {"test_coming_back", "test_requests"},
    "surveys": {"test_of_customer", "test_programme_form"},
    "": {
        *(
            "test_attacks_on_figures",
            "test_bank_month",  # whose file comes in on both by journeys/tests/test_importing.py
            "test_contact_list",
            "test_doors",
            "test_drilling",
            "test_files",
            "test_freshness",
        ),
        *(
            "test_kannel",
            "test_permissions",
            "test_profile_pages",
            "test_programme_on_bank_month",
            "test_reading_indicators",
            "test_why",
        ),
    },
    "telling": {"test_helper"},
    "verbatims": {"test_book", "test_features", "test_heads", "test_learning", "test_pages"},
}


def pytest_ignore_collect(collection_path, config):
    """On PostgreSQL a module named above is not even read."""
    return True if config.getoption("--database") == "postgres" and _runs_once(collection_path) else None


def _runs_once(path):
    """Whether a module is named above: by the folder that holds its `tests`, empty at the root, and its own name."""
    room = path.parent.parent
    return path.stem in RUN_ONCE.get("" if room == ROOT else room.name, ())


INSTALLATIONS = {"installation", "installation_of_module"}
FIXTURES_OF_THE_DATABASE = {"db", "transactional_db", "live_server", *INSTALLATIONS}


def pytest_collection_modifyitems(config, items):
    """Long modules first, since one at the end leaves a core idle. What touches no database runs once."""
    weights = _weights(items)
    items.sort(key=lambda item: weights[item.path], reverse=True)
    if config.getoption("--database") == "sqlite":
        return
    once = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if _touches_the_database(item)]


def _weights(items):
    """How long each module takes, roughly: real processes are the slowest, then browsers and what crosses domains."""
    weights = defaultdict(int)
    for item in items:
        killed = item.get_closest_marker("kill") or INSTALLATIONS & set(item.fixturenames)
        slow = item.get_closest_marker("xdist_group") or item.path.parent == ROOT / "tests"
        weights[item.path] += 1_000 if killed else 20 if slow else 1
    return weights


def _touches_the_database(item):
    marked = any(item.get_closest_marker(name) for name in ("django_db", "kill", "postgres"))
    return marked or bool(FIXTURES_OF_THE_DATABASE & set(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the migrated database, in memory or in the cluster of this run, with which both go at its end.

    It may be emptied after a test: SQLite has no other way than to remove the rows, which the ledger of consent
    refuses. The test of that refusal puts the guard up again.
    """
    from django.db import connection

    from aisance.consent.guards import take_down

    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = _database_of_this_process(connection)
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(migrated.pattern_file())) as pattern:
                pattern.backup(connection.connection)
            take_down()


def _database_of_this_process(connection):
    if connection.vendor == "sqlite":
        return connection.creation._get_test_db_name()
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    migrated.copy_in_cluster(name)
    return name


@pytest.fixture(scope="session", autouse=True)
def _settings_for_child_processes():
    os.environ["DJANGO_SETTINGS_MODULE"] = "aisance.project.settings"


@pytest.fixture(autouse=True)
def _the_usual_language():
    """The language of the test before, which a page left active, is not this one's."""
    from django.utils import translation

    translation.deactivate()


@pytest.fixture(autouse=True)
def _nobody_erased_before():
    """The list of those who were erased lies beside the database, which a test leaves as it found it."""
    yield
    (_home / "erased-customers.list").unlink(missing_ok=True)
