"""The description of the API is a page of the house: readable without a script, and nothing comes from elsewhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from ninja import Schema
from playwright.sync_api import Browser, Route

from aisance.project.api import api
from tests.browsing import in_browser
from tests.cast import Cast
from tests.test_accessibility import ORIGIN, _problems, rendered, serve

ADDRESS = "/api/v1/docs"


def test_the_page_describes_every_operation_and_every_shape(cast: Cast) -> None:
    page = Client().get(ADDRESS).content.decode()
    document = api.get_openapi_schema()

    for path, methods in document["paths"].items():
        for method, node in methods.items():
            assert f"{method.upper()} {path}" in page
            assert f'id="{node["operationId"]}"' in page
            for parameter in node["parameters"]:
                assert f"<code>{parameter['name']}</code>" in page
    assert "<code>customer.email</code>" in page
    assert page.count('href="#shape-') > 0
    assert all(f'id="shape-{name}"' in page for name in ("RecordedOut", "ItemOut", "ProblemOut", "Row", "Wrong"))
    assert "<script" not in page


@pytest.mark.browser
@pytest.mark.sqlite_only
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_asks_nothing_of_anybody_else(cast: Cast, width: int) -> None:
    pages = rendered(Client(), (ADDRESS,), "fr")
    asked: list[str] = []
    complaints: list[str] = []

    def look(browser: Browser) -> None:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda m: complaints.append(m.text) if "Security Policy" in m.text else None)
        page.route("**/*", Route.abort)
        serve(page, pages)
        page.goto(ORIGIN + ADDRESS)
        complaints.extend(_problems(page))

    in_browser(look)

    assert {urlsplit(url).netloc for url in asked} == {"testserver"}
    assert complaints == []


def test_no_two_shapes_of_the_api_bear_one_name() -> None:
    """The document knows a shape by its name: of two with one name it would describe one only."""
    fields: dict[str, set[frozenset[str]]] = {}
    for kind in _every_kind(Schema):
        fields.setdefault(kind.__name__, set()).add(frozenset(kind.model_fields))

    assert {name: kinds for name, kinds in fields.items() if name.endswith(("In", "Out")) and len(kinds) > 1} == {}


def _every_kind(kind: type[Schema]) -> Iterator[type[Schema]]:
    for below in kind.__subclasses__():
        if below.__module__.startswith("aisance."):
            yield below
        yield from _every_kind(below)
