"""Mails in the shapes in which they really come, made here: none is anybody's."""

from email import policy
from email.message import EmailMessage

REPLY = "care+k7qf2m.aaaaaaaaaaaaa@orvane.example"
INTRO_FR = "Le lun. 16 nov. 2026 à 14:22, Orvane <care@orvane.example> a écrit\N{NO-BREAK SPACE}:"
QUOTE = "> Bonjour Ana,\n> Votre dossier avance.\n> Orvane\n"


def mail(
    text: str = "Toujours rien.\n",
    *,
    sender: str = "Ana Martin <ana@customers.example>",
    to: str = "care@orvane.example",
    subject: str = "Re: Votre dossier",
    message_id: str = "<m1@customers.example>",
    html: str = "",
    files: tuple[tuple[str, bytes], ...] = (),
    **headers: str,
) -> bytes:
    """A mail as a usual program writes it; further headers by name, with `_` for `-`."""
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"], letter["To"], letter["Subject"] = sender, to, subject
    letter["Date"] = "Mon, 16 Nov 2026 15:00:00 +0100"
    if message_id:
        letter["Message-ID"] = message_id
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    if text or not html:
        letter.set_content(text)
    if html:
        if text:
            letter.add_alternative(html, subtype="html")
        else:
            letter.set_content(html, subtype="html")
    for name, content in files:
        letter.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def raw(body: bytes, *headers: str) -> bytes:
    """A mail byte for byte, for what no program should send."""
    usual = ["From: Ana <ana@customers.example>", "To: care@orvane.example", "Message-ID: <m1@customers.example>"]
    return "\r\n".join([*usual, *headers]).encode("latin-1") + b"\r\n\r\n" + body


def bounce(message_id: str, address: str) -> bytes:
    """A delivery report for a mail of ours."""
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: care@orvane.example\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n"
        "Message-ID: <b1@mx.example>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\nTo: {address}\r\n\r\n--b--\r\n"
    ).encode()
