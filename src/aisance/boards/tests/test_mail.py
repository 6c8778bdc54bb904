"""The weekly report: sent once a week, in the reader's language, with the figures that the reader may see."""

import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections
from django.urls import reverse

from aisance.accounts.models import Person
from aisance.boards.contracts import PartDraft, PartKind
from aisance.boards.models import Board, Share, Subscription, WeeklyReport
from aisance.boards.paper.document import document_of
from aisance.boards.reading.board import read_board
from aisance.boards.services import share_board, subscribe, unsubscribe
from aisance.boards.services.mailing import send_due_reports
from aisance.boards.tests.test_boards import NOW, board_of, company
from aisance.core import clock
from aisance.core.permissions import Role
from aisance.indicators.bonuses.services import mark_bonus
from tests.cast import Cast
from tests.smtp import SmtpServer

__all__ = ["company"]

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)  # half past seven in Paris
FIGURE = PartDraft(PartKind.FIGURE, "nps")
TREND = PartDraft(PartKind.TREND, "nps")


@pytest.fixture
def subscribed(company: Cast) -> int:
    """Samira receives Claire's board each Monday; returns the board."""
    board = board_of(company, FIGURE, TREND)
    share_board(board_id=board, roles=[Role.SUPERVISOR], unit="lille", by=company.viewer(Role.MANAGER))
    subscribe(board_id=board, weekday=1, by=company.viewer(Role.SUPERVISOR))
    return board


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """The plain and the HTML side of a mail."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    return plain.get_content(), html.get_content()


def test_a_report_leaves_once_a_week_with_the_readers_own_figures(subscribed: int, smtp_server: SmtpServer) -> None:
    for moment in (NOW, MONDAY - timedelta(hours=1), MONDAY, MONDAY + timedelta(hours=3), MONDAY + timedelta(days=2)):
        with clock.stopped_at(moment):
            send_due_reports()

    [mail] = smtp_server.received
    plain, html = bodies(mail)
    assert mail["To"] == "samira@orvane.example"
    assert mail["Subject"] == "Mine, week of 23 November"
    assert "n = 123" in plain  # those of Lille, not the 243 of the company
    assert "243" not in plain + html
    assert WeeklyReport.objects.get().state == "sent"

    with clock.stopped_at(MONDAY + timedelta(days=7)):
        send_due_reports()
    assert len(smtp_server.received) == 2
    assert len(set(smtp_server.ids())) == 2


def test_pictures_lie_inside_the_mail_with_words_behind_them(subscribed: int, smtp_server: SmtpServer) -> None:
    with clock.stopped_at(MONDAY):
        send_due_reports()

    [mail] = smtp_server.received
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    _, html = bodies(mail)
    assert [part["Content-ID"] for part in pictures] == ["<part1@aisance>", "<part2@aisance>"]
    assert all(part.get_content().startswith(b"\x89PNG") for part in pictures)
    assert 'src="cid:part1@aisance"' in html
    assert "n = 123" in html.split('alt="')[1].split('"')[0]
    assert "http" not in html.split("src=")[1].split(">")[0]


def test_a_report_is_in_the_readers_language(subscribed: int, company: Cast, smtp_server: SmtpServer) -> None:
    Person.objects.filter(pk=company.people[Role.SUPERVISOR].pk).update(language="fr")

    with clock.stopped_at(MONDAY):
        send_due_reports()

    [mail] = smtp_server.received
    plain, html = bodies(mail)
    assert mail["Subject"] == "Mine, semaine du 23 novembre"
    assert mail["Content-Language"] == "fr"
    assert '<html lang="fr">' in html
    assert "octobre" in plain


def test_who_may_not_see_the_board_any_more_gets_nothing(subscribed: int, smtp_server: SmtpServer) -> None:
    Share.objects.all().delete()

    with clock.stopped_at(MONDAY):
        send_due_reports()

    report = WeeklyReport.objects.get()
    assert (report.state, report.reason) == ("failed", "not_shared")
    assert smtp_server.received == []


def test_a_closed_account_gets_nothing(subscribed: int, company: Cast, smtp_server: SmtpServer) -> None:
    Person.objects.filter(pk=company.people[Role.SUPERVISOR].pk).update(is_active=False)

    with clock.stopped_at(MONDAY):
        send_due_reports()

    assert WeeklyReport.objects.get().reason == "no_account"
    assert smtp_server.received == []


def test_who_asks_after_the_hour_gets_the_first_report_next_week(company: Cast, smtp_server: SmtpServer) -> None:
    board = board_of(company, FIGURE)
    with clock.stopped_at(MONDAY):
        subscribe(board_id=board, weekday=1, by=company.viewer(Role.MANAGER))
        send_due_reports()
    assert smtp_server.received == []

    with clock.stopped_at(MONDAY + timedelta(days=7)):
        send_due_reports()
    assert len(smtp_server.received) == 1


def test_who_stopped_gets_no_more(subscribed: int, company: Cast, smtp_server: SmtpServer) -> None:
    unsubscribe(board_id=subscribed, by=company.viewer(Role.SUPERVISOR))

    with clock.stopped_at(MONDAY):
        send_due_reports()

    assert smtp_server.received == []
    assert not Subscription.objects.exists()


def test_a_week_has_one_report_by_constraint(subscribed: int) -> None:
    row = Subscription.objects.get()
    WeeklyReport.objects.create(subscription=row, week=MONDAY.date(), next_try_at=MONDAY)

    with pytest.raises(IntegrityError):
        WeeklyReport.objects.create(subscription=row, week=MONDAY.date(), next_try_at=MONDAY)


def test_a_server_that_says_not_now_is_asked_again(subscribed: int, smtp_server: SmtpServer) -> None:
    smtp_server.answers["rcpt"] = "450 later"
    with clock.stopped_at(MONDAY):
        send_due_reports()
    report = WeeklyReport.objects.get()
    assert (report.state, report.attempts, report.reason) == ("pending", 1, "450 later")

    smtp_server.answers.clear()
    with clock.stopped_at(MONDAY + timedelta(minutes=2)):
        send_due_reports()
    assert WeeklyReport.objects.get().state == "sent"
    assert len(smtp_server.received) == 1


def test_a_receipt_that_was_lost_is_said_and_the_report_not_sent_again(
    subscribed: int, smtp_server: SmtpServer
) -> None:
    smtp_server.closes, smtp_server.keeps = "end", True
    with clock.stopped_at(MONDAY):
        send_due_reports()
    smtp_server.closes = None
    with clock.stopped_at(MONDAY + timedelta(hours=3)):
        send_due_reports()

    assert WeeklyReport.objects.get().state == "unacknowledged"
    assert len(smtp_server.received) == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="threads cannot share a SQLite database in memory")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_report(subscribed: int, smtp_server: SmtpServer) -> None:
    def work() -> None:
        try:
            with clock.stopped_at(MONDAY):
                send_due_reports()
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(smtp_server.received) == 1
    assert WeeklyReport.objects.get().state == "sent"


def test_pages_show_the_mail_beforehand_and_what_one_receives(subscribed: int, company: Cast) -> None:
    samira = company.client(Role.SUPERVISOR)

    preview = samira.get(reverse("board-mail", args=[subscribed])).content.decode()
    received = samira.get(reverse("reports")).content.decode()
    stopped = samira.post(reverse("board-receive", args=[subscribed]), {"stop": "1"})

    assert "n = 123" in preview
    assert "Monday" in received
    assert stopped.status_code == 302
    assert not Subscription.objects.exists()


def test_a_day_that_does_not_exist_changes_nothing(company: Cast) -> None:
    board = board_of(company, FIGURE)

    company.client(Role.MANAGER).post(reverse("board-receive", args=[board]), {"weekday": "8"})

    assert not Subscription.objects.exists()


def test_a_report_says_who_is_paid_by_a_figure(subscribed: int, company: Cast, smtp_server: SmtpServer) -> None:
    mark_bonus(unit_id=company.units["lille-a"].pk, indicator="nps", by=company.viewer(Role.MANAGER))

    with clock.stopped_at(MONDAY):
        send_due_reports()

    [mail] = smtp_server.received
    assert all("Bonuses depend on this score: Lille A." in body for body in bodies(mail))
    notes = [part["notes"] for part in _document(subscribed, company)["parts"]]
    assert [found[0][:30] for found in notes] == ["Bonuses depend on this score: "] * 2


def _document(board: int, company: Cast) -> dict[str, Any]:
    with clock.stopped_at(MONDAY):
        reading = read_board(Board.objects.get(pk=board), company.viewer(Role.MANAGER))
        return document_of(reading, company="Orvane")
