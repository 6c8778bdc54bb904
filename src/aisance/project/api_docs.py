"""The description of the API as a page of the house, made from its OpenAPI document.

It loads nothing from elsewhere and needs no script, so it can be read where the outside is out of reach and under the
house's content security policy.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

type Words = list[tuple[str, bool]]
"""Pieces of a text, each with whether it is code."""

type Node = dict[str, Any]
"""A part of the OpenAPI document."""

REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a property. `shape` names the shape it holds, where it holds one that is described apart."""

    name: str
    kind: str
    shape: str
    required: bool
    words: Words


@dataclass(frozen=True, slots=True)
class Answer:
    """One status with what comes with it."""

    status: str
    meaning: str
    kind: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does."""

    anchor: str
    method: str
    path: str
    summary: str
    paragraphs: list[Words]
    parameters: list[Field]
    body: list[Field]
    examples: list[tuple[str, str]]
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object that answers are made of."""

    name: str
    words: Words
    fields: list[Field]


class ReadablePage(DocsBase):
    """What stands at the address of the documentation."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = api.get_openapi_schema(path_params=kwargs)
        context = {
            "title": document["info"]["title"],
            "words": pieces(document["info"]["description"]),
            "operations": operations(document),
            "shapes": shapes(document),
            "address": self.get_openapi_url(api, kwargs),
        }
        return render(request, "project/api.html", context)


def operations(document: Node) -> list[Operation]:
    """Every operation, in the order of the document."""
    return [
        _operation(path, method, node)
        for path, methods in document["paths"].items()
        for method, node in methods.items()
    ]


def _operation(path: str, method: str, node: Node) -> Operation:
    body = node.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        anchor=node["operationId"],
        method=method.upper(),
        path=path,
        summary=node.get("summary", ""),
        paragraphs=[pieces(text) for text in node.get("description", "").split("\n\n") if text],
        parameters=[_field(p["name"], p["schema"], required=p.get("required", False)) for p in node["parameters"]],
        body=list(_fields(_one_item(body.get("schema", {})))),
        examples=[(e["summary"], _pretty(e["value"])) for e in body.get("examples", {}).values()],
        answers=[_answer(str(status), content) for status, content in node["responses"].items()],
    )


def _one_item(schema: Node) -> Node:
    """Of a body that is one object or a list of them, the object."""
    options: list[Node] = schema.get("oneOf", [schema])
    return options[0]


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _fields(schema: Node, prefix: str = "") -> Iterator[Field]:
    """The properties of an object; those of an object inside it as `outer.inner`."""
    required = set(schema.get("required", ()))
    for name, held in schema.get("properties", {}).items():
        yield _field(f"{prefix}{name}", held, required=name in required)
        yield from _fields(_object_in(held), f"{prefix}{name}.")


def _object_in(schema: Node) -> Node:
    return next((option for option in schema.get("anyOf", [schema]) if "properties" in option), {})


def _field(name: str, schema: Node, *, required: bool) -> Field:
    return Field(name, kind_of(schema), _shape_in(schema), required, pieces(schema.get("description", "")))


def _answer(status: str, content: Node) -> Answer:
    held: list[Node] = list(content.get("content", {}).values())
    schema: Node = held[0]["schema"] if held else {}
    return Answer(status, HTTPStatus(int(status)).phrase, kind_of(schema), _shape_in(schema))


def shapes(document: Node) -> list[Shape]:
    """The objects that answers are made of."""
    schemas = document["components"]["schemas"]
    used = set(_references([document["paths"], *schemas.values()]))
    return [
        Shape(name, pieces(schema.get("description", "")), list(_fields(schema)))
        for name, schema in schemas.items()
        if name in used
    ]


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].removeprefix(REFERENCE)
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)


def _shape_in(schema: Node) -> str:
    return next(_references(schema), "")


def kind_of(schema: Node) -> str:
    """What a value is, in words.

    >>> kind_of({"anyOf": [{"type": "integer"}, {"type": "null"}]})
    'integer or null'
    >>> kind_of({"type": "array", "items": {"$ref": "#/components/schemas/Row"}})
    'list of Row'
    >>> kind_of({"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}]})
    'list of number, number'
    """
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "anyOf" in schema:
        return " or ".join(kind_of(option) for option in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return "list of " + ", ".join(kind_of(item) for item in schema.get("prefixItems") or [schema["items"]])
    return "date and time" if schema.get("format") == "date-time" else str(schema.get("type", ""))


def pieces(text: str) -> Words:
    """A text cut where its code begins and ends.

    >>> pieces("Send `KEY` now")
    [('Send ', False), ('KEY', True), (' now', False)]
    """
    parts = re.split(r"`([^`]*)`", text)
    return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]
