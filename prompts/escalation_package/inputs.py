"""What the text of the escalation package is based on."""

from __future__ import annotations

from prompts.session import SessionInput


class EscalationPackageInput(SessionInput):
    """A session before or after its escalation."""

    reason: str | None
    """Of the last escalation; None before the first."""
