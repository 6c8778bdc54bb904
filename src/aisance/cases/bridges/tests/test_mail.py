"""What becomes of the mails that come in: in their case, in a new one, apart with a reason; each once, none lost."""

from datetime import UTC, datetime, timedelta

import pytest

from aisance.cases.bridges.mail.addresses import case_number_in, reply_address
from aisance.cases.bridges.mail.cleaning import discard_strays
from aisance.cases.bridges.mail.files import folder, keep
from aisance.cases.bridges.mail.queries import mail_to_sort
from aisance.cases.bridges.mail.receiving import receive
from aisance.cases.bridges.mail.sorting import settle_received
from aisance.cases.bridges.mail.thanking import is_plain_thanks
from aisance.cases.bridges.tests.conftest import NOW
from aisance.cases.bridges.tests.letters import INTRO_FR, QUOTE, bounce, mail, raw
from aisance.cases.contracts import CaseOutcome, CaseStatus, EntryKind, NewCase
from aisance.cases.models import Case, CaseEntry, InboundMail, MailTerms
from aisance.cases.public import close, open_case, write_to_customer
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.customers.models import Customer
from aisance.outreach.models import DeadAddress, Message
from tests.cast import BY, Cast

pytestmark = pytest.mark.usefixtures("company", "mailbox")


def case() -> Case:
    return Case.objects.get(matter="reason:1")


def settled(content: bytes) -> InboundMail:
    row = receive(content)
    settle_received()
    return InboundMail.objects.get(pk=row.mail_id)


def said() -> list[tuple[str, str]]:
    """What customers wrote, by number of the case."""
    rows = CaseEntry.objects.filter(kind=EntryKind.MESSAGE_IN).order_by("pk")
    return list(rows.values_list("case__number", "words"))


def written(cast: Cast) -> Message:
    """A mail of an advisor to the customer of the case."""
    assert write_to_customer(
        case().pk, "Quel numéro ?", channel="email", version=case().version, by=cast.viewer(Role.MANAGER)
    )
    return Message.objects.get(purpose="cases")


def test_the_question_whether_it_is_solved_is_answered_into_the_case(cast: Cast) -> None:
    row, by = case(), cast.viewer(Role.MANAGER)
    close(row.pk, CaseOutcome.SOLVED, root_cause=None, words="", version=row.version, by=by)

    asked = Message.objects.get(key=f"cases.solved:{row.pk}:1")

    assert case_number_in(asked.reply_to) == row.number


def test_an_answer_to_the_signed_address_joins_its_case_without_the_quote_and_opens_what_waited(cast: Cast) -> None:
    sent = written(cast)
    assert case().status == CaseStatus.WAITING
    assert case_number_in(sent.reply_to) == case().number

    row = settled(mail(f"4512\n\n{INTRO_FR}\n\n{QUOTE}", to=sent.reply_to))

    assert (row.state, row.case_id, row.unit_id) == ("in_case", case().pk, cast.units["lille-a"].pk)
    assert said() == [(case().number, "4512")]
    assert case().status == CaseStatus.OPEN
    assert "Votre dossier avance" in row.whole


def test_the_signed_address_lets_in_whoever_the_customer_gave_it_to_and_says_so(cast: Cast) -> None:
    settled(mail("C’est son mari.", sender="leo@elsewhere.example", to=reply_address(case().number).upper()))

    [entry] = CaseEntry.objects.filter(kind=EntryKind.MESSAGE_IN)
    assert entry.data["unknown_sender"] is True


def test_an_address_made_up_for_another_case_opens_no_door(cast: Cast) -> None:
    address = reply_address(case().number)
    number, _, mark = address.partition("+")[2].partition("@")[0].partition(".")
    forged = address.replace(mark, mark[::-1])

    row = settled(mail(sender="mallory@evil.example", to=forged))

    assert case_number_in(f"care+{number}@orvane.example") == ""
    assert (row.state, row.reason, said()) == ("apart", "stranger", [])


def test_what_answers_a_mail_of_ours_finds_its_case_without_the_address(cast: Cast) -> None:
    sent = written(cast)

    settled(mail("4512", In_Reply_To=sent.message_id))
    settled(mail("Et aussi 4513", message_id="<m2@customers.example>", References="<m1@customers.example>"))

    assert said() == [(case().number, "4512"), (case().number, "Et aussi 4513")]


