"""What is read out of a mail: the new words, who wrote it, what it answers, and what came along."""

import time
from typing import Any

import pytest

from aisance.cases.bridges.mail.contracts import Automatic, Cut
from aisance.cases.bridges.mail.cutting import cut
from aisance.cases.bridges.mail.plain import plain
from aisance.cases.bridges.mail.reading import UnreadableError, read_mail
from aisance.cases.bridges.tests.letters import INTRO_FR, QUOTE, bounce, mail, raw

OUTLOOK_FR = (
    "De : Orvane <care@orvane.example>\nEnvoyé : lundi 16 novembre 2026 14:22\nÀ : Ana Martin\nObjet : Votre dossier\n"
    "\nBonjour Ana,\nVotre dossier avance.\n"
)
OUTLOOK_EN = "From: Orvane\nSent: Monday, November 16, 2026 2:22 PM\nTo: Ana\nSubject: Your case\n\nDear Ana,\n"

SHAPES = {
    "gmail": f"Toujours rien.\n\n{INTRO_FR}\n\n{QUOTE}",
    "gmail, the introduction on two lines": (
        "Toujours rien.\n\nLe lun. 16 nov. 2026 à 14:22, Orvane Relation Clients <\n"
        "care+k7qf2m.a@orvane.example> a écrit :\n\n" + QUOTE
    ),
    "apple": f"Toujours rien.\n\nOn 16 Nov 2026, at 14:22, Orvane <care@orvane.example> wrote:\n\n{QUOTE}",
    "a telephone that does not mark quotes": (
        "Toujours rien.\n\nLe 16 nov. 2026 à 14:22, Orvane <care@orvane.example> a écrit :\n\n"
        "Bonjour Ana,\nVotre dossier\n"
    ),
    "outlook in French": f"Toujours rien.\n\n{OUTLOOK_FR}",
    "outlook with a rule": f"Toujours rien.\n\n________________________________\n{OUTLOOK_FR}",
    "outlook in English": f"Toujours rien.\n\n-----Original Message-----\n{OUTLOOK_EN}",
    "outlook in French, old": f"Toujours rien.\n\n-----Message d'origine-----\n{OUTLOOK_FR}",
    "thunderbird in German": f"Toujours rien.\n\nAm 16.11.26 um 14:22 schrieb Orvane:\n{QUOTE}",
    "gmail in Dutch": f"Toujours rien.\n\nOp ma 16 nov 2026 om 14:22 schreef Orvane <care@orvane.example>:\n\n{QUOTE}",
    "below the quote": f"{INTRO_FR}\n\n{QUOTE}\nToujours rien.\n",
    "a bare quote": f"Toujours rien.\n\n{QUOTE}",
    "two mails deep": f"Toujours rien.\n\n{INTRO_FR}\n\n{QUOTE}>\n> Le 1 nov. 2026 à 9:00, Ana a écrit :\n>> Alors ?\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_mail_that_is_answered_is_cut_away(shape: str) -> None:
    assert cut(SHAPES[shape], "Re: Votre dossier") == Cut("Toujours rien.")


KEPT_WHOLE = {
    "answers between the lines": f"{INTRO_FR}\n\n> Quel numéro ?\n\n4512\n\n> Quand ?\n\nLundi",
    "a sentence that looks like it": "Le facteur a écrit :\nrien du tout\net c’est long.",
    "a list": "De : rien\nvoilà tout.",
    "nothing but words": "Toujours rien.\n\nJ’attends depuis lundi.",
}


@pytest.mark.parametrize("shape", KEPT_WHOLE)
def test_words_of_the_customer_are_never_cut_away(shape: str) -> None:
    assert cut(KEPT_WHOLE[shape], "Re: Votre dossier").words.replace("\N{NO-BREAK SPACE}", " ") == KEPT_WHOLE[
        shape
    ].replace("\N{NO-BREAK SPACE}", " ")


def test_what_was_forwarded_is_the_message() -> None:
    text = f"Voyez ci-dessous.\n\n---------- Forwarded message ---------\n{OUTLOOK_EN}"

    assert "Dear Ana" in cut(text, "TR : votre dossier").words
    assert "Dear Ana" in cut(text, "Fwd: your case").words


@pytest.mark.parametrize(
    ("text", "words", "signature"),
    [
        ("Non.\n\n-- \nAna Martin\n06 12 34 56 78\n", "Non.", "Ana Martin\n06 12 34 56 78"),
        ("Non.\n\nEnvoyé de mon iPhone\n", "Non.", "Envoyé de mon iPhone"),
        ("No.\n\nSent from my Galaxy", "No.", "Sent from my Galaxy"),
        ("Nee.\n\nVerzonden vanaf mijn iPad", "Nee.", "Verzonden vanaf mijn iPad"),
        ("Nein.\n\nVon meinem iPhone gesendet", "Nein.", "Von meinem iPhone gesendet"),
        (f"Non.\n\nEnvoyé de mon iPhone\n\n{INTRO_FR}\n\n{QUOTE}", "Non.", "Envoyé de mon iPhone"),
        ("J’ai envoyé de mon iPhone une photo.\nVue ?", "J’ai envoyé de mon iPhone une photo.\nVue ?", ""),
    ],
)
def test_the_signature_is_kept_apart(text: str, words: str, signature: str) -> None:
    assert cut(text) == Cut(words, signature)


def test_html_alone_becomes_plain_text_with_its_quotes_marked() -> None:
    page = (
        "<html><head><style>p{color:red}</style></head><body><div>Toujours&nbsp;rien.<br>Ana</div>"
        '<div class="gmail_quote"><div class="gmail_attr">Le lun. 16 nov. 2026 à 14:22, Orvane '
        '&lt;<a href="mailto:care@orvane.example">care@orvane.example</a>&gt; a écrit&nbsp;:<br></div>'
        "<blockquote><p>Bonjour Ana,</p><p>Votre dossier</p></blockquote></div>"
        "<script>alert(1)</script><p style='display: none'>caché</p></body></html>"
    )
    read = read_mail(mail("", html=page))

    assert cut(read.text, read.subject) == Cut("Toujours rien.\nAna")
    assert "alert" not in read.text
    assert "caché" not in read.text


def test_outlooks_html_is_cut_at_its_rule() -> None:
    page = (
        "<div><p class=MsoNormal>Toujours rien.<o:p></o:p></p></div><hr><div id=divRplyFwdMsg><b>De :</b> Orvane "
        "&lt;care@orvane.example&gt;<br><b>Envoyé :</b> lundi 16 novembre 2026 14:22<br><b>À :</b> Ana<br>"
        "<b>Objet :</b> Votre dossier</div><div>Bonjour Ana</div>"
    )

    assert cut(plain(page), "RE: Votre dossier") == Cut("Toujours rien.")


def test_an_empty_plain_part_gives_way_to_the_html() -> None:
    assert read_mail(mail("\n \n", html="<p>Oui</p>")).text == "Oui"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Réglé à 9 h, merci – Zoé".encode("cp1252"), 'text/plain; charset="iso-8859-1"'),
        ("Réglé à 9 h, merci – Zoé".encode("cp1252"), "text/plain; charset=windows-1252"),
        ("Réglé à 9 h, merci – Zoé".encode("cp1252"), "text/plain"),
        ("Réglé à 9 h, merci – Zoé".encode("cp1252"), "text/plain; charset=utf-8"),
        ("Réglé à 9 h, merci – Zoé".encode(), 'text/plain; charset="iso-8859-1"'),
        ("Réglé à 9 h, merci – Zoé".encode(), "text/plain; charset=x-none-such"),
        ("Réglé à 9 h, merci – Zoé".encode("utf-16"), "text/plain; charset=utf-16"),
    ],
)
def test_accents_survive_every_alphabet_and_every_lie_about_it(body: bytes, kind: str) -> None:
    read = read_mail(raw(body, f"Content-Type: {kind}", "Content-Transfer-Encoding: 8bit"))

    assert read.text == "Réglé à 9 h, merci – Zoé"


