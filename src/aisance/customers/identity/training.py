"""Learns the company's own weights from its own records."""

from pathlib import Path

from aisance.core import audit
from aisance.core.permissions import Viewer
from aisance.customers.identity import splink_teaching
from aisance.customers.identity.candidates import keys_in_columns, pairs
from aisance.customers.identity.comparing import Frame
from aisance.customers.identity.counting import count_placeholders
from aisance.customers.identity.keys import match_keys
from aisance.customers.identity.learning import Lesson, learn
from aisance.customers.identity.reading import comparable_records
from aisance.customers.identity.weights import SHIPPED, own_path, read, save

LEAST = 500
"""From fewer records nothing is learned that would be truer than what is shipped."""


class TooFew(ValueError):  # noqa: N818  it says what is wrong
    """There are too few records to learn from; the message says how many there are."""


class NoSplink(ValueError):  # noqa: N818  it says what is wrong
    """Splink is asked for and not installed; the message says how to."""


def train(*, by: Viewer, with_splink: bool = False) -> tuple[Lesson, Path]:
    """Learn weights from all records and put them in force; what was learned, and where it lies.

    Raises TooFew, and NoSplink where Splink is to teach and is not installed.
    """
    if with_splink and not splink_teaching.is_installed():
        raise NoSplink("Splink is not installed: pip install 'aisance[identity]'.")
    count_placeholders(by=by)
    records = comparable_records()
    if len(records) < LEAST:
        raise TooFew(f"{len(records)} records can be compared; {LEAST} are needed to learn from.")
    portraits = [record.portrait for record in records]
    left, right = pairs(*keys_in_columns([match_keys(portrait) for portrait in portraits]))
    teach = splink_teaching.learn_with_splink if with_splink else learn
    lesson = teach(Frame(portraits), left, right, start=read(SHIPPED))
    save(lesson.weights, own_path())
    changes = {"version": lesson.weights.version, "records": lesson.records, "splink": with_splink}
    audit.record(by, "identity.trained", what="weights", which=lesson.weights.version, changes=changes)
    return lesson, own_path()
