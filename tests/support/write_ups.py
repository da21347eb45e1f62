"""The documentation and the client update of a session, over HTTP."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.support.desk import Desk, Person, expect, path_of_fixes

SECTIONS = {"problem", "environment", "facts", "actions", "cause", "resolution", "verification", "next_steps"}


def documentation_path(ai_session: dict[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/documentation"


def update_path(ai_session: dict[str, Any]) -> str:
    return f"/ai-sessions/{ai_session['id']}/client-update"


def documentation_now(person: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(documentation_path(ai_session)), 200)
    return found


def update_now(person: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(update_path(ai_session)), 200)
    return found


def resolves(person: Person, ai_session: dict[str, Any], **body: Any) -> TestResponse:
    return person.post(f"/ai-sessions/{ai_session['id']}/resolve", **body)


def tries(desk: Desk, ai_session: dict[str, Any], title: str, outcome: str, notes: str | None = None) -> None:
    """Sam applies a fix that the copilot proposes, and records what it did."""
    fix = desk.proposes(ai_session, title)
    path = f"{path_of_fixes(ai_session)}/{fix['id']}"
    expect(desk.junior.post(f"{path}/apply"), 200)
    expect(desk.junior.patch(f"{path}/outcome", outcome=outcome, notes=notes), 200)
