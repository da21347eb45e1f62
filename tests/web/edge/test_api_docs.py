"""The document for programs and the page for people: every operation, every field with an example."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.desk import expect
from web import API_PREFIX
from web.edge.application import FlowPilot


@pytest.fixture(scope="module")
def document(app: FlowPilot) -> dict[str, Any]:
    return expect(app.test_client().get(f"{API_PREFIX}/openapi.json"), 200)


def _fields(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{name}.{field}", described)
        for name, schema in document["components"]["schemas"].items()
        for field, described in schema.get("properties", {}).items()
        if "$ref" not in described
    ]


def test_every_field_has_an_example_that_it_allows(document: dict[str, Any]) -> None:
    plain = [(name, described) for name, described in _fields(document) if "$ref" not in str(described)]
    assert [name for name, described in _fields(document) if not described.get("examples")] == []
    wrong = [
        name for name, described in plain if not Draft202012Validator(described).is_valid(described["examples"][0])
    ]
    assert wrong == []


def test_the_page_has_every_operation_and_its_error_codes(app: FlowPilot, document: dict[str, Any]) -> None:
    page = app.test_client().get("/api/docs")
    assert page.mimetype == "text/html"
    text = page.get_data(as_text=True)
    for path, item in document["paths"].items():
        assert f"<code>{path}</code>" in text
        assert item
    assert "<code>handoff_already_claimed</code>" in text
    assert "<script" not in text
    assert " style=" not in text


def test_the_pages_sheet_is_there(app: FlowPilot) -> None:
    with app.test_client().get("/api/docs/api_docs.css") as sheet:
        assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
