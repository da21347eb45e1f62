"""/api/docs: the OpenAPI and AsyncAPI documents as a readable page, and the AsyncAPI document itself.

The server renders it, with its own style sheet and without scripts.  The usual viewers need inline styles, which our
Content-Security-Policy forbids, and a megabyte of JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, jsonify, render_template, send_from_directory

from web.edge import asyncapi, examples
from web.edge.openapi import StrictApi

ASSETS = Path(__file__).parent / "docs"
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Operation:
    method: str
    path: str
    summary: str
    parameters: list[dict[str, Any]]
    body: str | None
    """An example of the request body, as JSON."""
    answer: str | None
    success: str
    errors: list[tuple[str, str]]
    """Each status with its codes."""

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}"


@dataclass(frozen=True, kw_only=True)
class Event:
    name: str
    summary: str
    example: str
    """As JSON."""


def register(app: Flask, api: StrictApi, prefix: str) -> None:
    def page() -> str:
        document = api.document()
        groups, events = _groups(document), _events(asyncapi.document(prefix)["components"])
        return render_template("api_docs.html", document=document, groups=groups, events=events, prefix=prefix)

    def asyncapi_json() -> Response:
        return jsonify(asyncapi.document(prefix))

    def style_sheet() -> Response:
        return send_from_directory(ASSETS, "api_docs.css", max_age=3_600)

    app.add_url_rule("/api/docs", "api_docs", page)
    app.add_url_rule(f"{prefix}/asyncapi.json", "asyncapi_json", asyncapi_json)
    app.add_url_rule("/api/docs/api_docs.css", "api_docs_sheet", style_sheet)


def _groups(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations by tag, in the order of the document."""
    groups: dict[str, list[Operation]] = {tag["name"]: [] for tag in document.get("tags", [])}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = _operation(method, path, item, document["components"])
                groups.setdefault(item[method]["tags"][0], []).append(operation)
    return {name: operations for name, operations in groups.items() if operations}


def _operation(method: str, path: str, item: dict[str, Any], components: dict[str, Any]) -> Operation:
    described = item[method]
    responses = described["responses"]
    success = next(status for status in sorted(responses) if status.startswith("2"))
    return Operation(
        method=method,
        path=path,
        summary=described.get("summary", ""),
        parameters=[*item.get("parameters", []), *described.get("parameters", [])],
        body=_json(described.get("requestBody", {}), components),
        answer=_json(responses[success], components),
        success=success,
        errors=[
            (status, responses[status].get("description", "")) for status in sorted(responses) if status[0] in "45"
        ],
    )


def _events(components: dict[str, Any]) -> list[Event]:
    return [
        Event(name=name, summary=message["summary"], example=_example(message["payload"], components))
        for name, message in components["messages"].items()
    ]


def _json(carrier: dict[str, Any], components: dict[str, Any]) -> str | None:
    """An example of a body or response, as JSON; None if it is not JSON."""
    schema = carrier.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    return _example(schema, components)


def _example(schema: dict[str, Any], components: dict[str, Any]) -> str:
    value = examples.of_schema(schema, components["schemas"])
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
