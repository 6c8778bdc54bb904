"""Words read a second time: by vectors, by another book; figures follow and each change is traced."""

import pytest

from aisance.accounts.models import Unit
from aisance.core import clock
from aisance.core.models import Event
from aisance.lake import public as lake
from aisance.surveys.models import Answer, Response
from aisance.verbatims.codebook.queries import book_in_force
from aisance.verbatims.contracts import Feeling, Flag
from aisance.verbatims.encoding.choosing import using
from aisance.verbatims.encoding.null import NullEncoder
from aisance.verbatims.encoding.vectors import packed, unit, unpacked
from aisance.verbatims.models import BookVersion, Mention, Revision, Vectors, Verbatim
from aisance.verbatims.public import read_of
from aisance.verbatims.reading.book import DELIVERED, entries_of
from aisance.verbatims.services import deepen_waiting, read_waiting, reread_waiting
from tests.cast import Cast
from tests.standing import standing

WROTE = (
    ("Ma facture est fausse et personne ne la corrige, rappelez-moi", 9),
    ("Conseillère très aimable, merci", 10),
    ("J’attends toujours mon remboursement", 1),
)


def lay(cast: Cast) -> None:
    for number, (words, score) in enumerate(WROTE):
        _response(cast.units["lille-a"], str(number), words, score)
    read_waiting()
    lake.pull()


wrote = standing(lay)


def _response(unit_: Unit, number: str, words: str, score: int) -> Answer:
    now = clock.now()
    response = Response.objects.create(
        source="test", external_id=number, kind="hot", unit=unit_, language="fr", answered_at=now, completed_at=now
    )
    usual = {"response": response, "day": clock.today(), "recorded_at": now}
    Answer.objects.create(question="nps", scale="nps_11", score=score, **usual)
    return Answer.objects.create(question="comment", text=words, **usual)


def _counted() -> list[tuple[str, int]]:
    """Mentions by theme and feeling, in the store."""
    lake.pull()
    found = lake.rows("mentions", lambda t: t.group_by(["theme", "feeling"]).agg(n=lambda kept: kept.count()))
    return sorted((f"{theme} {feeling}", n) for theme, feeling, n in found)


def _in_database() -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for theme, feeling in Mention.objects.values_list("theme", "feeling"):
        found[f"{theme} {feeling}"] = found.get(f"{theme} {feeling}", 0) + 1
    return sorted(found.items())


def test_other_domains_are_told_what_was_read(wrote: Cast) -> None:
    ids = list(Verbatim.objects.order_by("pk").values_list("answer_id", flat=True))

    read = read_of([*ids, 10**9])

    assert list(read) == ids
    assert read[ids[0]].themes["billing"] is Feeling.BAD
    assert read[ids[0]].flags == {Flag.CALL_BACK, Flag.CONTRADICTION}
    assert read[ids[0]].requests == {Flag.CALL_BACK}
    assert Flag.PRAISE_OF_STAFF in read[ids[1]].flags
    assert read[ids[2]].flags == {Flag.REFUND}
    assert Event.objects.get(name="WordsRead").payload == {"answer_ids": ids}


def test_without_an_encoder_the_fast_stage_is_all_there_is(wrote: Cast) -> None:
    assert deepen_waiting() == 0
    assert reread_waiting() == 0
    assert Revision.objects.count() == 0


def test_the_deep_stage_reads_each_text_once_and_the_figures_follow(wrote: Cast) -> None:
    before = {row.pk: row.feeling for row in Verbatim.objects.all()}

    with using(NullEncoder()):
        assert deepen_waiting() == 3
        assert deepen_waiting() == 0

    assert set(Verbatim.objects.values_list("encoder", flat=True)) == {NullEncoder.mark}
    assert Vectors.objects.count() == 3
    after = {row.pk: row.feeling for row in Verbatim.objects.all()}
    traced = {one.verbatim_id: (one.before["feeling"], one.after["feeling"]) for one in Revision.objects.all()}
    assert all(traced[pk] == (before[pk], after[pk]) for pk in traced)
    assert all(before[pk] == after[pk] for pk in before if pk not in traced)
    assert _counted() == _in_database()


def test_another_book_in_force_has_the_past_read_again(wrote: Cast) -> None:
    entries = [entry for entry in entries_of(DELIVERED.read_text()) if entry["code"] != "billing"]
    now = clock.now()
    BookVersion.objects.create(number=2, themes=entries, mark="x", made_at=now, in_force_since=now)

    assert "billing" not in book_in_force()
    assert reread_waiting() == 3
    assert reread_waiting() == 0

    assert not Mention.objects.filter(theme="billing").exists()
    assert {one.stage for one in Revision.objects.all()} == {"book"}
    assert _counted() == _in_database()
    assert Event.objects.filter(name="WordsRead").count() == 1


def test_vectors_go_with_the_words(wrote: Cast) -> None:
    with using(NullEncoder()):
        deepen_waiting()

    Verbatim.objects.all().delete()

    assert (Vectors.objects.count(), Revision.objects.count()) == (0, 0)


def test_a_vector_in_bytes_keeps_its_direction() -> None:
    rows = unit(NullEncoder().encode(["Ma facture est fausse", "Très aimable"]))

    kept = unpacked(packed(rows), NullEncoder.size)

    assert (kept * rows).sum(axis=1) == pytest.approx([1, 1], abs=0.001)
