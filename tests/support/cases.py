"""Cases in a test's words."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Person, expect

PROXY_PROBLEM = "VPN clients drop after ten minutes since the firewall update, error 0x80072EE7"


def case(**changes: Any) -> dict[str, Any]:
    """The body of a case."""
    return {
        "title": "VPN drops after the firewall update",
        "problem": "VPN clients drop after ten minutes since the firewall update.",
        "client_kind": "dental practice, about 20 seats",
        "signals": ["0x80072EE7"],
        "cause": "The update reset the idle timeout of the SSL VPN.",
        "tried": ["Reinstall the VPN client: did not help", "Read the firewall's session log: closed by idle timeout"],
        "fix": "Raise the idle timeout of the VPN. Set it to eight hours in the policy.",
        "verification": "Stayed connected over night.",
    } | changes


def resolves(person: Person, ai_session: dict[str, Any], **body: Any) -> dict[str, Any]:
    done: dict[str, Any] = expect(person.post(f"/ai-sessions/{ai_session['id']}/resolve", **body), 200)
    return done


def solved(person: Person, problem: str = PROXY_PROBLEM, **changes: Any) -> dict[str, Any]:
    """A session that was resolved with a case; returns the case as stored."""
    ai_session = person.opens_session(problem)
    resolves(person, ai_session, case=case(**changes))
    stored = {one["ai_session_id"]: one for one in listed(person)}
    found: dict[str, Any] = stored[ai_session["id"]]
    return found


def listed(person: Person, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = expect(person.get("/cases", **query), 200)["items"]
    return items


def similar(person: Person, ai_session: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(person.get(f"/ai-sessions/{ai_session['id']}/similar"), 200)
    return found