def test_a_subject_and_a_name_with_raw_and_with_encoded_accents_are_read() -> None:
    read = read_mail(
        b"From: =?iso-8859-1?Q?Zo=E9_Martin?= <zoe@customers.example>\r\nTo: care@orvane.example\r\n"
        + "Subject: Réponse à vous\r\n\r\nx".encode("latin-1")
    )

    assert (read.sender_name, read.sender, read.subject) == ("Zoé Martin", "zoe@customers.example", "Réponse à vous")
    assert read.message_id == ""


def test_a_name_that_holds_an_address_is_not_taken_for_the_sender() -> None:
    read = read_mail(mail(sender='"ana@customers.example" <mallory@evil.example>'))

    assert read.sender == "mallory@evil.example"


def test_the_thread_is_read_nearest_first() -> None:
    read = read_mail(mail(In_Reply_To="<c@x>", References="<a@x> <b@x> <c@x>"))

    assert read.thread == ("<c@x>", "<b@x>", "<a@x>")


@pytest.mark.parametrize(
    ("headers", "subject", "expected"),
    [
        ({}, "Re: Votre dossier", Automatic.NO),
        ({"Auto_Submitted": "no"}, "Re: x", Automatic.NO),
        ({"Auto_Submitted": "auto-replied"}, "Re: x", Automatic.OUT_OF_OFFICE),
        ({"Auto_Submitted": "auto-generated; x=y"}, "Re: x", Automatic.MACHINE),
        ({"X_Auto_Response_Suppress": "All"}, "Re: x", Automatic.MACHINE),
        ({"Precedence": "bulk"}, "Soldes", Automatic.MACHINE),
        ({"List_Id": "<news.shop.example>"}, "Soldes", Automatic.MACHINE),
        ({"Return_Path": "<>"}, "x", Automatic.MACHINE),
        ({}, "Réponse automatique : Votre dossier", Automatic.OUT_OF_OFFICE),
        ({}, "Absence du bureau", Automatic.OUT_OF_OFFICE),
        ({}, "Automatic reply: Your case", Automatic.OUT_OF_OFFICE),
        ({}, "Out of Office: Your case", Automatic.OUT_OF_OFFICE),
        ({}, "Automatische Antwort: Ihr Fall", Automatic.OUT_OF_OFFICE),
        ({}, "Abwesenheitsnotiz", Automatic.OUT_OF_OFFICE),
        ({}, "Automatisch antwoord: Uw dossier", Automatic.OUT_OF_OFFICE),
        ({}, "Re: your out of office hours", Automatic.NO),
        ({}, "Absence de réponse depuis un mois", Automatic.NO),
    ],
)
def test_machines_are_told_from_people(headers: Any, subject: str, expected: Automatic) -> None:
    assert read_mail(mail(subject=subject, **headers)).automatic == expected


