"""The laws of the house that import-linter cannot say: front doors, room size, words that name nothing."""

import ast
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

pytestmark = pytest.mark.sqlite_only

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "aisance"
FRONT_DOORS = {"public", "contracts"}
OPEN_HOUSES = {"core", "ui"}
MAY_ENTER_ANYWHERE = {"project", "cli"}
NAMELESS = {"utils", "helpers", "common", "manager", "base", "misc"}


def _modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]


def test_one_domain_enters_another_only_by_its_front_door() -> None:
    graph = grimp.build_graph("aisance", exclude_type_checking_imports=False)
    trespasses = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            here, there = importer.split(".")[1:2], imported.split(".")
            if ".tests" in importer or len(there) < 3 or not here or here[0] == there[1]:
                continue
            if here[0] in MAY_ENTER_ANYWHERE or there[1] in OPEN_HOUSES or there[2] in FRONT_DOORS:
                continue
            trespasses.append(f"{importer} -> {imported}")

    assert trespasses == []


def test_no_module_outgrows_its_room() -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in _modules()}

    assert {name: lines for name, lines in sizes.items() if lines > 500} == {}
    small = sum(lines <= 300 for lines in sizes.values())
    assert small / len(sizes) >= 0.9


def test_no_module_bears_a_name_that_says_nothing() -> None:
    assert [path.name for path in _modules() if path.stem in NAMELESS] == []


def test_every_package_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in SOURCE.glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_contracts_and_rules_stand_without_django_models_or_database() -> None:
    graph = grimp.build_graph("aisance")
    leaning = [
        f"{module} -> {imported}"
        for module in graph.modules
        if module.split(".")[-1] in {"contracts", "rules"}
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.split(".")[-1] in {"models", "queries", "services"}
    ]

    assert leaning == []


def test_models_and_migrations_agree() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)

    missing = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)

    assert missing == {}
    assert loader.detect_conflicts() == {}
