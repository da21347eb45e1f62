"""An example for every field of the OpenAPI document: by its name if that is known here, otherwise by its type."""

from __future__ import annotations

from typing import Any

_NAMED: dict[str, Any] = {
    "account_name": "Northwind IT",
    "code": "not_found",
    "client_name": "Contoso",
    "confidence": "medium",
    "content": "It prompts again after a minute.",
    "csrf_token": "4b1c…",
    "current": "correct horse battery",
    "cursor": "MjAyNi0xMS0yN1QwOTowMDowMFog",
    "email": "sam@example.com",
    "escalation_reason": "Stuck after the third fix",
    "kind": "user_message",
    "link": "/pilot/0198c0de-7b1e-7d3a-9c54-2f6d3a1b0c4e?pickup=true",
    "message": "There is nothing here that you may see.",
    "metric_definition": "Seconds from the claim to the first action.",
    "name": "Sam Keller",
    "new": "a longer horse battery",
    "next_cursor": "MjAyNi0xMS0yN1QwOTowMDowMFog",
    "notes": "The prompt is gone on two of three machines.",
    "password": "correct horse battery",
    "period": "30d",
    "problem": "Outlook keeps asking for the password.",
    "problem_summary": "Outlook keeps asking for the password.",
    "provider": "anthropic",
    "psa_ticket_id": "48213",
    "rationale": "The stored token has expired.",
    "reason": "Stuck after the third fix",
    "request_id": "5f1f6c1e2d5c4c0b9d0a8f5d3f0f9a11",
    "resolution": "Cleared the cached sign-in.",
    "risk": "low",
    "status": 404,
    "title": "Clear the cached sign-in",
    "token": "fp_2b7e…",
    "value": "Windows 11 23H2",
}
_FORMATS = {
    "uuid": "0198c0de-7b1e-7d3a-9c54-2f6d3a1b0c4e",
    "date-time": "2026-11-27T09:00:00Z",
    "email": "sam@example.com",
    "url": "https://desk.example.com/pilot",
}
_TYPES: dict[str, Any] = {"string": "…", "integer": 1, "number": 0.5, "boolean": True, "array": [], "object": {}}


def add_to(document: dict[str, Any]) -> dict[str, Any]:
    """Add `examples` to every property that has none (JSON Schema 2020-12, section 9.5).  Changes `document`."""
    for schema in document.get("components", {}).get("schemas", {}).values():
        for name, described in schema.get("properties", {}).items():
            if "$ref" not in described and "examples" not in described and "example" not in described:
                described["examples"] = [_of(name, described)]
    return document


def of_schema(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """A complete example of `schema`.  References are resolved in `schemas`."""
    if "$ref" in schema:
        return of_schema(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return of_schema(schema[several][0], schemas)
    if "properties" in schema:
        return {name: of_schema(described, schemas) for name, described in schema["properties"].items()}
    if schema.get("type") == "array" and schema.get("items"):
        return [of_schema(schema["items"], schemas)]
    return schema["examples"][0] if schema.get("examples") else schema.get("example", _of("", schema))


def _of(name: str, described: dict[str, Any]) -> Any:
    kinds = described.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if described.get("enum"):
        return described["enum"][0]
    if described.get("format") in _FORMATS:
        return _FORMATS[described["format"]]
    named = _NAMED.get(name)
    if named is not None and isinstance(named, int) == (kind == "integer") and kind in ("string", "integer"):
        return named
    if kind in ("integer", "number") and "minimum" in described:
        return described["minimum"]
    return _TYPES.get(kind)