def test_the_number_in_the_subject_is_enough_from_the_customer_and_from_nobody_else(cast: Cast) -> None:
    subject = f"TR : Facture [{case().number}]"

    theirs = settled(mail("Voici", subject=subject))
    strange = settled(mail("Voici", subject=subject, sender="x@evil.example", message_id="<m2@x>"))
    other = settled(mail("Voici", subject=subject, sender="ben@customers.example", message_id="<m3@x>"))

    assert (theirs.state, strange.state, other.state) == ("in_case", "apart", "apart")
    assert (strange.reason, other.reason) == ("not_theirs", "not_theirs")
    assert strange.case_id == case().pk  # as a suggestion to whoever sorts it
    assert len(said()) == 1


def test_a_mail_that_names_nothing_goes_to_the_one_open_case_of_who_sent_it(cast: Cast) -> None:
    assert settled(mail("Alors ?", subject="Bonjour")).case_id == case().pk


def test_several_open_cases_are_for_a_person_to_tell_apart(cast: Cast) -> None:
    open_case(NewCase(case().customer_id or 0, "reason:2", "by_hand"), by=BY)

    row = settled(mail("Alors ?", subject="Bonjour"))

    assert (row.state, row.reason, said()) == ("apart", "several_cases", [])


def test_a_known_customer_without_a_case_gets_one_unless_it_was_switched_off(cast: Cast) -> None:
    first = settled(mail("Ma box", sender="ben@customers.example", subject="Panne"))
    MailTerms.objects.create(pk=1, opens_for_known=False, unit=cast.units["namur"], changed_at=NOW)
    close_it(Case.objects.get(pk=first.case_id or 0), cast)
    second = settled(mail("Encore", sender="ben@customers.example", subject="Panne", message_id="<m2@x>"))

    opened = Case.objects.get(pk=first.case_id or 0)
    assert (opened.source, opened.language) == ("mail", "fr")
    assert list(opened.entries.filter(kind="message_in").values_list("words", flat=True)) == ["Ma box"]
    assert (second.state, second.reason) == ("apart", "no_case")


def close_it(row: Case, cast: Cast) -> None:
    by = cast.viewer(Role.MANAGER)
    close(row.pk, CaseOutcome.SOLVED, root_cause=None, words="", version=row.version, by=by, ask=False)


def test_a_person_opens_a_closed_case_again_and_a_machine_does_not(cast: Cast) -> None:
    close_it(case(), cast)
    to = reply_address(case().number)

    away = settled(mail("De retour lundi", subject="Réponse automatique : Facture", to=to))
    assert (away.state, case().status) == ("in_case", CaseStatus.CLOSED)

    settled(mail("Toujours pas", to=to, message_id="<m2@customers.example>"))
    assert case().status == CaseStatus.OPEN
    assert [words for _number, words in said()] == ["De retour lundi", "Toujours pas"]


def test_mere_thanks_stand_in_the_closed_case_and_open_nothing(cast: Cast) -> None:
    close_it(case(), cast)
    to = reply_address(case().number)

    settled(mail("Merci beaucoup pour votre aide !\n\nCordialement,\nAna", to=to))
    assert case().status == CaseStatus.CLOSED
    assert [words for _number, words in said()] == ["Merci beaucoup pour votre aide !\n\nCordialement,\nAna"]
    assert CaseEntry.objects.get(kind=EntryKind.MESSAGE_IN).data["thanks"] is True

    settled(mail("Merci, voici la facture.", to=to, message_id="<m2@customers.example>", files=(("a.pdf", b"%PDF"),)))
    assert case().status == CaseStatus.OPEN


@pytest.mark.parametrize(
    ("words", "is_plain"),
    [
        ("Merci", True),
        ("Oui merci, tout est résolu. Bonne journée", True),
        ("Thank you so much! Kind regards", True),
        ("Bedankt voor uw hulp", True),
        ("Vielen Dank", True),
        ("Merci, mais toujours rien", False),
        ("Non merci", False),
        ("Merci de me rappeler", False),
        ("Thanks for nothing", False),
        ("Merci pour votre aide, et pour la facture ?", False),
        ("Merci 4512", False),
        ("Tout est résolu", False),
        ("", False),
    ],
)
def test_thanks_are_plain_where_nothing_else_is_said(words: str, is_plain: bool) -> None:
    assert is_plain_thanks(words) is is_plain


