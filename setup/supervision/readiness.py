"""Waits until the app is ready: GET /readyz answers 200 and every process type is up.  Says why if it never is."""

from __future__ import annotations

import http.client
import time
from collections import defaultdict
from pathlib import Path

from setup.problems import SetupProblem
from setup.supervision.log_follower import likely_cause
from setup.supervision.supervisor import Supervisor

_SECONDS = 120.0
_STARTS_ENOUGH = 3
"""A process type that needs this many starts before the app is ready is given up."""


def wait(port: int, supervisor: Supervisor, log: Path) -> None:
    """Return when the app answers and every process type is up.  Raises SetupProblem `process_fails` or `not_ready`."""
    deadline = time.monotonic() + _SECONDS
    starts: dict[str, set[int]] = defaultdict(set)
    while True:
        answer, process_types = _readiness(port), supervisor.process_types()
        if answer == http.HTTPStatus.OK and all(process_type.is_up for process_type in process_types):
            return
        for process_type in process_types:
            starts[process_type.name].add(process_type.started_at)
            if len(starts[process_type.name] - {0}) >= _STARTS_ENOUGH:
                raise _fails(process_type.name, log)
        if time.monotonic() > deadline:
            raise _not_ready(answer, log)
        time.sleep(0.2)


def _readiness(port: int) -> int | None:
    """The status of /readyz; None if there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _fails(name: str, log: Path) -> SetupProblem:
    file = log / f"{name}.log"
    return SetupProblem(
        "process_fails",
        f"The process type {name} ends as soon as it is started: {likely_cause(file)}. The data is kept. All that it"
        f" said is in {file}; run again when that is put right.",
    )


def _not_ready(answer: int | None, log: Path) -> SetupProblem:
    told = f"/readyz answers {answer}" if answer else "nobody answers"
    return SetupProblem(
        "not_ready",
        f"The app was not ready after {_SECONDS:.0f} seconds: {told}. The data is kept. The logs in {log} tell more.",
    )
