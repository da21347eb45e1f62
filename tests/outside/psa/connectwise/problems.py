"""An error as ConnectWise PSA writes it: `{code, message, errors: [{code, message, resource, field}]}`."""

from __future__ import annotations

from typing import Any

from tests.outside.psa.exchange import Reply, json_reply


class Problem(Exception):
    def __init__(self, status: int, code: str, message: str, *, resource: str = "", field: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.resource, self.field = status, code, message, resource, field

    def reply(self) -> Reply:
        errors: list[dict[str, Any]] = []
        if self.field:
            errors = [{"code": self.code, "message": self.message, "resource": self.resource, "field": self.field}]
        message = f"{self.resource} object is invalid" if self.field else self.message
        code = "InvalidObject" if self.field else self.code
        return json_reply({"code": code, "message": message, "errors": errors}, self.status)


def invalid(resource: str, field: str, message: str, code: str = "InvalidObject") -> Problem:
    return Problem(400, code, message, resource=resource, field=field)


def missing(what: str) -> Problem:
    return Problem(404, "NotFound", f"{what} not found")
