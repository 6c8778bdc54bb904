"""An mbox is read one mail at a time."""

from pathlib import Path

from aisance.outreach.channels.email.bounces import SIZE_LIMIT, mails_in


def test_a_mail_too_long_for_memory_is_passed_over_and_those_around_it_are_read(tmp_path: Path) -> None:
    """One line of the long one has no end; a line `From ` in the middle of a mail begins none."""
    small = b"Subject: small\n\nHello\nFrom here on, nothing.\n"
    long = b"Subject: long\n\n" + b"x" * (SIZE_LIMIT + 1) + b"\n"
    (tmp_path / "box").write_bytes(b"".join(b"From a@b.example Thu\n" + mail + b"\n" for mail in (small, long, small)))

    assert [*mails_in(tmp_path / "box")] == [small + b"\n"] * 2
