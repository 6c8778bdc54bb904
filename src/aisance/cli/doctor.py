"""`aisance doctor`."""

import json
import sys

import click

from aisance.project.health import Finding, examine


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:
    """Check the configuration, the storage, the database, the worker, the fact store and the mail server.

    Says what it saw and, where something is wrong, what to do. Ends with 1 where anything needs mending.
    """
    findings = list(examine())
    if as_json:
        rows = [{"check": f.check, "healthy": f.healthy, "seen": f.seen, "mend": f.mend} for f in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            _tell(finding)
    sys.exit(0 if all(finding.healthy for finding in findings) else 1)


def _tell(finding: Finding) -> None:
    click.echo(f"{'ok  ' if finding.healthy else 'MEND'}  {finding.check}: {finding.seen}")
    if finding.mend:
        click.echo(f"      {finding.mend}")
