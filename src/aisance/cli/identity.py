"""`aisance identity`: who is who among the customers."""

import json
import sys
from typing import Any

import click

from aisance.core.later import Later
from aisance.core.permissions import system_viewer

recognition: Any = Later("aisance.customers.recognition")

BY = "command line"


@click.group()
def identity() -> None:
    """Recognise customers who came under several records, by weights that are learned from the records themselves."""


@identity.command()
@click.option("--splink", "with_splink", is_flag=True, help="Let Splink teach them (pip install 'aisance[identity]').")
def train(with_splink: bool) -> None:
    """Learn the company's own weights from its records, and put them in force.

    The weights are a file for people to read, under identity/ in the home folder. Taking it away puts the shipped
    ones in force again. Nobody joins or parts before `aisance identity resolve`.
    """
    try:
        lesson, path = recognition.train(by=system_viewer(BY), with_splink=with_splink)
    except (recognition.TooFew, recognition.NoSplink) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    click.echo(f"Learned from {lesson.records} records and {lesson.candidates} pairs of them.")
    click.echo(f"About {lesson.expected_pairs:.0f} of these pairs are one person. The weights lie in {path}.")


@identity.command()
@click.option("--json", "as_machine", is_flag=True, help="Print the totals as one JSON object.")
def resolve(as_machine: bool) -> None:
    """Compare all records with each other. What people judged stands; each pair in doubt goes to the review page."""
    done = recognition.resolve_all(by=system_viewer(BY))
    if as_machine:
        fields = ("records", "candidates", "joined", "in_doubt", "seconds")
        click.echo(json.dumps({name: getattr(done, name) for name in fields}))
        return
    click.echo(f"{done.records} records, {done.candidates} pairs compared in {done.seconds} s.")
    click.echo(f"{done.joined} pairs are one person, {done.in_doubt} are in doubt and wait on the review page.")


@identity.command()
def weights() -> None:
    """Print the weights in force: for each field and level of likeness, what it adds in bits."""
    found = recognition.weights_in_force()
    click.echo(f"Version {found.version}; any two records before they are looked at: {found.prior:+.1f}")
    click.echo(f"They join from {found.join:.0%} on, and are reviewed from {found.review:.0%} on.")
    for name, words in recognition.LEVELS.items():
        listed = zip(words, found.bits(name), strict=False)
        click.echo(f"{name:<9}" + "  ".join(f"{word} {bits:+.1f}" for word, bits in listed))
