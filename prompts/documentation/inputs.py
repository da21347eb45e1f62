"""What the documentation of a session is written from."""

from __future__ import annotations

from prompts.session import SessionInput


class DocumentationInput(SessionInput):
    """A session, with what its people said when they handed it over or closed it."""

    is_resolved: bool
    resolution: str | None
    """How it was solved, in the words of the person who resolved it."""
    verification: str | None
    """How that person knows."""
    escalation_reason: str | None
