"""The OpenAPI document is valid, whole, and tells the truth about errors."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.support.desk import API, Desk, expect
from tests.support.routes import PLACE, declared_routes
from web import API_PREFIX
from web.edge.application import FlowPilot


@pytest.fixture(scope="module")
def document(app: FlowPilot) -> dict[str, Any]:
    return expect(app.test_client().get(f"{API}/openapi.json"), 200)


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    }


def test_the_document_is_valid_openapi_3(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.")
    validate(document)


def test_it_lists_every_route_and_no_other(app: FlowPilot, document: dict[str, Any]) -> None:
    def as_openapi(path: str) -> str:
        return PLACE.sub(r"{\1}", path)

    routes = {f"{route.method} {API_PREFIX}{as_openapi(route.path)}" for route in declared_routes(app)}
    assert set(operations(document)) == routes


def test_every_operation_says_what_it_does_and_what_it_answers(document: dict[str, Any]) -> None:
    for name, operation in operations(document).items():
        assert operation.get("summary"), name
        assert any(status.startswith("2") for status in operation["responses"]), name
        assert "default" in operation["responses"], name


def test_the_error_schema_has_our_fields(document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Error"]
    assert set(schema["properties"]) == {"status", "code", "message", "detail", "request_id"}
    assert set(schema["required"]) == set(schema["properties"])
    assert schema["properties"]["status"]["type"] == "integer"
    assert schema["properties"]["code"]["type"] == "string"


def test_errors_refer_to_that_schema(document: dict[str, Any]) -> None:
    answer = document["components"]["responses"]["DEFAULT_ERROR"]
    assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}


def test_an_error_as_it_is_answered_fits_the_schema(document: dict[str, Any], desk: Desk) -> None:
    schema = document["components"]["schemas"]["Error"]
    kinds = {"integer": int, "string": str, "object": dict, "null": type(None)}
    for response in (desk.junior.get("/nothing"), desk.viewer.post("/ai-sessions"), desk.junior.post("/ai-sessions")):
        error = response.get_json()
        assert set(error) == set(schema["properties"])
        for name, value in error.items():
            said = schema["properties"][name]["type"]
            allowed = tuple(kinds[kind] for kind in ([said] if isinstance(said, str) else said))
            assert isinstance(value, allowed), name


def test_a_session_as_it_is_answered_has_every_field_of_its_schema(document: dict[str, Any], desk: Desk) -> None:
    schema = document["components"]["schemas"]["Session"]
    assert set(desk.junior.opens_session()) == set(schema["properties"]) == set(schema["required"])


def test_closed_sets_are_listed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert set(schemas["Fix"]["properties"]["status"]["enum"]) == {
        *("proposed", "applied_pending", "applied_partial", "applied_success", "applied_failed", "dismissed")
    }
    assert set(schemas["User"]["properties"]["role"]["enum"]) == {"owner", "admin", "engineer", "viewer"}


def test_a_password_is_only_ever_sent(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for field, about in schema.get("properties", {}).items():
            if "password" in field:
                assert about.get("writeOnly"), name
