"""A board as an e-mail: plain words, and the same with pictures that come along inside."""

from dataclasses import dataclass
from email.message import EmailMessage as Written
from email.policy import Policy
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from aisance.accounts.contracts import PersonCard
from aisance.boards.models import Board
from aisance.boards.paper.document import document_of, said
from aisance.boards.paper.typesetting import as_pictures
from aisance.boards.reading.board import BoardReading, PartReading, read_board
from aisance.core.permissions import Viewer
from aisance.outreach.public import Letter, message_id
from aisance.ui.dates import date_format


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing of one part; `name` is how the text refers to it inside the mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader gets: subject, plain words, HTML, and the pictures that the HTML shows."""

    subject: str
    text: str
    html: str
    pictures: list[Picture]
    language: str


def report_of(board: Board, viewer: Viewer, language: str) -> Report:
    """The report of a board for a reader, with the figures that they may see, in their language."""
    with translation.override(language):
        reading = read_board(board, viewer)
        document = document_of(reading, company=settings.ENVIRONMENT.company)
        drawn = as_pictures(document)
        pictures = [Picture(f"part{i}@aisance", content) for i, content in enumerate(drawn, start=1)]
        page = _page(reading, pictures, language)
        subject = _("%(title)s, week of %(day)s") % {
            "title": reading.title,
            "day": date_format(reading.computed_at, "j F"),
        }
        text = render_to_string("boards/mail/report.txt", page)
        html = render_to_string("boards/mail/report.html", page)
    return Report(" ".join(subject.split()), text, html, pictures, language)


def _page(reading: BoardReading, pictures: list[Picture], language: str) -> dict[str, Any]:
    base = settings.BASE_URL
    return {
        "reading": reading,
        "company": settings.ENVIRONMENT.company,
        "language": language,
        "parts": [
            {"entry": entry, "name": picture.name, "said": _figures_said(entry), "url": _absolute(base, entry.figures)}
            for entry, picture in zip(reading.parts, pictures, strict=True)
        ],
        "board_url": base + reverse("board", args=[reading.board.pk]),
        "reports_url": base + reverse("reports"),
    }


def _absolute(base: str, path: str) -> str:
    return base + path if path else ""


def _figures_said(entry: PartReading) -> str:
    """The part in words without its title, which stands above."""
    return said(entry).removeprefix(f"{entry.title}, {entry.selection}. ").removeprefix(f"{entry.title}. ")


class ReportLetter(Letter):
    """A letter with an HTML side whose pictures lie inside the mail, so that nothing is fetched from elsewhere."""

    report: Report

    def message(self, *, policy: "Policy[Any] | None" = None) -> Written:
        written = super().message(policy=policy)
        written.add_alternative(self.report.html, subtype="html")
        written["Content-Language"] = self.report.language  # the first one went along with the plain side
        side = written.get_body(("html",))
        assert isinstance(side, Written)
        for number, picture in enumerate(self.report.pictures, start=1):
            side.add_related(
                picture.content,
                "image",
                "png",
                cid=f"<{picture.name}>",
                disposition="inline",
                filename=f"{number}.png",
            )
        return written


def letter_of(report: Report, person: PersonCard, *, key: str, at: Any) -> ReportLetter:
    """The mail of a report: named by its key, so that it bears the same name at every attempt."""
    headers = {
        "Message-ID": message_id(key, settings.BASE_URL),
        "Date": format_datetime(at),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office replies
        "Content-Language": report.language,
    }
    sender = settings.ENVIRONMENT.mail_from
    letter = ReportLetter(report.subject, report.text, sender, [person.email], headers=headers)
    letter.report = report
    return letter
