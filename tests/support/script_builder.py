"""The script builder and templates in a test's words."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Person, expect

SCRIPT = "# Restarts the spooler of one server.\n$server = 'FS01'\nGet-Service -ComputerName $server -Name Spooler\n"
SESSIONS = "/script-builder/sessions"


def script_session_in(person: Person, ai_session: dict[str, Any], **options: Any) -> dict[str, Any]:
    """The person's session of the script builder inside `ai_session`, which may have been open."""
    body = {"origin": "pilot_inline", "ai_session_id": ai_session["id"], **options}
    response = person.post(SESSIONS, **body)
    assert response.status_code in (200, 201), response.get_json()
    opened: dict[str, Any] = response.get_json()
    return opened


def script_session(person: Person, **options: Any) -> dict[str, Any]:
    """A new standalone session of the script builder."""
    opened: dict[str, Any] = expect(person.post(SESSIONS, **options), 201)
    return opened


def drafts(person: Person, ai_session: dict[str, Any], fix: dict[str, Any], script: str = SCRIPT) -> dict[str, Any]:
    """Write a script for the fix; the fix as the API tells it."""
    path = f"/ai-sessions/{ai_session['id']}/suggested-fixes/{fix['id']}/draft"
    fix_now: dict[str, Any] = expect(
        person.send("PUT", path, json={"ai_drafted_script": script, "ai_drafted_parameters": []}), 200
    )
    return fix_now


def templatization_of(person: Person, fix: dict[str, Any]) -> dict[str, Any]:
    """A proposal, asked for and not written yet, to make a template of the script that is drafted for the fix."""
    asked: dict[str, Any] = expect(person.post("/scripts/templatize", fix_id=fix["id"]), 202)
    return asked