def test_newsletters_and_our_own_mail_lie_aside(cast: Cast) -> None:
    sent = written(cast)

    news = settled(mail("Soldes", sender="news@shop.example", List_Id="<news.shop.example>"))
    own = settled(mail("x", sender="Orvane <care+abc@orvane.example>", message_id="<m2@x>"))
    again = settled(mail("x", message_id=sent.message_id))

    assert [(one.state, one.reason) for one in (news, own, again)] == [
        ("aside", "machine"),
        ("aside", "our_own"),
        ("aside", "our_own"),
    ]
    assert said() == []


def test_more_than_twenty_a_day_of_one_sender_wait_for_a_person(cast: Cast) -> None:
    to = reply_address(case().number)
    rows = [settled(mail(f"n° {n}", to=to, message_id=f"<m{n}@customers.example>")) for n in range(22)]

    assert [one.reason for one in rows[19:]] == ["", "too_many", "too_many"]
    assert len(said()) == 20


def test_a_sender_whom_our_mail_server_calls_forged_is_not_believed(cast: Cast) -> None:
    forged = "mx.orvane.example; spf=fail; dmarc=fail header.from=customers.example"

    row = settled(mail("Versez sur ce compte", subject="Bonjour", Authentication_Results=forged))

    assert (row.state, row.reason, said()) == ("apart", "forged", [])


def test_the_same_mail_twice_is_once_and_another_without_a_name_is_another(cast: Cast) -> None:
    to = reply_address(case().number)
    for _ in range(2):
        settled(mail("Deux fois", to=to, files=(("a.pdf", b"%PDF"),)))
        settled(mail("Sans nom", to=to, message_id=""))
    settled(mail("Sans nom non plus", to=to, message_id=""))

    assert [words for _number, words in said()] == ["Deux fois", "Sans nom", "Sans nom non plus"]
    assert len(list(folder().iterdir())) == 1


def test_a_bounce_buries_the_address_and_opens_nothing(cast: Cast) -> None:
    sent = written(cast)

    row = settled(bounce(sent.message_id, "ana@customers.example"))

    assert (row.state, row.reason) == ("aside", "bounce")
    assert row in mail_to_sort(cast.viewer(Role.MANAGER), "aside")
    assert DeadAddress.objects.get().address == "ana@customers.example"
    assert said() == []


def test_what_cannot_be_read_is_kept_as_a_file_for_a_person(cast: Cast) -> None:
    content = raw(b"x", "Subject: " + "a" * 30_000)

    row = settled(content)

    assert (row.state, row.reason, row.unit_id) == ("apart", "unreadable", cast.units["orvane"].pk)
    assert row in mail_to_sort(cast.viewer(Role.MANAGER))
    [file] = row.files.all()
    assert (folder() / file.stored).read_bytes() == content


def test_a_mail_over_which_we_fall_is_tried_again_holds_up_no_other_and_is_shown_to_a_person_in_the_end(
    cast: Cast,
) -> None:
    row = receive(mail("x", to=reply_address(case().number)))
    InboundMail.objects.filter(pk=row.mail_id).update(thread=5, recipients=5)
    settled(mail("y", to=reply_address(case().number), message_id="<m2@customers.example>"))
    assert [words for _number, words in said()] == ["y"]

    for minutes in range(0, 200, 20):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            settle_received()

    kept = InboundMail.objects.get(pk=row.mail_id)
    assert (kept.state, kept.reason, kept.attempts) == ("apart", "failed", 8)
    assert kept in mail_to_sort(cast.viewer(Role.MANAGER))


def test_words_only_in_the_subject_are_words(cast: Cast) -> None:
    settled(mail("", to=reply_address(case().number), subject="Rappelez-moi au plus vite"))

    assert said() == [(case().number, "Rappelez-moi au plus vite")]


def test_stray_files_go_and_those_of_mails_stay(cast: Cast) -> None:
    settled(mail("x", files=(("a.pdf", b"%PDF"),)))
    stray = keep(b"left by a crash")

    with clock.stopped_at(datetime.now(UTC)):
        assert discard_strays() == 0
    with clock.stopped_at(datetime.now(UTC) + timedelta(hours=7)):
        assert discard_strays() == 1

    assert stray not in [one.name for one in folder().iterdir()]
    assert len(list(folder().iterdir())) == 1


def test_no_customer_is_made_of_a_stranger(cast: Cast) -> None:
    before = Customer.objects.count()

    assert settled(mail(sender="x@nowhere.example", subject="Bonjour")).reason == "stranger"
    assert Customer.objects.count() == before
