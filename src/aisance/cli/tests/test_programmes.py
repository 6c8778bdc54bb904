"""`aisance programme dry-run`."""

from click.testing import CliRunner

from aisance.cli.programmes import programme as programme_command
from aisance.core.clock import stopped_at
from aisance.surveys.tests.company import running_programme
from aisance.surveys.tests.test_deciding import rules
from aisance.surveys.tests.test_dry_run import DECEMBER, a_month
from tests.cast import Cast


def test_the_command_says_the_same(cast: Cast) -> None:
    rules(running_programme(), quiet_days=0, valid_hours=24 * 14)
    a_month()

    with stopped_at(DECEMBER):
        result = CliRunner().invoke(programme_command, ["dry-run", "after-a-contact", "--month", "2026-11"])
        unknown = CliRunner().invoke(programme_command, ["dry-run", "nothing"])
        wrong = CliRunner().invoke(programme_command, ["dry-run", "after-a-contact", "--month", "soon"])

    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines == [
        "Eligible contacts 5",
        "Asked 3",
        "by email 3",
        "of these after a delay 1",
        "by the rule one-survey-a-week 1",
        "Not asked 2",
        "The customer is not known 1",
        "Contacted enough already, by a rule of contact pressure 1",
        "by the rule one-after-a-run 1",
    ]
    assert (unknown.exit_code, wrong.exit_code) == (1, 2)
