"""Links: made, changed and closed on their pages, and drawn as codes that lead to the questions."""

import contextlib
import re
import zlib
from typing import Any

import pytest
from django.test import Client

from aisance.core.clock import stopped_at
from aisance.core.models import AuditEntry
from aisance.core.permissions import Role
from aisance.surveys.collection.tests.asked import EVERY_KIND, get, open_link
from aisance.surveys.links.qr import qr_png, qr_svg
from aisance.surveys.models import OpenLink, Programme
from aisance.surveys.tests.company import NOON, running_programme
from tests.cast import Cast


def _said(cast: Cast, **about: Any) -> dict[str, Any]:
    return {
        "name": "Shop in Lille",
        "use": "link",
        "unit": cast.units["lille"].pk,
        "channel": "shop",
        "step": "",
        "language": "fr",
        "per_hour": "50",
        "origins": "",
        **about,
    }


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return running_programme()


@pytest.fixture
def claire(cast: Cast) -> Client:
    return cast.client(Role.MANAGER)


def test_a_link_is_made_on_a_page_and_leads_to_the_questions(cast: Cast, programme: Programme, claire: Client) -> None:
    here = f"/programmes/{programme.code}/links/"
    with stopped_at(NOON):
        answer = claire.post(f"{here}new/", _said(cast))

    link = OpenLink.objects.get()
    assert answer["Location"] == f"{here}{link.code}/"
    assert (link.name, link.use, link.unit.code, link.channel) == ("Shop in Lille", "link", "lille", "shop")
    assert (link.step_id, link.language, link.per_hour, link.origins) == (None, "fr", 50, [])
    assert re.fullmatch(r"[2-9a-hjkmnp-z]{10}", link.code)
    assert get(f"/l/{link.code}/").status_code == 200
    assert AuditEntry.objects.filter(action="link.made", object_id=link.code).count() == 1
    page = claire.get(f"{here}{link.code}/").content.decode()
    assert f"/l/{link.code}/" in page
    assert "no response yet" in page


def test_a_link_is_changed_and_closed_and_opened_again(cast: Cast, claire: Client) -> None:
    link = open_link(EVERY_KIND[:2])
    here = f"/programmes/{link.programme.code}/links/poster/"

    claire.post(f"{here}edit/", _said(cast, name="Other"))
    claire.post(f"{here}close/")

    link.refresh_from_db()
    assert (link.name, link.unit.code, link.closed_at is None) == ("Other", "lille", False)
    assert get("/l/poster/").status_code == 410
    claire.post(f"{here}open/")
    assert get("/l/poster/").status_code == 200
    trail = AuditEntry.objects.filter(object_type="link").order_by("pk").values_list("action", flat=True)
    assert [*trail] == ["link.changed", "link.closed", "link.opened"]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"use": "widget"}, "Name the web sites"),
        ({"use": "widget", "origins": "https://*.example.org"}, "is no address of a web site"),
        ({"name": ""}, "This field is required"),
        ({"unit": "999999"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    cast: Cast, programme: Programme, claire: Client, about: dict[str, str], words: str
) -> None:
    answer = claire.post(f"/programmes/{programme.code}/links/new/", _said(cast, **about))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert OpenLink.objects.count() == 0


def test_a_widget_keeps_its_web_sites(cast: Cast, programme: Programme, claire: Client) -> None:
    sites = "https://www.example.org/\nhttps://shop.example.org"
    claire.post(f"/programmes/{programme.code}/links/new/", _said(cast, use="widget", origins=sites))

    assert OpenLink.objects.get().origins == ["https://www.example.org", "https://shop.example.org"]


def test_only_a_link_that_people_open_shows_its_address_and_code(cast: Cast, claire: Client) -> None:
    link = open_link(EVERY_KIND[:2])
    here = f"/programmes/{link.programme.code}/links/poster/"
    for use, shown in (("link", True), ("kiosk", True), ("paper", True), ("widget", False), ("ivr", False)):
        OpenLink.objects.update(use=use)
        page = claire.get(here).content.decode()
        assert (use, "qr.svg" in page, "/l/poster/" in page) == (use, shown, shown)


def test_links_of_another_unit_do_not_exist_for_a_supervisor(cast: Cast) -> None:
    link = open_link(EVERY_KIND[:2])
    OpenLink.objects.update(unit=cast.units["namur"])
    samira = cast.client(Role.SUPERVISOR)
    here = f"/programmes/{link.programme.code}/links/"

    assert "Poster" not in samira.get(here).content.decode()
    for place in ("", "qr.svg", "poster-a4.pdf"):
        assert (place, samira.get(f"{here}poster/{place}").status_code) == (place, 404)
    assert samira.post(f"{here}poster/close/").status_code == 403
    assert OpenLink.objects.get().closed_at is None


def test_the_codes_hold_the_address() -> None:
    import segno

    address = "https://ease.example.org/l/abcdefghjk/"
    modules = [list(row) for row in segno.make_qr(address, error="m").matrix]

    picture = qr_png(address)
    drawing = qr_svg(address, "To the questions").decode()

    assert picture.startswith(b"\x89PNG")
    side = int.from_bytes(picture[16:20], "big")
    assert side == 16 * (len(modules) + 8)
    assert "<title>To the questions</title>" in drawing
    assert 'fill="#fff"' in drawing


def _unpacked(pdf: bytes) -> bytes:
    """Everything in a PDF, its packed streams opened."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return pdf + b"".join(found)


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a5", (420, 595)), ("a6", (298, 420))])
def test_a_poster_is_a_page_of_its_size(cast: Cast, claire: Client, size: str, points: tuple[int, int]) -> None:
    link = open_link(EVERY_KIND[:2])

    answer = claire.get(f"/programmes/{link.programme.code}/links/poster/poster-{size}.pdf")

    assert answer["Content-Type"] == "application/pdf"
    [box] = set(re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", _unpacked(answer.content)))
    assert tuple(round(float(side)) for side in box) == points


def test_other_pictures_and_sizes_there_are_not(cast: Cast, claire: Client) -> None:
    link = open_link(EVERY_KIND[:2])
    here = f"/programmes/{link.programme.code}/links/poster/"

    for place in ("qr.gif", "poster-a0.pdf"):
        assert claire.get(here + place).status_code == 404
