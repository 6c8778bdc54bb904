"""`aisance words`."""

import click


@click.group()
def words() -> None:
    """Read customers' words again, or learn from what people corrected."""


@words.command()
def learn() -> None:
    """Teach a model from corrections now; it reads only where it beats the present reading on held-out ones."""
    from aisance.verbatims.learning.services import learn_now

    made = learn_now()
    if made is None:
        raise click.ClickException("Too little was corrected to teach a model, or to judge one by.")
    report = made.report
    verdict = "is in force" if made.in_force_since else "is not better, and not in force"
    click.echo(
        f"Model {made.number}: {report['right_after']} of {report['n']} held-out labels right, "
        f"{report['right_before']} before (McNemar p = {report['p']:.3f}); it {verdict}."
    )
