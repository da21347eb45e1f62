"""The previews of a session, in a test's words."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.support.desk import Person, expect

PREVIEWS = {"resolution_note": "resolution-note", "escalation_package": "escalation-package"}
"""The path of each kind."""

OUTCOMES: dict[str, tuple[str | None, str]] = {
    "applied_success": (None, "worked"),
    "applied_partial": ("Only the shared mailbox is quiet", "Only the shared mailbox is quiet"),
    "applied_failed": ("The prompt came back at noon", "The prompt came back at noon"),
    "applied_pending": ("The overnight sync has to run", "The overnight sync has to run"),
    "dismissed": (None, "dismissed"),
    "verifying": (None, "nobody has recorded what it did"),
    "proposed": (None, "has not been tried"),
}
"""What a person does with a fix, with notes, and what a text about the session has to say then.

`verifying` is the status `proposed` after the fix was applied.
"""


def path_of(ai_session: dict[str, Any], kind: str) -> str:
    return f"/ai-sessions/{ai_session['id']}/previews/{PREVIEWS[kind]}"


def asks(person: Person, ai_session: dict[str, Any], kind: str) -> TestResponse:
    return person.post(path_of(ai_session, kind))


def preview_now(person: Person, ai_session: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(path_of(ai_session, kind)), 200)
    return found


def brings_to(person: Person, fix: dict[str, Any], outcome: str) -> None:
    """Bring a proposed fix to this outcome, as the engineer would."""
    path, notes = f"/ai-sessions/{fix['session_id']}/suggested-fixes/{fix['id']}", OUTCOMES[outcome][0]
    if outcome == "verifying":
        expect(person.post(f"{path}/apply"), 200)
    elif outcome != "proposed":
        expect(person.patch(f"{path}/outcome", outcome=outcome, notes=notes), 200)
