"""Compares every answer that a test gets with the OpenAPI document: status, error code and body."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.support.routes import PLACE
from web import API_PREFIX
from web.edge.application import FlowPilot

_DOCUMENT = "urn:openapi"


class OpenApiCheck:
    """Watches an application's answers; `problems` lists what differs from the document."""

    def __init__(self, app: FlowPilot) -> None:
        self.problems: list[str] = []
        self._document: dict[str, Any] = app.test_client().get(f"{API_PREFIX}/openapi.json").get_json()
        resource = Resource.from_contents(self._document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)
        self._validators: dict[str, Draft202012Validator] = {}
        app._got_first_request = False
        app.after_request(self._look)

    def _look(self, response: Response) -> Response:
        rule = request.url_rule
        if rule is None or not rule.rule.startswith(API_PREFIX) or rule.rule.endswith("openapi.json"):
            return response
        path = PLACE.sub(r"{\1}", rule.rule)
        operation = self._document["paths"].get(path, {}).get(request.method.lower())
        if operation is not None:
            self._compare(f"{request.method} {path}", path, response)
        return response

    def _compare(self, name: str, path: str, response: Response) -> None:
        status, method = str(response.status_code), request.method.lower()
        declared = self._document["paths"][path][method]["responses"]
        if status not in declared:
            self.problems.append(f"{name}: {status} is not declared: {response.get_data(as_text=True)[:200]}")
            return
        if response.mimetype != "application/json" or response.is_streamed or status == "204":
            return
        content = declared[status].get("content", {}).get("application/json")
        if content is None:
            return
        place = "/".join(part.replace("~", "~0").replace("/", "~1") for part in ("paths", path, method))
        pointer = f"{_DOCUMENT}#/{place}/responses/{status}/content/application~1json/schema"
        for error in self._validator(pointer).iter_errors(response.get_json()):
            self.problems.append(f"{name}: {status}: {error.json_path}: {error.message[:300]}")
            break

    def _validator(self, pointer: str) -> Draft202012Validator:
        if pointer not in self._validators:
            encoded = pointer.replace("{", "%7B").replace("}", "%7D")
            self._validators[pointer] = Draft202012Validator({"$ref": encoded}, registry=self._registry)
        return self._validators[pointer]
