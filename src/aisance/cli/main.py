"""The `aisance` command. Subcommands load late, so that `--help` is quick and works with broken settings."""

import importlib
import os
import sys
from dataclasses import dataclass
from typing import Any, override

import click

from aisance import __version__
from aisance.project.environment import SettingsError


@dataclass(frozen=True, slots=True)
class Subcommand:
    """Where a subcommand lives, and the sentence that `aisance --help` says of it."""

    module: str
    name: str
    sentence: str
    sets_up_itself: bool = False


SUBCOMMANDS = {
    "serve": Subcommand("serving", "serve", "Serve the product: the pages, the API and the worker, in one process."),
    "worker": Subcommand("serving", "worker", "Run a worker alone, beside one or more servers on PostgreSQL."),
    "demo": Subcommand("demo", "demo", "Create a fictional company and serve it, to look around in.", True),
    "migrate": Subcommand("setup", "migrate", "Create the database, or bring it up to this release."),
    "createadmin": Subcommand("setup", "createadmin", "Add an administrator, and the company where there is none."),
    "import": Subcommand("importing", "import_command", "Import interactions, customers or responses from a file."),
    "import-bounces": Subcommand("bounces", "import_bounces_command", "Take in mails that came back."),
    "mail": Subcommand("mailing", "mail", "Take in mail from customers."),
    "identity": Subcommand("identity", "identity", "Recognise customers who came under several records."),
    "indicators": Subcommand("indicators", "indicators_command", "Compute an indicator with its interval."),
    "programme": Subcommand("programmes", "programme", "Try a programme on a past month, before it asks anybody."),
    "agi": Subcommand("agi", "agi", "Answer Asterisk, which asks callers the questions of a link."),
    "erase": Subcommand("erasing", "erase", "After a restored backup, erase again whoever had been erased."),
    "words": Subcommand("words", "words", "Learn from what people corrected in customers' words."),
    "doctor": Subcommand("doctor", "doctor", "Check this installation and say what to mend."),
}


class LateGroup(click.Group):
    """A group that imports a subcommand, and sets Django up, only when it is called."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        place = SUBCOMMANDS[cmd_name]
        if not place.sets_up_itself:
            set_up()
        command: click.Command = getattr(importlib.import_module(f"aisance.cli.{place.module}"), place.name)
        return command

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except Exception as problem:
            sentence = _sentence(problem)
            if sentence is None:
                raise
            raise sentence from None

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.sentence) for name, place in SUBCOMMANDS.items()])


def _sentence(problem: Exception) -> click.ClickException | None:
    """What to say instead of a traceback, where the fault is not in the code."""
    from aisance.cli.failures import explained

    return explained(problem)


def set_up() -> None:
    """Read the settings and start Django; ends with 2 and the complaint where a setting is wrong."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aisance.project.settings")
    try:
        django.setup()
    except SettingsError as problem:
        click.echo(f"The settings are not right.\n{problem}", err=True)
        sys.exit(2)
    _speak_the_users_language()


def _speak_the_users_language() -> None:
    """Messages follow the terminal's language where we speak it, else the language of the installation."""
    from django.conf import settings
    from django.utils import translation

    wanted = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    translation.activate(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="aisance")
def main() -> None:
    """Aisance steers a company's customer relationship with honest figures.

    Settings come from the environment: the data lives under AISANCE_HOME, the database under DATABASE_URL. Every
    command ends with 0 when all is well, 1 when rows were refused or a check failed, 2 when it was called wrongly.
    """
