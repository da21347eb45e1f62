"""Calls drawn from the OpenAPI document.

A module of its own, because schemathesis takes seconds to import, and one process of several needs it.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core import NotSet

from tests.support.desk import API, Desk
from web.edge.application import FlowPilot

CASES = int(os.environ.get("FUZZ_CASES", "4"))
# A stream does not end, and what ends the login would end the test.
LEFT_OUT = {"/stream", "/ai-sessions/{session_id}/stream", "/ai-sessions/escalations/stream", "/auth/logout"}


@dataclass
class Told:
    """How often each status came."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def operations(app: FlowPilot) -> list[Any]:
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)
    return [found.ok() for found in schema.get_all_operations()]


def send(case: Case, desk: Desk, ids: dict[str, str], *, meets: bool) -> tuple[int, str]:
    """The status and the body's beginning.  A case of the wrong kind is sent as it is."""
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", ids.get(name, str(value)) if meets else str(value))
    headers = {str(name): str(value) for name, value in (case.headers or {}).items()}
    headers = {name: value for name, value in headers.items() if name.lower() not in {"cookie", "authorization"}}
    headers |= {"X-CSRF-Token": desk.owner.csrf_token}
    more: dict[str, Any] = {}
    if isinstance(case.body, bytes):
        more["data"] = case.body
    elif case.body is not None and not isinstance(case.body, NotSet):
        # The standard library sends what ours would not: huge numbers, lone surrogates.
        more |= {"data": json.dumps(case.body), "content_type": "application/json"}
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    try:
        response = desk.owner.client.open(path, method=case.method, headers=headers, query_string=query, **more)
    except (ValueError, UnicodeError):
        return 0, "the client itself would not send it"
    return response.status_code, response.get_data().decode("utf-8", "replace")[:200]


def draw_and_send(app: FlowPilot, desk: Desk, ids: dict[str, str], *, kind: str) -> list[str]:
    """What went wrong, of CASES calls of each operation.  `kind`: positive (as the document allows) or negative."""
    told = Told()
    mode = GenerationMode(kind)
    for operation in operations(app):
        if operation.path.removeprefix(API) in LEFT_OUT:
            continue

        @hypothesis_settings(
            max_examples=CASES,
            deadline=None,
            database=None,
            derandomize=CASES < 20,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def run(case: Case) -> None:
            status, body = send(case, desk, ids, meets=sum(told.statuses.values()) % 2 == 0)
            told.statuses[status] += 1
            if status >= 500:
                told.faults.append(f"{case.method} {case.path}: {status} {body}")

        # An operation without input has nothing that could be wrong.
        with suppress(Unsatisfiable):
            run()
    sys.stdout.write(f"\n{kind}: {told.statuses.total()} cases, statuses {dict(sorted(told.statuses.items()))}\n")
    return told.faults
