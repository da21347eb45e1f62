"""/api/docs: the OpenAPI document as a page to read.

Written by the server, with a sheet of its own and no script: what is made for it elsewhere needs inline styles, which
our policy forbids, and a megabyte of script.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, Response, render_template, send_from_directory

from web.edge import examples
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
    """An example of the request's body, as JSON."""
    answer: str | None
    success: str
    errors: list[tuple[str, str]]
    """Status and the codes that go with it."""

    @property
    def anchor(self) -> str:
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}"


def register(app: Flask, api: StrictApi, prefix: str) -> None:
    def page() -> str:
        document = api.document()
        groups = _groups(document)
        return render_template("api_docs.html", document=document, groups=groups, prefix=prefix)

    def sheet() -> Response:
        return send_from_directory(ASSETS, "api_docs.css", max_age=3_600)

    app.add_url_rule("/api/docs", "api_docs", page)
    app.add_url_rule("/api/docs/api_docs.css", "api_docs_sheet", sheet)


def _groups(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """By the tag of each operation, in the order in which the document has them."""
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


def _json(carrier: dict[str, Any], components: dict[str, Any]) -> str | None:
    """An example of what a body or an answer carries, where that is JSON."""
    schema = carrier.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return None
    value = examples.of_schema(schema, components["schemas"])
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