def test_a_delivery_report_is_a_bounce() -> None:
    assert read_mail(bounce("<x@orvane.example>", "ana@customers.example")).automatic == Automatic.BOUNCE


def test_files_are_bounded_by_kind_size_and_number_and_lose_their_folders() -> None:
    files = (
        ("facture.pdf", b"%PDF-1"),
        ("../../etc/passwd.txt", b"x"),
        ("C:\\temp\\photo.JPG", b"y"),
        ("setup.exe", b"MZ"),
        ("page.html", b"<script>"),
        *((f"{number}.png", b"z") for number in range(9)),
    )
    read = read_mail(mail(files=files))

    assert [(one.name, one.refused) for one in read.files[:5]] == [
        ("facture.pdf", ""),
        ("passwd.txt", ""),
        ("photo.JPG", ""),
        ("setup.exe", "kind"),
        ("page.html", "kind"),
    ]
    assert [one.refused for one in read.files[5:]] == [""] * 7 + ["too_many"] * 2
    assert read.files[0].content == b"%PDF-1"
    assert read.files[3].content == b""


def test_a_mail_that_was_forwarded_as_a_file_is_one_file() -> None:
    inner = mail("Dedans", subject="Inner")
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nVoir\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--b--"
    )
    read = read_mail(raw(body, 'Content-Type: multipart/mixed; boundary="b"'))

    assert read.text.strip() == "Voir"
    assert [(one.name, one.kind) for one in read.files] == [("mail.eml", "message/rfc822")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        b"From: a\r\n" * 10,
        raw(b"x", "Content-Type: multipart/mixed"),
        raw(b"x", 'Content-Type: multipart/mixed; boundary="' + "b" * 500 + '"'),
        raw(b"=?=?", "Content-Type: text/plain; charset==?=?", "Content-Transfer-Encoding: base64"),
        raw(b"--b\r\n\r\n--b--", 'Content-Type: multipart/report; boundary="b"'),
        raw(b"x", "Date: 32 Foo 99999 99:99", "Subject: =?utf-8?b?!!!?=", "References: <<<>>> <a b@c> <@>"),
    ],
)
def test_nonsense_is_read_as_far_as_it_goes(content: bytes) -> None:
    read = read_mail(content)

    assert read.sent_at is None


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
def test_a_mail_of_parts_without_end_is_refused(end: bytes) -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'

    with pytest.raises(UnreadableError):
        read_mail(head + (b"--b" + end + end + b"x" + end) * 5_002)


def test_endless_headers_and_endless_mails_are_refused() -> None:
    with pytest.raises(UnreadableError):
        read_mail(raw(b"x", "Subject: " + "a" * 30_000))
    with pytest.raises(UnreadableError):
        read_mail(b"x" * 25_000_001)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000,
        "On " * 33_000,
        "Le a écrit :\n" * 7_000,
        "> x\ny\n" * 15_000,
        "-----\n" * 16_000,
        "De :\n" * 20_000,
    ],
)
def test_words_made_to_keep_us_busy_do_not(text: str) -> None:
    began = time.process_time()
    cut(text)

    assert time.process_time() - began < 2.0


def test_markup_made_to_keep_us_busy_does_not() -> None:
    began = time.process_time()
    plain("<div>" * 100_000)
    plain("<!--" * 100_000)
    plain("<a href='" * 100_000)

    assert time.process_time() - began < 3.0
