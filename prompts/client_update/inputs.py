"""What the text for a client is written from."""

from __future__ import annotations

from prompts.session import SessionInput


class ClientUpdateInput(SessionInput):
    """A session without what is only for colleagues: the caller leaves out notes, reasons and evidence."""

    status: str
    """Of the session."""
    resolution: str | None
    verification: str | None
